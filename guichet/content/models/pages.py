"""The page types of a town: home, sections, articles, pages of text. What they look like belongs to each face."""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from guichet.communes.models import Body
from guichet.content.blocks import TEXT_FEATURES, article_blocks, words_of
from guichet.content.faces import PREVIEW_SIZES, PREVIEWS, Face, shown
from guichet.content.forms import HOME_DEPTH, TownPageForm


class TownPage(Page):
    """What every page of a town has: the day its words are to be read again, and a preview on each face."""

    review_on = models.DateField(
        _("à relire le"),
        null=True,
        blank=True,
        help_text=_("Ce jour-là, la page rejoint la liste « Pages à relire ». Elle reste en ligne."),
    )

    told: ClassVar[Sequence[str]] = ()  # the columns that hold its text
    base_form_class = TownPageForm
    private_page_options = ()
    preview_modes = PREVIEWS
    preview_sizes = PREVIEW_SIZES
    settings_panels: ClassVar[list[Any]] = [*Page.settings_panels, FieldPanel("review_on")]

    class Meta:
        abstract = True

    @property
    def site_path(self) -> str:
        """The beginning of the tree's path of every page of its site."""
        return str(self.path[: HOME_DEPTH * self.steplen])

    @property
    def lead_words(self) -> str:
        """The sentence under the title, for lists and for the search."""
        return str(getattr(self, "intro", ""))

    @property
    def all_words(self) -> str:
        """What the page says, without its marks: what the search reads."""
        return " ".join(words_of(self._meta.get_field(name).value_from_object(self)) for name in self.told)

    @property
    def search_names(self) -> tuple[str, ...]:
        """What people also call it by, besides its title."""
        return ()

    @property
    def is_searched(self) -> bool:
        """Whether the search still gives it."""
        return True

    def get_url_parts(self, request: Any = None) -> Any:
        """As Wagtail says it, on the address at which this instance is reached: a site's row knows no such port."""
        parts = super().get_url_parts(request)
        if not parts or not parts[1]:
            return parts
        site, root, path = parts
        body = Body.objects.filter(host=urlsplit(root).hostname).first()
        return site, body.url if body is not None else root, path

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return shown(Face.PORTAL, request, self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        return shown(Face(mode_name or Face.PORTAL), request, self)


class HomePage(TownPage):
    """The root of a body's site: its words of welcome. What stands below them is read from the rooms."""

    greeting = models.CharField(_("accueil"), max_length=80, default=_("Bonjour, que peut-on faire pour vous ?"))
    lead = models.CharField(
        _("sous l’accueil"),
        max_length=160,
        default=_("Dites-le avec vos mots. On trouve la démarche, les papiers et la suite."),
    )
    example = models.CharField(_("exemple de recherche"), max_length=60, default=_("ma poubelle est cassée"))
    help_title = models.CharField(_("titre de l’aide"), max_length=60, default=_("Quelqu’un pour vous aider"))
    help_text = models.CharField(
        _("texte de l’aide"),
        max_length=240,
        default=_("Au comptoir ou par téléphone : nous faisons la démarche avec vous."),
    )

    parent_page_types = ("wagtailcore.Page",)
    content_panels = (
        *Page.content_panels,
        FieldPanel("greeting"),
        FieldPanel("lead"),
        FieldPanel("example"),
        FieldPanel("help_title"),
        FieldPanel("help_text"),
    )

    class Meta:
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")


class TextPage(TownPage):
    """A page of text: accessibility, legal notice, personal data, or whatever a town wants to say."""

    intro = models.CharField(_("chapeau"), max_length=300, blank=True)
    text = RichTextField(_("texte"), features=TEXT_FEATURES)

    told = ("text",)
    parent_page_types = ("content.HomePage", "content.TextPage")
    subpage_types = ("content.TextPage",)
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("text"))

    class Meta:
        verbose_name = _("page de texte")
        verbose_name_plural = _("pages de texte")


def picture_field() -> "models.ForeignKey[Any, Any]":
    """The picture at the head of a page: it decorates, so nothing is read aloud for it."""
    return models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
        help_text=_("En tête de la page et dans les listes. Elle décore : ce qu’il faut savoir est écrit à côté."),
    )


class Rubric(models.TextChoices):
    """The drawing of a section, one of those that the town already uses."""

    TOWN_HALL = "townhall", _("Mairie")
    FAMILY = "family", _("Famille")
    SCHOOL = "school", _("École")
    HOUSE = "house", _("Maison")
    HEALTH = "health", _("Santé")
    AGE = "age", _("Grand âge")
    WORKS = "works", _("Travaux")
    BIN = "bin", _("Déchets")
    MARKET = "market", _("Marché, vie locale")
    BUS = "bus", _("Transports")
    MAP = "map", _("Plan")
    JOB = "job", _("Emploi")


class SectionPage(TownPage):
    """A section (rubrique) of the site: what its articles have in common, then each of them."""

    intro = models.CharField(_("chapeau"), max_length=300)
    drawing = models.CharField(_("dessin"), max_length=12, choices=Rubric, default=Rubric.TOWN_HALL)

    parent_page_types = ("content.HomePage",)
    subpage_types = ("content.ArticlePage",)
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("drawing"))

    class Meta:
        verbose_name = _("rubrique")
        verbose_name_plural = _("rubriques")


class ArticlePage(TownPage):
    """An article of a section, made of blocks."""

    intro = models.CharField(_("chapeau"), max_length=300)
    picture = picture_field()
    content = StreamField(article_blocks(), verbose_name=_("contenu"))

    told = ("content",)
    parent_page_types = ("content.SectionPage",)
    subpage_types = ()
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("picture"), FieldPanel("content"))

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
