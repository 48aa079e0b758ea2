"""Visits to people who cannot come, and the rounds that join several in one place."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account, Person
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.visits.models.visit import Visit


class Round(models.Model):
    """An agent goes to one place, or round the village, one day; her sheet says whom she sees and what to bring."""

    class State(models.TextChoices):
        PLANNED = "planned", _("prévue")
        DONE = "done", _("faite")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("collectivité"))
    place = models.CharField(_("lieu"), max_length=120, help_text=_("Résidence Les Ormes, ou Village"))
    on = models.DateField(_("jour"))
    starts_at = models.TimeField(_("heure"))
    agent = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", verbose_name=_("agent"))
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)

    class Meta:
        ordering = ["on", "starts_at"]
        verbose_name = _("tournée")
        verbose_name_plural = _("tournées")
        indexes = [models.Index(fields=["body", "state", "on"], name="round_of_body")]

    def __str__(self) -> str:
        return f"{self.place}, {self.on}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PLANNED


class HomeVisitQuerySet(models.QuerySet["HomeVisit"]):
    def of_body(self, body: Body) -> "HomeVisitQuerySet":
        return self.filter(body=body)

    def to_plan(self) -> "HomeVisitQuerySet":
        """Asked for and in no round, who waits longest first."""
        return self.filter(state=HomeVisit.State.ASKED).order_by("asked_at", "pk")

    def in_order(self) -> "HomeVisitQuerySet":
        """As the agent goes from one to the next."""
        return self.order_by("rank", "pk")


class HomeVisit(models.Model):
    """A visit asked for at somebody's home; done, it is a visit of channel "home"."""

    class AskedBy(models.TextChoices):
        PERSON = "person", _("la personne")
        FAMILY = "family", _("un proche")
        AGENT = "agent", _("un agent")

    class State(models.TextChoices):
        ASKED = "asked", _("à prévoir")
        PLANNED = "planned", _("prévue")
        DONE = "done", _("faite")
        DROPPED = "dropped", _("annulée")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="home_visits")
    asked_by = models.CharField(max_length=6, choices=AskedBy)
    asker = models.CharField(max_length=120, blank=True)  # who of the family, and how to call her
    why = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)  # what helps to find her: "Résidence Les Ormes, 12"
    suits = models.CharField(max_length=60, blank=True)  # when it suits her: "le matin"; empty, any time
    procedures = models.ManyToManyField(Procedure, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    round = models.ForeignKey(Round, models.SET_NULL, null=True, related_name="stops")
    rank = models.PositiveSmallIntegerField(default=0)  # her place among the stops of the round
    visit = models.OneToOneField(Visit, models.SET_NULL, null=True, related_name="home_visit")
    case_id = models.BigIntegerField(null=True, unique=True)  # the request of the portal it comes from
    page = models.UUIDField(null=True, unique=True)  # the page it was asked on: pressed twice, it is one visit

    objects: ClassVar[HomeVisitQuerySet] = HomeVisitQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("visite à domicile")
        verbose_name_plural = _("visites à domicile")
        indexes = [models.Index(fields=["body", "state", "asked_at"], name="home_visit_of_body")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.asked_at:%Y-%m-%d}"
