"""A visit, what it is for, and the line where people wait."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account, Person
from guichet.accounts.rules import spoken_secret
from guichet.accounts.secrets import secret_of
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.visits.rules import Channel, Outcome, Priority


class VisitQuerySet(models.QuerySet["Visit"]):
    def of_body(self, body: Body) -> "VisitQuerySet":
        return self.filter(body=body)

    def open(self) -> "VisitQuerySet":
        return self.filter(state=Visit.State.OPEN)

    def held_by(self, account_id: int) -> "VisitQuerySet":
        """Those this agent holds now, the one she turned to last first."""
        return self.open().filter(agent_id=account_id).order_by("-turned_at", "-pk")

    def waiting(self) -> "VisitQuerySet":
        """Those in the line: who has a priority first, then who came first."""
        return self.filter(state=Visit.State.WAITING).order_by("-has_priority", "arrived_at", "pk")

    def called_since(self, at: datetime) -> "VisitQuerySet":
        """Those called out of the line who took their ticket since then, the last called first."""
        called = self.filter(ticket_number__isnull=False, opened_at__isnull=False, arrived_at__gte=at)
        return called.order_by("-opened_at", "-pk")


class Visit(models.Model):
    """Somebody came, by whichever channel. Who may be nobody named, a first name, or a person.

    Waiting lasts from `arrived_at` to `opened_at`, service from there to `closed_at`. `turned_at` is when the agent
    last did something with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("attend")
        OPEN = "open", _("en cours")
        CLOSED = "closed", _("finie")

    CHANNELS = (
        (Channel.DESK.value, _("comptoir")),
        (Channel.PHONE.value, _("appel")),
        (Channel.KIOSK.value, _("borne")),
        (Channel.HOME.value, _("domicile")),
        (Channel.VIDEO.value, _("visio")),
        (Channel.MAIL.value, _("courrier")),
    )
    OUTCOMES = (
        (Outcome.SETTLED.value, _("réglé")),
        (Outcome.CASE.value, _("dossier ouvert")),
        (Outcome.APPOINTMENT.value, _("rendez-vous donné")),
        (Outcome.REFERRED.value, _("orienté")),
        (Outcome.PAPERS.value, _("papiers remis")),
        (Outcome.COMES_BACK.value, _("revient")),
        (Outcome.COULD_NOT.value, _("pas pu")),
    )
    PRIORITIES = (
        (Priority.DISABILITY.value, _("handicap")),
        (Priority.PREGNANCY.value, _("grossesse")),
        (Priority.OTHER.value, _("autre priorité")),
    )

    reference = models.CharField(max_length=20, unique=True)
    secret_version = models.PositiveIntegerField(default=1)
    body = models.ForeignKey(Body, models.PROTECT, related_name="visits", verbose_name=_("collectivité"))
    agent = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="visits", verbose_name=_("agent"))
    channel = models.CharField(max_length=6, choices=CHANNELS, default=Channel.DESK.value)
    first_name = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="visits")
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    ticket_number = models.PositiveSmallIntegerField(null=True)
    priority = models.CharField(max_length=10, choices=PRIORITIES, blank=True)
    has_priority = models.BooleanField(default=False)
    arrived_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    turned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=11, choices=OUTCOMES, blank=True)
    why = models.CharField(max_length=200, blank=True)
    closed_itself = models.BooleanField(default=False)
    page = models.UUIDField(null=True)  # the page it was opened from: pressed twice, it is one visit

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("visite")
        verbose_name_plural = _("visites")
        constraints = [models.UniqueConstraint(fields=["agent", "page"], name="visit_of_page_once")]
        indexes = [
            models.Index(fields=["body", "-arrived_at"], name="visit_of_body"),
            models.Index(fields=["agent", "state", "-turned_at"], name="visit_held"),
            models.Index(fields=["turned_at"], name="visit_open", condition=models.Q(state="open")),
            models.Index(fields=["body", "arrived_at"], name="visit_line", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def secret(self) -> str:
        """The twelve characters with which the person reads what was done, without dashes."""
        return secret_of("visit", self.pk, self.secret_version)

    @property
    def spoken_secret(self) -> str:
        return spoken_secret(self.secret)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def who(self) -> str:
        """As the agent greets her; empty when nobody is named."""
        return str(self.person) if self.person else self.first_name

    @property
    def waited(self) -> timedelta | None:
        return self.opened_at - self.arrived_at if self.opened_at else None

    @property
    def lasted(self) -> timedelta | None:
        return self.closed_at - self.opened_at if self.opened_at and self.closed_at else None


class Matter(models.Model):
    """One thing the person came for. The papers of its sheet are ticked with her, by their place in the sheet."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="matters")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    brought = models.JSONField(default=list)
    missing = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "procedure"], name="matter_once")]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.procedure_id}"


class LineQuerySet(models.QuerySet["Line"]):
    def kept_by(self, body: Body) -> "LineQuerySet":
        """The line of this body, when it keeps one."""
        return self.filter(body=body, is_kept=True)


class Line(models.Model):
    """Whether a body's counter keeps a line with tickets, called on a wall screen; a body without a row keeps none."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="line", verbose_name=_("collectivité"))
    is_kept = models.BooleanField(_("tenir une file d’attente"), default=False)

    objects: ClassVar[LineQuerySet] = LineQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("file d’attente")
        verbose_name_plural = _("files d’attente")

    def __str__(self) -> str:
        return str(self.body)
