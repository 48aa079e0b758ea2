"""Cases, their thread, their attachments, their search words."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account, Person, Role
from guichet.accounts.rules import spoken_secret
from guichet.accounts.secrets import secret_of
from guichet.cases.questions import Step, first_incomplete, visible_steps
from guichet.cases.rules import CLOSED, EMPTY_WORDS, OPEN, State, Tray
from guichet.cases.types import CASE_TYPES, CaseType, Clock, KeptFrom
from guichet.communes.models import Body, Department
from guichet.documents.models import StoredFile
from guichet.kit.dates import start_of
from guichet.kit.words import words


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, role: Role) -> "CaseQuerySet":
        """Cases of the role's body, of its department when it has one; a draft belongs to the resident alone."""
        cases = self.exclude(tray=Tray.DRAFT)
        # A department belongs to one body: naming the body too would send SQLite to the wrong index.
        if role.department_id:
            return cases.filter(department_id=role.department_id)
        return cases.filter(owner_id=role.body_id)

    def followed_by(self, role: Role) -> "CaseQuerySet":
        """Cases this role's body or department sent on to another body: it reads them, and acts no more."""
        cases = self.exclude(tray=Tray.DRAFT).filter(sender__body_id=role.body_id)
        return cases.filter(sender_id=role.department_id) if role.department_id else cases

    def readable_by(self, role: Role) -> "CaseQuerySet":
        return self.visible_to(role) | self.followed_by(role)

    def of_bodies_without_accounts(self) -> "CaseQuerySet":
        """Cases that nobody here has an account to treat: an outside body's, a commune's without agents."""
        # The bodies first, which are few: asked of each case, the question would read them all.
        works_there = Role.objects.in_force().filter(body_id=models.OuterRef("pk"))
        deserted = Body.objects.filter(~models.Exists(works_there))
        return self.exclude(tray=Tray.DRAFT).filter(owner_id__in=deserted.values("pk"))

    def in_tray(self, tray: Tray) -> "CaseQuerySet":
        return self.filter(tray=tray)

    def of(self, account_id: int) -> "CaseQuerySet":
        return self.filter(assignee_id=account_id)

    def late(self, today: date) -> "CaseQuerySet":
        return self.filter(tray=Tray.TODO, due_on__lt=today)

    def matching(self, text: str) -> "CaseQuerySet":
        """Cases whose reference, names or place begin with each word typed."""
        found = self
        for word in [word for word in words(text) if word not in EMPTY_WORDS][:6]:
            rows = CaseWord.objects.filter(word__gte=word, word__lt=word + "{")
            found = found.filter(pk__in=rows.values("case_id"))
        return found

    def abandoned(self, before: date) -> "CaseQuerySet":
        """Drafts nobody touched since this day."""
        return self.filter(tray=Tray.DRAFT, updated_at__lt=start_of(before))

    def outlived(self, kind: CaseType, before: date) -> "CaseQuerySet":
        """Closed cases of this type decided before this day; where the type counts from receipt, open ones too."""
        cases = self.filter(type_slug=kind.slug)
        if kind.kept_from == KeptFrom.RECEIPT:
            return cases.exclude(tray=Tray.DRAFT).filter(received_at__lt=start_of(before))
        return cases.filter(tray=Tray.DONE, decided_at__lt=start_of(before))

    def open_beside(self, draft: "Case") -> "CaseQuerySet":
        """Open cases of the same kind that came by the same portal."""
        same = {"commune_id": draft.commune_id, "type_slug": draft.type_slug}
        return self.filter(**same, tray__in=[Tray.TODO, Tray.WAITING]).exclude(pk=draft.pk)


class Case(models.Model):
    """One request of one person, from its first saved answer on.

    `commune` is whose portal took it, by the sheet `procedure`; `owner` and `department` treat it; `sender` sent it on
    to them and follows it. `version` grows with every act, so that an agent who has not seen the last one is told.
    """

    STATES = (
        (State.DRAFT.value, _("brouillon")),
        (State.RECEIVED.value, _("reçu")),
        (State.IN_PROGRESS.value, _("en cours")),
        (State.WAITING.value, _("attend la personne")),
        (State.SETTLED.value, _("réglé")),
        (State.REFUSED.value, _("refusé")),
        (State.DROPPED.value, _("sans suite")),
    )

    reference = models.CharField(max_length=16, unique=True)
    type_slug = models.CharField(max_length=40)
    procedure = models.SlugField(max_length=60, db_index=False)
    state = models.CharField(max_length=12, choices=STATES, default=State.DRAFT)
    tray = models.CharField(max_length=8, default=Tray.DRAFT)
    version = models.PositiveIntegerField(default=1)
    secret_version = models.PositiveIntegerField(default=1)
    # The page that made the draft: the very same page, sent twice, makes one.
    first_page = models.UUIDField(null=True, unique=True, editable=False)
    commune = models.ForeignKey(Body, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", db_index=False)
    sent_on_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="cases")
    answers = models.JSONField(default=dict)
    subject = models.CharField(max_length=200, default="")
    has_news = models.BooleanField(default=False)  # something the department has not acted upon yet
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    received_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    silence_on = models.DateField(null=True)  # when silence decides; null: never, or not before the missing paper
    paused_on = models.DateField(null=True)
    papers_until = models.DateField(null=True)  # the day given to produce what is missing
    outcome = models.CharField(max_length=20, default="")
    decided_at = models.DateTimeField(null=True)
    times_decided = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        indexes = [
            models.Index(fields=["owner", "tray", "due_on", "id"], name="case_inbox_body"),
            models.Index(fields=["department", "tray", "due_on", "id"], name="case_inbox_department"),
            models.Index(fields=["assignee", "tray", "due_on", "id"], name="case_inbox_mine"),
            models.Index(fields=["owner", "tray", "-decided_at", "-id"], name="case_done_body"),
            models.Index(fields=["department", "tray", "-decided_at", "-id"], name="case_done_department"),
            models.Index(fields=["sender", "-id"], name="case_sent_on", condition=models.Q(sender__isnull=False)),
            models.Index(fields=["updated_at"], name="case_drafts", condition=models.Q(tray="draft")),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def kind(self) -> CaseType:
        return CASE_TYPES[self.type_slug]

    @property
    def secret(self) -> str:
        """The twelve characters that open this case, without dashes."""
        return secret_of("case", self.pk, self.secret_version)

    @property
    def spoken_secret(self) -> str:
        return spoken_secret(self.secret)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages this request goes through, given its answers."""
        return visible_steps(self.kind.steps, self.answers)

    @property
    def first_incomplete(self) -> Step | None:
        return first_incomplete(self.kind.steps, self.answers)

    @property
    def clock(self) -> Clock:
        return self.kind.clock(self.answers)

    @property
    def speaker(self) -> Department:
        """Who writes to the person: the department that treats the case, or the one that sent it to an outside body."""
        return self.sender if self.sender and not self.owner.has_portal else self.department

    @property
    def outcome_label(self) -> str:
        found = self.kind.outcome(self.outcome)
        return gettext(found.label) if found and self.state == State.SETTLED else self.get_state_display()


class Entry(models.Model):
    """One thing somebody wrote in a case."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("message de la personne")
        MESSAGE = "message", _("message à la personne")
        NOTE = "note", _("note interne")
        PAPER = "paper", _("pièce demandée")
        DECISION = "decision", _("décision")
        TRANSFER = "transfer", _("transmission")
        DOCUMENT = "document", _("document")
        REOPENING = "reopening", _("réouverture")

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    author = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def is_public(self) -> bool:
        """May the resident read it?"""
        return self.kind != self.Kind.NOTE


class Attachment(models.Model):
    """A file of a case: the answer to a question, or what came with a message."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="attachment")
    question = models.CharField(max_length=40, default="")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="attachments")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.file_id}"


class CaseWord(models.Model):
    """A folded word by which an agent finds a case; same index on both databases, prefix by range."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "case"], name="case_word_once")]
        indexes = [models.Index(fields=["case"], name="case_words")]

    def __str__(self) -> str:
        return self.word


class Routing(models.Model):
    """Where a body sends one kind of request: "éclairage" to its technical department, "route" to the Département."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name=_("collectivité"))
    case_type = models.CharField(_("demande"), max_length=40)
    key = models.CharField(_("sujet"), max_length=20)
    department = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("service"))

    class Meta:
        verbose_name = _("aiguillage")
        verbose_name_plural = _("aiguillages")
        constraints = [models.UniqueConstraint(fields=["body", "case_type", "key"], name="routing_once")]

    def __str__(self) -> str:
        return f"{self.case_type} {self.key} → {self.department}"


class Counter(models.Model):
    """The last number given in a series of references."""

    series = models.CharField(max_length=8, unique=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.value}"
