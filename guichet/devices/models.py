"""Terminals, what they may do, and what happens on them. No row names anybody."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account
from guichet.communes.models import Body
from guichet.documents.models import StoredFile
from guichet.kit.dates import now

SEEN_LATELY = timedelta(seconds=90)  # it tells its state every 30 seconds


class TerminalQuerySet(models.QuerySet["Terminal"]):
    def of_body(self, body: Body) -> "TerminalQuerySet":
        return self.filter(body=body)

    def ours(self) -> "TerminalQuerySet":
        """Those that this program drives."""
        return self.exclude(kind=Terminal.Kind.PARTNER)


class Terminal(models.Model):
    """A kiosk: one of ours, one without hardware (demonstration), or one of a partner that we only list."""

    class Kind(models.TextChoices):
        OURS = "ours", _("borne de la collectivité")
        FAKE = "fake", _("borne de démonstration, sans matériel")
        PARTNER = "partner", _("borne d’un partenaire")

    body = models.ForeignKey(Body, models.PROTECT, related_name="terminals", verbose_name=_("collectivité"))
    kind = models.CharField(_("sorte"), max_length=8, choices=Kind, default=Kind.OURS)
    name = models.CharField(_("nom"), max_length=60, help_text=_("Borne du hall"))
    place = models.CharField(_("lieu"), max_length=120, help_text=_("Mairie d’Anor, hall d’entrée"))

    # A partner's: the CAF's, France Travail's.
    owner = models.CharField(_("partenaire"), max_length=80, blank=True, help_text=_("CAF du Nord"))
    hours_words = models.CharField(_("horaires"), max_length=160, blank=True, help_text=_("Aux heures de la mairie."))
    url = models.CharField(
        _("site du partenaire"), max_length=200, blank=True, help_text=_("Son adresse entière : https://…")
    )

    # Ours: what the town chooses.
    opens_at = models.TimeField(_("s’allume à"), null=True, blank=True, help_text=_("Vide : toujours allumée."))
    closes_at = models.TimeField(_("s’éteint à"), null=True, blank=True)
    idle_seconds = models.PositiveSmallIntegerField(
        _("secondes sans toucher avant la fin"),
        default=90,
        help_text=_("De 60 à 600. L’avertissement dure 30 secondes."),
    )
    page_quota = models.PositiveSmallIntegerField(_("pages imprimées par personne"), default=20)
    internet_minutes = models.PositiveSmallIntegerField(
        _("minutes d’internet libre"), default=0, help_text=_("0 : la borne n’offre pas l’internet libre.")
    )
    allowed_hosts = models.TextField(
        _("sites permis en plus"), blank=True, help_text=_("Un par ligne : www.caf.fr, ou *.exemple.fr.")
    )
    hidden_tiles = models.JSONField(_("cases cachées"), default=list, blank=True)
    message = models.CharField(_("message affiché"), max_length=200, blank=True)

    # What it told last.
    seen_at = models.DateTimeField(null=True, editable=False)
    health = models.JSONField(default=dict, editable=False)

    objects: ClassVar[TerminalQuerySet] = TerminalQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["body", "name"]
        verbose_name = _("borne")
        verbose_name_plural = _("bornes")
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="terminal_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fake(self) -> bool:
        return self.kind == self.Kind.FAKE

    @property
    def is_partner(self) -> bool:
        return self.kind == self.Kind.PARTNER

    @property
    def answers(self) -> bool:
        """Did it tell its state lately? One without hardware always answers."""
        return self.is_fake or (self.seen_at is not None and now() - self.seen_at < SEEN_LATELY)


class EnrolmentCode(models.Model):
    """What an editor reads from the workshop and a technician types on the kiosk, once, within the hour."""

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.terminal_id}, {self.made_at:%Y-%m-%d %H:%M}"


class DeviceKey(models.Model):
    """The key of one enrolled kiosk; of the key itself only the digest is kept."""

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.terminal_id}, {self.made_at:%Y-%m-%d %H:%M}"


class KioskSessionQuerySet(models.QuerySet["KioskSession"]):
    def running(self) -> "KioskSessionQuerySet":
        return self.filter(ended_at=None)


class KioskSession(models.Model):
    """Somebody stands before the kiosk; nobody knows who.

    `opening` is the digest of the address that opens it, once; `secret` the digest of what its browser shows at each
    page. `cases` are the requests that the codes typed here opened (id → version of the secret), `unseen` those begun
    here whose codes nobody has read yet; both are emptied at the end.
    `comfort` is how the pages are shown: text, contrast, low.
    """

    class Ended(models.TextChoices):
        PERSON = "person", _("la personne a terminé")
        IDLE = "idle", _("personne ne touchait plus l’écran")
        HOURS = "hours", _("heure de fermeture")
        CRASH = "crash", _("le navigateur s’est arrêté")
        RESTART = "restart", _("redémarrage")
        REVOKED = "revoked", _("clé révoquée")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=8, choices=Ended, blank=True)
    opening = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    cases = models.JSONField(default=dict)
    unseen = models.JSONField(default=list)
    comfort = models.JSONField(default=dict)
    pages_printed = models.PositiveSmallIntegerField(default=0)
    scans = models.PositiveSmallIntegerField(default=0)
    was_used = models.BooleanField(default=False)  # somebody touched it: a kiosk that waits is no use

    objects: ClassVar[KioskSessionQuerySet] = KioskSessionQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("passage à la borne")
        verbose_name_plural = _("passages à la borne")
        constraints = [
            models.UniqueConstraint(fields=["terminal"], condition=models.Q(ended_at=None), name="one_running_session")
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class Job(models.Model):
    """Something that a kiosk's machine does for the running session."""

    class State(models.TextChoices):
        ORDERED = "ordered", _("demandé")
        WORKING = "working", _("en cours")
        RETRYING = "retrying", _("on réessaie")
        DONE = "done", _("fait")
        FAILED = "failed", _("échec")
        CANCELLED = "cancelled", _("annulé")

    OVER = (State.DONE, State.FAILED, State.CANCELLED)

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(KioskSession, models.CASCADE, related_name="%(class)ss")
    state = models.CharField(max_length=10, choices=State, default=State.ORDERED)
    reason = models.CharField(max_length=20, blank=True)  # what the machine said: media-empty, jam
    ordered_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # the machine took it
    over_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER


class PrintJob(Job):
    """A paper to print. `title` is that of a public paper, never of a person's; its bytes are erased when it is over.

    `pages` count in the quota from the order on, and are given back when it fails. A page of a foreign site has no file:
    the kiosk prints it itself and only counts it here.
    """

    title = models.CharField(max_length=120)
    pages = models.PositiveSmallIntegerField()
    has_file = models.BooleanField(default=True)


class ScanJob(Job):
    """A paper laid on the glass. The file belongs to the session until the person keeps it or it is erased.

    `purpose` is where the face will put it, "BAC-26-00418/photo"; empty, under a code. Emptied when the session ends.
    """

    class Source(models.TextChoices):
        FLATBED = "flatbed", _("vitre")
        FEEDER = "feeder", _("chargeur")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"

    source = models.CharField(max_length=8, choices=Source, default=Source.FLATBED)
    format = models.CharField(max_length=4, choices=Format, default=Format.PDF)
    purpose = models.CharField(max_length=80, blank=True)
    file = models.OneToOneField(StoredFile, models.SET_NULL, null=True, related_name="scan_job")


class Order(models.Model):
    """Something the server asks of a kiosk besides jobs; told until the kiosk says that it is done."""

    class Kind(models.TextChoices):
        RELOAD = "reload", _("recharger la page")
        RESTART = "restart", _("redémarrer le programme")
        CANCEL = "cancel", _("annuler un travail")
        END = "end", _("terminer le passage")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="orders")
    kind = models.CharField(max_length=8, choices=Kind)
    job = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.terminal_id}, {self.kind}"


class Incident(models.Model):
    """Something that went wrong on a kiosk and that somebody must look after: no paper, silent, scanner absent."""

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="incidents")
    kind = models.CharField(_("incident"), max_length=30)
    detail = models.CharField(_("précision"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("depuis"))
    closed_at = models.DateTimeField(_("fini"), null=True)

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.UniqueConstraint(
                fields=["terminal", "kind"], condition=models.Q(closed_at=None), name="one_open_incident_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id}, {self.kind}"


class CallQuerySet(models.QuerySet["Call"]):
    def since(self, moment: datetime) -> "CallQuerySet":
        """Those rung or answered after this moment: the person stands there, or the agent has just come."""
        return self.filter(models.Q(called_at__gt=moment) | models.Q(answered_at__gt=moment))


class Call(models.Model):
    """Somebody at the kiosk asks for the agent; rung at the counter until one says that she comes."""

    session = models.ForeignKey(KioskSession, models.CASCADE, related_name="calls")
    called_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[CallQuerySet] = CallQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(answered_at=None), name="one_unanswered_call"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id}, {self.called_at:%H:%M}"


class TypedUse(models.Model):
    """How many people used a partner's kiosk in a month, typed by hand since it cannot tell."""

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="typed_uses", verbose_name=_("borne"))
    month = models.DateField(_("mois"), help_text=_("Le premier jour du mois."))
    count = models.PositiveIntegerField(_("personnes"))

    class Meta:
        ordering = ["-month"]
        verbose_name = _("fréquentation d’une borne de partenaire")
        verbose_name_plural = _("fréquentation des bornes de partenaires")
        constraints = [models.UniqueConstraint(fields=["terminal", "month"], name="use_typed_once_a_month")]

    def __str__(self) -> str:
        return f"{self.terminal_id}, {self.month:%Y-%m}"
