"""Life events, themes, procedures, offers, and what a town writes beside the national sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from guichet.catalogue.rules import Move, Sheet, moved, told_facts
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


class Theme(models.Model):
    """A part of public life, for those who look by office rather than by what happens to them: "Élections"."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(_("titre"), max_length=60)
    icon = models.CharField(_("icône"), max_length=30)
    rank = models.PositiveSmallIntegerField(_("rang"), default=100)

    class Meta:
        ordering = ["rank", "title"]
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")

    def __str__(self) -> str:
        return self.title


def _offered_type(body: Body) -> models.Subquery:
    """The case type of the offer that this body's portal uses: its own before the intercommunal one."""
    own_first = models.Case(models.When(body=body, then=0), default=1)
    offers = Offer.objects.shown_on(body).filter(procedure=models.OuterRef("pk")).order_by(own_first)
    return models.Subquery(offers.values("case_type")[:1])


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def with_offer(self, body: Body) -> "ProcedureQuerySet":
        """Tell on each by which case type it can be asked online on this body's portal (`case_type_here`)."""
        return self.annotate(offered_type=_offered_type(body))

    def offered_on(self, body: Body) -> "ProcedureQuerySet":
        """Those that can be asked online on this body's portal."""
        offers = Offer.objects.shown_on(body).filter(procedure=models.OuterRef("pk"))
        return self.with_offer(body).filter(models.Exists(offers))

    def shown_on(self, body: Body) -> "ProcedureQuerySet":
        """Those this body's portal shows: all but what it, or the intercommunal body above it, hides."""
        hidden = LocalSheet.objects.of_portal(body).filter(is_hidden=True)
        return self.with_offer(body).exclude(pk__in=hidden.values("procedure"))

    def most_asked(self, body: Body) -> "ProcedureQuerySet":
        """Those shown, the most asked for first; slice it."""
        return self.shown_on(body).order_by("rank", "short_title")


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
    about = models.JSONField(_("ce que c’est"), default=list)
    in_words = models.JSONField(_("mots des habitants"), default=list)
    synonyms = models.JSONField(_("synonymes"), default=list)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="procedures", verbose_name=_("thème"))
    authority = models.CharField(_("service compétent"), max_length=120)
    way = models.CharField(_("façon de faire"), max_length=12, choices=Way)
    icon = models.CharField(_("icône"), max_length=30)
    drawing = models.CharField(_("dessin"), max_length=30)
    rank = models.PositiveSmallIntegerField(_("rang"), default=100)
    checked_on = models.DateField(_("vérifiée le"))
    source = models.CharField(_("source"), max_length=200)
    national = models.CharField(_("fiche nationale"), max_length=12, blank=True, default="")
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
    def case_type_here(self) -> str:
        """The case type that takes it online here, or nothing. Told by `with_offer`; read without it, there is none."""
        return getattr(self, "offered_type", None) or ""

    @property
    def is_offered(self) -> bool:
        """Can it be asked online here?"""
        return bool(self.case_type_here)

    @property
    def shown_way(self) -> Way:
        """How it is done here: online when this portal takes the request, else as the sheet says."""
        return self.Way.ONLINE if self.is_offered else self.Way(self.way)

    @property
    def facts(self) -> dict[str, str]:
        """What the sheet tells today, by field, as plain text."""
        return told_facts(self.sheet, self.summary)

    def neighbours(self, body: Body) -> "Neighbours":
        """What comes before and after on this body's portal, each with the reason, in the order of the sheet."""
        first, after = self.sheet.first, self.sheet.next
        wanted = [step.slug for step in (*after, *filter(None, [first]))]
        known = {found.slug: found for found in Procedure.objects.shown_on(body).filter(slug__in=wanted)}
        return Neighbours(
            first=(known[first.slug], first.why) if first and first.slug in known else None,
            after=[(known[step.slug], step.why) for step in after if step.slug in known],
        )


@dataclass(frozen=True)
class Neighbours:
    """The procedure to do before another, and those that often follow, with the reasons."""

    first: tuple[Procedure, str] | None
    after: Sequence[tuple[Procedure, str]]


FACT_NAMES = {
    "summary": _("Résumé"),
    "who": _("Qui"),
    "cost": _("Prix"),
    "delay": _("Délai"),
    "deadline": _("À faire"),
    "validity": _("Valable"),
    "online": _("En ligne"),
    "counter": _("Sur place"),
    "post": _("Par courrier"),
    "papers": _("Papiers"),
    "steps": _("Comment ça se passe"),
    "filling": _("Pour remplir le formulaire"),
    "forms": _("Formulaires"),
    "advice": _("Bon à savoir"),
    "links": _("Liens"),
    "first": _("À faire d’abord"),
    "next": _("Et ensuite"),
    "desk": _("Au guichet"),
}


@dataclass(frozen=True)
class LocalWords:
    """A town's own words as a portal shows them; an empty one is not said."""

    where: str
    when: str
    whom: str
    price: str
    note: str


class LocalSheetQuerySet(models.QuerySet["LocalSheet"]):
    def of_portal(self, body: Body) -> "LocalSheetQuerySet":
        """Those of this body and of the intercommunal body it belongs to."""
        return self.filter(models.Q(body=body) | models.Q(body=body.member_of_id))

    def on_portal(self, body: Body, procedure: Procedure) -> "LocalWords | None":
        """What a resident of this portal reads beside the sheet: each of the body's own words before the intercommunal one."""
        found = sorted(self.of_portal(body).filter(procedure=procedure), key=lambda local: local.body_id != body.pk)
        if not found:
            return None
        told = {field.name: [getattr(local, field.name) for local in found] for field in fields(LocalWords)}
        return LocalWords(**{name: next(filter(None, words), "") for name, words in told.items()})


class LocalSheet(models.Model):
    """What a town says of a procedure in its own words. Loading the catalogue never touches it.

    `seen` holds the facts of the national sheet when the town wrote, so that its editor sees what moved since.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="local_sheets", verbose_name=_("démarche"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="local_sheets", verbose_name=_("collectivité"))
    where = models.CharField(_("où"), max_length=200, blank=True, help_text=_("Mairie, bureau 2, au rez-de-chaussée."))
    when = models.CharField(_("quand"), max_length=200, blank=True, help_text=_("Le mardi matin, sur rendez-vous."))
    whom = models.CharField(_("qui voir"), max_length=120, blank=True, help_text=_("Manon, à l’accueil."))
    price = models.CharField(_("prix ici"), max_length=120, blank=True, help_text=_("Remplace le prix de la fiche."))
    note = models.TextField(_("à savoir ici"), max_length=600, blank=True)
    is_hidden = models.BooleanField(
        _("cachée"),
        default=False,
        help_text=_("La démarche n’existe pas ici : ni dans les listes, ni par la recherche."),
    )
    seen = models.JSONField(default=dict, editable=False)

    objects: ClassVar[LocalSheetQuerySet] = LocalSheetQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("fiche adaptée")
        verbose_name_plural = _("fiches adaptées")
        constraints = [models.UniqueConstraint(fields=["procedure", "body"], name="local_sheet_once")]

    def __str__(self) -> str:
        return f"{self.procedure.short_title}, {self.body.short_name}"

    @property
    def moves(self) -> list[Move]:
        """What the national sheet says otherwise since these words were written."""
        return moved(self.seen, self.procedure.facts)

    @property
    def named_moves(self) -> list[tuple[str, Move]]:
        """The same, each with the name of its field as an editor knows it."""
        return [(str(FACT_NAMES[move.field]), move) for move in self.moves]


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
