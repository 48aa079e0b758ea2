"""The directory of the associations: what each does, for whom, when, and whom to call."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from guichet.content.blocks import article_blocks
from guichet.content.models.pages import TownPage, picture_field
from guichet.kit.dates import DAYS


class AssociationTheme(models.TextChoices):
    SPORT = "sport", _("Sport")
    CULTURE = "culture", _("Culture")
    SOLIDARITY = "entraide", _("Entraide")
    YOUTH = "jeunesse", _("Jeunesse")
    ELDERS = "aines", _("Aînés")
    HERITAGE = "patrimoine", _("Patrimoine et nature")
    SCHOOL = "parents", _("Parents d’élèves")
    LEISURE = "loisirs", _("Loisirs et fêtes")
    MEMORY = "memoire", _("Mémoire")
    TRADE = "commerce", _("Commerce et métiers")


class Public(models.TextChoices):
    EVERYBODY = "tous", _("Tout le monde")
    CHILDREN = "enfants", _("Enfants")
    TEENAGERS = "adolescents", _("Adolescents")
    ADULTS = "adultes", _("Adultes")
    ELDERS = "aines", _("Aînés")


class PublicsField(models.JSONField):
    """Several of `Public`, ticked."""

    def formfield(self, **_kwargs: Any) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            choices=Public.choices,
            widget=forms.CheckboxSelectMultiple,
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
        )

    def deconstruct(self) -> Any:
        """A migration keeps what the database sees: the field of Django."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class MeetingBlock(blocks.StructBlock):
    """One line of the schedule."""

    day = blocks.ChoiceBlock(label=_("jour"), choices=[(day, _(day)) for day in DAYS])
    hours = blocks.CharBlock(label=_("heures"), max_length=60, help_text=_("18 h à 19 h 30"))
    what = blocks.CharBlock(label=_("quoi"), max_length=100, required=False, help_text=_("débutants, 6 à 9 ans…"))

    class Meta:
        icon = "time"
        label = _("Rendez-vous de la semaine")


class DirectoryPage(TownPage):
    """The list of the associations, at /associations/."""

    intro = models.CharField(_("chapeau"), max_length=300, blank=True)

    max_count_per_parent = 1
    parent_page_types = ("content.HomePage",)
    subpage_types = ("content.AssociationPage",)
    content_panels = (*Page.content_panels, FieldPanel("intro"))

    class Meta:
        verbose_name = _("annuaire des associations")
        verbose_name_plural = _("annuaires des associations")


def public_labels(publics: Iterable[str]) -> list[str]:
    """For whom, in the order of the list; what the list no longer has is left out."""
    return [str(one.label) for one in Public if one.value in publics]


@dataclass(frozen=True)
class ListedAssociation:
    """What the directory says of an association, without the cost of a page of Wagtail."""

    pk: int
    title: str
    url_path: str
    theme: str
    publics: list[str]
    purpose: str
    place: str
    picture_id: int | None

    @property
    def theme_words(self) -> str:
        return str(AssociationTheme(self.theme).label)

    @property
    def public_labels(self) -> list[str]:
        return public_labels(self.publics)


class AssociationQuerySet(PageQuerySet):
    def listed(self) -> Iterator[ListedAssociation]:
        """Each as the directory shows it, in the order of the query."""
        for row in self.values(*(one.name for one in fields(ListedAssociation))):
            yield ListedAssociation(**row)


class AssociationPage(TownPage):
    """An association: its telephone and e-mail are those it asked the town to show."""

    theme = models.CharField(_("thème"), max_length=12, choices=AssociationTheme)
    publics = PublicsField(_("pour qui"), default=list)
    purpose = models.CharField(_("ce qu’elle fait"), max_length=300, help_text=_("Une ou deux phrases simples."))
    place = models.CharField(_("lieu"), max_length=160, blank=True, help_text=_("Salle, rue : là où l’on vient."))
    schedule = StreamField([("meeting", MeetingBlock())], verbose_name=_("horaires"), blank=True, max_num=20)
    price = models.CharField(_("prix"), max_length=120, blank=True, help_text=_("Gratuit ; 30 € par an…"))
    contact_name = models.CharField(_("personne à contacter"), max_length=80, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    website = models.URLField(_("site"), blank=True)
    picture = picture_field()
    content = StreamField(article_blocks(), verbose_name=_("pour en dire plus"), blank=True)

    objects = PageManager.from_queryset(AssociationQuerySet)()
    told = ("purpose", "place", "contact_name", "schedule", "content")
    parent_page_types = ("content.DirectoryPage",)
    subpage_types = ()
    content_panels = (
        *Page.content_panels,
        FieldPanel("theme"),
        FieldPanel("publics"),
        FieldPanel("purpose"),
        FieldPanel("place"),
        FieldPanel("schedule"),
        FieldPanel("price"),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("phone"), FieldPanel("email"), FieldPanel("website")],
            heading=_("Contact"),
            help_text=_("Tout le monde lira ces lignes : n’écrivez que ce que l’association a demandé de montrer."),
        ),
        FieldPanel("picture"),
        FieldPanel("content"),
    )

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")

    @property
    def lead_words(self) -> str:
        return self.purpose

    @property
    def public_labels(self) -> list[str]:
        return public_labels(self.publics)

    @property
    def search_names(self) -> tuple[str, ...]:
        return (str(AssociationTheme(self.theme).label), *self.public_labels, gettext("association"), gettext("club"))
