"""The agenda: what takes place in the town, once or again and again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from guichet.content.agenda_rules import SHORTEST_MONTH, Fault, Repeat, Rule, faults
from guichet.content.blocks import article_blocks
from guichet.content.models.associations import AssociationPage
from guichet.content.models.pages import TownPage, picture_field
from guichet.kit.dates import now, paris_date


class EventTheme(models.TextChoices):
    PARTY = "fetes", _("Fêtes")
    MARKET = "marche", _("Marchés et ventes")
    SPORT = "sport", _("Sport")
    CULTURE = "culture", _("Culture")
    COUNCIL = "conseil", _("Conseil municipal")
    SOLIDARITY = "solidarite", _("Solidarité")
    CHILDREN = "enfants", _("Enfants")
    ELDERS = "aines", _("Aînés")
    COUNTER = "services", _("Services et permanences")
    NATURE = "nature", _("Nature et promenades")


REPEATS = (
    (Repeat.NONE.value, _("une seule fois")),
    (Repeat.WEEKLY.value, _("chaque semaine, le même jour")),
    (Repeat.FORTNIGHTLY.value, _("une semaine sur deux, le même jour")),
    (Repeat.MONTHLY_BY_DATE.value, _("chaque mois, à la même date (le 12)")),
    (Repeat.MONTHLY_BY_WEEKDAY.value, _("chaque mois, le même jour (le 2e samedi)")),
)

# The field that a fault is shown beside, and what it says.
FAULTS: Mapping[Fault, tuple[str, Any]] = {
    Fault.END_WITHOUT_START: ("ends_at", _("Donnez d’abord l’heure de début, ou effacez celle de fin.")),
    Fault.ENDS_BEFORE: (
        "ends_at",
        _("La fin vient avant le début. Si l’événement finit le lendemain, donnez aussi le jour de fin."),
    ),
    Fault.UNTIL_ALONE: ("until", _("Cet événement n’a lieu qu’une fois : effacez cette date, ou dites qu’il revient.")),
    Fault.UNTIL_BEFORE: ("until", _("Cette date vient avant le premier jour.")),
    Fault.MEETS_ITSELF: ("ends_on", _("Il reviendrait avant d’être fini. Raccourcissez-le, ou espacez ses retours.")),
    Fault.NOT_ITS_DAY: (
        "cancelled_days",
        _("Un des jours annulés n’est pas un jour de l’événement. Vérifiez les dates."),
    ),
}


class CancelledDayBlock(blocks.StructBlock):
    day = blocks.DateBlock(label=_("jour"))
    reason = blocks.CharBlock(label=_("pourquoi"), max_length=120, help_text=_("Jour férié, salle en travaux…"))

    class Meta:
        icon = "cross"
        label = _("Jour annulé")


class AgendaPage(TownPage):
    """What is coming, at /agenda/."""

    intro = models.CharField(_("chapeau"), max_length=300, blank=True)

    max_count_per_parent = 1
    parent_page_types = ("content.HomePage",)
    subpage_types = ("content.EventPage",)
    content_panels = (*Page.content_panels, FieldPanel("intro"))

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")


@dataclass(frozen=True)
class ListedEvent:
    """What a list, a feed or a calendar says of an event: a page of Wagtail costs twenty times as much to make."""

    pk: int
    title: str
    intro: str
    theme: str
    place: str
    address: str
    url_path: str
    rule: Rule
    published_at: datetime
    changed_at: datetime

    @property
    def theme_words(self) -> str:
        return str(EventTheme(self.theme).label)


_RULE = ("starts_on", "starts_at", "ends_on", "ends_at", "repeat", "until", "called_off")
_SAID = ("pk", "title", "intro", "theme", "place", "address", "url_path", "published_at", "changed_at")


class EventQuerySet(PageQuerySet):
    def touching(self, first: date, last: date | None = None) -> "EventQuerySet":
        """Those that may have a day from `first` to `last`: the rule of each decides."""
        long_one = first - SHORTEST_MONTH  # what comes back is shorter than that
        once = Q(repeat=Repeat.NONE) & (Q(starts_on__gte=first) | Q(ends_on__gte=first))
        again = ~Q(repeat=Repeat.NONE) & (Q(until=None) | Q(until__gte=long_one))
        begun = Q(starts_on__lte=last) if last else Q()
        found: EventQuerySet = self.filter(once | again, begun)
        return found

    def listed(self) -> Iterator[ListedEvent]:
        """Each as lists show it, in the order of the query."""
        rows = self.annotate(
            days=Cast("cancelled_days", TextField()),
            published_at=Coalesce("first_published_at", "latest_revision_created_at", Value(now())),
            changed_at=Coalesce("last_published_at", "latest_revision_created_at", Value(now())),
        ).values(*_SAID, *_RULE, "days")
        for row in rows:
            days = [one["value"] for one in json.loads(row["days"] or "[]")]
            rule = _rule({name: row[name] for name in _RULE}, ((_day(one), one["reason"]) for one in days))
            yield ListedEvent(**{name: row[name] for name in _SAID}, rule=rule)


def _day(value: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(value["day"]) if value["day"] else None


def _rule(said: Mapping[str, Any], cancelled: Iterable[tuple[date | None, str]]) -> Rule:
    repeat = Repeat(said["repeat"])
    return Rule(**{**said, "repeat": repeat}, cancelled={day: reason for day, reason in cancelled if day})


class EventPage(TownPage):
    """An event; its days are those of its `rule`."""

    intro = models.CharField(_("l’essentiel"), max_length=300, help_text=_("Ce qui se passe, en une ou deux phrases."))
    theme = models.CharField(_("thème"), max_length=12, choices=EventTheme)
    starts_on = models.DateField(_("jour"), db_index=True)
    starts_at = models.TimeField(_("heure"), null=True, blank=True, help_text=_("Vide : toute la journée."))
    ends_on = models.DateField(
        _("jour de fin"), null=True, blank=True, help_text=_("S’il dure plusieurs jours, ou finit après minuit.")
    )
    ends_at = models.TimeField(_("heure de fin"), null=True, blank=True)
    repeat = models.CharField(_("revient"), max_length=16, choices=REPEATS, default=Repeat.NONE.value)
    until = models.DateField(_("jusqu’au"), null=True, blank=True, help_text=_("Vide : jusqu’à nouvel ordre."))
    cancelled_days = StreamField(
        [("cancelled", CancelledDayBlock())],
        verbose_name=_("jours annulés"),
        blank=True,
        help_text=_("Les autres jours restent. Le jour annulé est montré barré, avec la raison."),
    )
    called_off = models.CharField(
        _("tout est annulé"),
        max_length=120,
        blank=True,
        help_text=_("Écrivez pourquoi : tous les jours sont alors annoncés annulés. Vide : il a lieu."),
    )
    place = models.CharField(_("lieu"), max_length=120, help_text=_("Salle des fêtes, place de la Mairie…"))
    address = models.CharField(_("adresse"), max_length=160, blank=True)
    organiser = models.CharField(_("organisé par"), max_length=120, blank=True)
    association = models.ForeignKey(
        "content.AssociationPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("ou une association de l’annuaire"),
    )
    price = models.CharField(_("prix"), max_length=120, blank=True, help_text=_("Gratuit ; 5 €, 3 € pour les enfants…"))
    booking = models.CharField(_("réservation"), max_length=160, blank=True, help_text=_("À l’accueil, avant le 10…"))
    booking_url = models.URLField(_("adresse pour réserver"), blank=True)
    picture = picture_field()
    content = StreamField(article_blocks(), verbose_name=_("contenu"), blank=True)

    objects = PageManager.from_queryset(EventQuerySet)()
    told = ("intro", "place", "address", "organiser", "content")
    parent_page_types = ("content.AgendaPage",)
    subpage_types = ()
    content_panels = (
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("theme"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_at")]),
                FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("repeat"), FieldPanel("until")]),
            ],
            heading=_("Quand"),
        ),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("address")], heading=_("Où")),
        MultiFieldPanel([FieldPanel("organiser"), FieldPanel("association")], heading=_("Qui")),
        MultiFieldPanel(
            [FieldPanel("price"), FieldPanel("booking"), FieldPanel("booking_url")], heading=_("Prix et réservation")
        ),
        FieldPanel("picture"),
        FieldPanel("content"),
        MultiFieldPanel([FieldPanel("cancelled_days"), FieldPanel("called_off")], heading=_("Annulations")),
    )

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")

    @property
    def rule(self) -> Rule:
        days = [block.value for block in self.cancelled_days]
        return _rule({name: getattr(self, name) for name in _RULE}, ((one["day"], one["reason"]) for one in days))

    @property
    def shown_association(self) -> AssociationPage | None:
        """The association that organises it, when this site shows it."""
        found = self.association
        return found if found is not None and found.live and found.site_path == self.site_path else None

    @property
    def is_searched(self) -> bool:
        """Until it is over; what was called off is still looked for."""
        rule = self.rule
        last = rule.until if rule.repeat != Repeat.NONE else rule.starts_on
        return last is None or last + rule.length >= paris_date(now())

    @property
    def search_names(self) -> tuple[str, ...]:
        return (self.place, str(EventTheme(self.theme).label))

    def clean(self) -> None:
        super().clean()
        if self.starts_on is None:
            return  # the form asks for it
        if found := faults(self.rule):
            told: dict[str, list[Any]] = {}
            for field, sentence in (FAULTS[fault] for fault in found):
                told.setdefault(field, []).append(sentence)
            raise ValidationError(told)
