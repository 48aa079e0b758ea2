"""Life events, procedures, offers."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from guichet.catalogue.rules import Sheet
from guichet.communes.models import Body, Department


class LifeEvent(models.Model):
    """Something that happens to somebody and leads to procedures: "Je déménage"."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(_("titre"), max_length=60)
    sentence = models.CharField(_("phrase"), max_length=120)
    drawing = models.CharField(_("dessin"), max_length=30)
    rank = models.PositiveSmallIntegerField(_("rang"), default=100)

    class Meta:
        ordering = ["rank", "title"]
        verbose_name = _("situation de vie")
        verbose_name_plural = _("situations de vie")

    def __str__(self) -> str:
        return self.title


def _open_offer(body: Body) -> models.Exists:
    return models.Exists(Offer.objects.shown_on(body).filter(procedure=models.OuterRef("pk")))


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def with_offer(self, body: Body) -> "ProcedureQuerySet":
        """Tell on each whether it can be asked online on this body's portal (`is_offered`)."""
        return self.annotate(offered_here=_open_offer(body))

    def offered_on(self, body: Body) -> "ProcedureQuerySet":
        """Those that can be asked online on this body's portal."""
        return self.with_offer(body).filter(_open_offer(body))

    def most_asked(self, body: Body) -> "ProcedureQuerySet":
        """All of them, those people ask for most first; slice it."""
        return self.with_offer(body).order_by("rank", "short_title")


class Procedure(models.Model):
    """What a resident can do, with its sheet; written in a data file, the same for every body."""

    class Way(models.TextChoices):
        ONLINE = "online", _("En ligne")
        APPOINTMENT = "appointment", _("Rendez-vous")
        COUNTER = "counter", _("Sur place")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    short_title = models.CharField(_("titre court"), max_length=40)
    summary = models.CharField(_("résumé"), max_length=300)
    in_words = models.JSONField(_("mots des habitants"), default=list)
    synonyms = models.JSONField(_("synonymes"), default=list)
    authority = models.CharField(_("service compétent"), max_length=120)
    way = models.CharField(_("façon de faire"), max_length=12, choices=Way)
    icon = models.CharField(_("icône"), max_length=30)
    drawing = models.CharField(_("dessin"), max_length=30)
    rank = models.PositiveSmallIntegerField(_("rang"), default=100)
    checked_on = models.DateField(_("vérifiée le"))
    source = models.CharField(_("source"), max_length=200)
    sheet_data = models.JSONField(_("fiche"))
    events = models.ManyToManyField(LifeEvent, related_name="procedures", verbose_name=_("situations de vie"))

    objects: ClassVar[ProcedureQuerySet] = ProcedureQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        ordering = ["rank", "short_title"]
        verbose_name = _("démarche")
        verbose_name_plural = _("démarches")

    def __str__(self) -> str:
        return self.title

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet.read(self.sheet_data)

    @property
    def is_offered(self) -> bool:
        """Can it be asked online here? Told by `with_offer`; read without it, a procedure is taken as not offered."""
        return getattr(self, "offered_here", False)

    @property
    def shown_way(self) -> Way:
        """How it is done here: online when this portal takes the request, else as the sheet says."""
        return self.Way.ONLINE if self.is_offered else self.Way(self.way)

    @cached_property
    def next_procedures(self) -> Sequence[tuple["Procedure", str]]:
        """The procedures that often follow, each with the reason, in the order of the sheet."""
        known = Procedure.objects.in_bulk([step.slug for step in self.sheet.next], field_name="slug")
        return [(known[step.slug], step.why) for step in self.sheet.next if step.slug in known]


class OfferQuerySet(models.QuerySet["Offer"]):
    def shown_on(self, body: Body) -> "OfferQuerySet":
        """Open offers of this body and of the intercommunal body it belongs to."""
        return self.filter(models.Q(body=body) | models.Q(body=body.member_of_id), is_open=True)

    def on_portal(self, body: Body, procedure: Procedure) -> "Offer | None":
        """The open offer that a resident of this portal uses; the body's own comes before the intercommunal one."""
        offers = self.shown_on(body).filter(procedure=procedure).select_related("body", "department", "procedure")
        return min(offers, key=lambda offer: offer.body_id != body.pk, default=None)


class Offer(models.Model):
    """An online request that a body takes for a procedure, on its portal and on those of its members."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="offers", verbose_name=_("démarche"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="offers", verbose_name=_("collectivité"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="offers", verbose_name=_("service"))
    case_type = models.SlugField(_("sorte de dossier"), max_length=60)
    is_open = models.BooleanField(_("ouverte en ligne"), default=True)

    objects: ClassVar[OfferQuerySet] = OfferQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("démarche en ligne")
        verbose_name_plural = _("démarches en ligne")
        constraints = [models.UniqueConstraint(fields=["procedure", "body"], name="offer_once")]

    def __str__(self) -> str:
        return f"{self.procedure.short_title}, {self.body.short_name}"
