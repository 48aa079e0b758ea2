"""What is to be sent, what was sent, what came of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Person
from guichet.accounts.rules import spoken_code, spoken_secret
from guichet.accounts.secrets import code_of, secret_of
from guichet.communes.models import Body, Department
from guichet.documents.models import StoredFile
from guichet.notifications.rules import Channel
from guichet.notifications.wording import SECRET, Ticket

DEPARTMENT_NEWS = "department-news"
DEPARTMENT_CODE = "department-code"
PASSED_ON = "-passed-on"  # ends the purpose of what another body wrote or decided
HIDDEN_SECRET = "••••-••••-••••"  # noqa: S105  # what is shown in its place


class MessageQuerySet(models.QuerySet["Message"]):
    def about(self, kind: str, id_: int) -> "MessageQuerySet":
        """Every message about this subject, oldest first."""
        return self.filter(subject_kind=kind, subject_id=id_).order_by("created_at", "pk")

    def to_people(self) -> "MessageQuerySet":
        """Without what was told to departments."""
        return self.exclude(purpose__in=[DEPARTMENT_NEWS, DEPARTMENT_CODE])

    def to_post(self, body: Body) -> "MessageQuerySet":
        """The letters of this body to print, oldest first."""
        return self.filter(body=body, status=Message.Status.TO_PRINT).order_by("created_at", "pk")

    def sent_from(self, body: Body) -> "MessageQuerySet":
        """Every message of this body whatever became of it, newest first."""
        return self.filter(body=body).order_by("-created_at", "-pk")

    def only_shown(self) -> "MessageQuerySet":
        """What the demonstration did not send, and its letters: what would have left."""
        return self.filter(models.Q(gateway=Message.Gateway.OUTBOX) | models.Q(channel=Channel.LETTER))

    def waiting(self) -> "MessageQuerySet":
        """Not yet sent, rendered or given up."""
        return self.filter(status=Message.Status.WAITING).order_by("pk")


class Message(models.Model):
    """One message by one channel; `text` is its long form, `sms` the short one when that is what leaves.

    The secret of its ticket is never stored: the texts hold a mark, filled when the message leaves.
    """

    CHANNELS = (
        (Channel.EMAIL.value, _("e-mail")),
        (Channel.SMS.value, _("SMS")),
        (Channel.LETTER.value, _("courrier")),
    )

    class Status(models.TextChoices):
        WAITING = "waiting", _("en attente")
        SENT = "sent", _("envoyé")
        FAILED = "failed", _("pas parti")
        TO_PRINT = "to_print", _("à imprimer")
        POSTED = "posted", _("posté")

    class Gateway(models.TextChoices):
        NONE = "", _("aucun")
        SMTP = "smtp", _("serveur de messagerie")
        SMS_HTTP = "sms_http", _("opérateur de SMS")
        OUTBOX = "outbox", _("démonstration")

    key = models.CharField(max_length=100, unique=True)
    body = models.ForeignKey(Body, models.PROTECT)
    department = models.ForeignKey(Department, models.PROTECT, null=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=6, choices=CHANNELS)
    to = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    sms = models.TextField(blank=True)
    ticket_data = models.JSONField(null=True)
    with_letter = models.BooleanField(default=False)
    seals_letter = models.BooleanField(default=False)  # its letter is sealed, where the body has a certificate
    letter = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    gateway = models.CharField(max_length=8, choices=Gateway, blank=True, default=Gateway.NONE)
    outcome = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "created_at"], name="message_subject"),
            models.Index(fields=["body", "-created_at", "-id"], name="message_body"),
            models.Index(fields=["body", "created_at"], name="message_to_post", condition=models.Q(status="to_print")),
            models.Index(fields=["id"], name="message_waiting", condition=models.Q(status="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.subject}"

    @property
    def wants_letter(self) -> bool:
        return self.with_letter or self.channel == Channel.LETTER

    @property
    def is_passed_on(self) -> bool:
        """Does it pass on what another body wrote or decided? Nobody signs that but its author (CRPA, art. L.212-1)."""
        return self.purpose.endswith(PASSED_ON)

    @property
    def shown_text(self) -> str:
        """What left, for an agent's eyes: the resident's secret is hidden, and the code of a department.

        Not the code that the demonstration only shows: the mailbox it was for does not exist.
        """
        if self.purpose == DEPARTMENT_CODE and self.gateway == self.Gateway.OUTBOX:
            return self.filled(self.text)
        return (self.sms or self.text).replace(SECRET, HIDDEN_SECRET)

    @property
    def receiver(self) -> str:
        """Whose letter it is: a person's, or the first line of a department's address."""
        return str(self.person) if self.person else self.to.partition("\n")[0]

    @property
    def ticket(self) -> Ticket | None:
        return Ticket(**self.ticket_data) if self.ticket_data else None

    @property
    def secret(self) -> str:
        """The code of its ticket as it is printed, derived again; empty without a ticket."""
        ticket = self.ticket
        if ticket is None:
            return ""
        if ticket.in_figures:
            return spoken_code(code_of(ticket.kind, ticket.id, ticket.version))
        return spoken_secret(secret_of(ticket.kind, ticket.id, ticket.version))

    def filled(self, text: str) -> str:
        """The text as it leaves, with the secret in its place."""
        return text.replace(SECRET, self.secret)


class DailyNews(models.Model):
    """A new case of which a department that wants one e-mail a day has not been told yet."""

    department = models.ForeignKey(Department, models.CASCADE)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    reference = models.CharField(max_length=40)
    label = models.CharField(max_length=100)
    url = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "subject_kind", "subject_id"], name="daily_news_once")
        ]

    def __str__(self) -> str:
        return f"{self.department_id} ← {self.reference}"


class LetterModelQuerySet(models.QuerySet["LetterModel"]):
    def open_for(self, body: Body, case_type: str) -> "LetterModelQuerySet":
        """Those this body uses for this sort of case, by name."""
        return self.filter(body=body, is_open=True, case_type__in=["", case_type]).order_by("name", "pk")


class LetterModel(models.Model):
    """Words a town keeps ready: those of a decision, or a paper made on demand.

    `text` holds fields and conditions between brackets (`letter_rules`). An empty `case_type` or `outcome` means any.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("les mots d’une décision")
        DOCUMENT = "document", _("un document à la demande")

    class Signatory(models.TextChoices):
        BODY = "body", _("le signataire de la collectivité")
        DEPARTMENT = "department", _("le signataire du service")

    body = models.ForeignKey(Body, models.PROTECT, related_name="letter_models", verbose_name=_("collectivité"))
    kind = models.CharField(_("sorte"), max_length=8, choices=Kind, default=Kind.DOCUMENT)
    name = models.CharField(
        _("nom du modèle"), max_length=80, help_text=_("Pour les agents, dans leur liste : attestation de dépôt.")
    )
    case_type = models.CharField(_("sorte de demande"), max_length=60, blank=True)
    outcome = models.CharField(
        _("décision"), max_length=20, blank=True, help_text=_("Pour les mots d’une décision ; un document n’en a pas.")
    )
    subject = models.CharField(
        _("titre du document"),
        max_length=120,
        blank=True,
        help_text=_("En haut de la lettre. Les mots d’une décision n’en ont pas."),
    )
    text = models.TextField(_("texte"))
    signatory = models.CharField(
        _("signature"),
        max_length=10,
        choices=Signatory,
        default=Signatory.BODY,
        help_text=_("D’un document. Une décision est signée comme les autres lettres de son service."),
    )
    is_open = models.BooleanField(_("proposé aux agents"), default=True)

    objects: ClassVar[LetterModelQuerySet] = LetterModelQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["body", "kind", "name"]
        verbose_name = _("modèle de lettre")
        verbose_name_plural = _("modèles de lettres")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "case_type", "outcome"],
                name="letter_of_decision_once",
                condition=models.Q(kind="decision", is_open=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_document(self) -> bool:
        return self.kind == self.Kind.DOCUMENT
