"""The portal's pages that editors write: the home page's welcome, and free pages of text."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from guichet.portal.frame import dated, frame
from guichet.portal.welcome import unbroken, welcome


class HomePage(Page):
    """The root of a body's site: its words of welcome. What stands below them is read from the rooms."""

    greeting = models.CharField(_("accueil"), max_length=80, default="Bonjour, que peut-on faire pour vous ?")
    lead = models.CharField(
        _("sous l’accueil"),
        max_length=160,
        default="Dites-le avec vos mots. On trouve la démarche, les papiers et la suite.",
    )
    example = models.CharField(_("exemple de recherche"), max_length=60, default="ma poubelle est cassée")
    help_title = models.CharField(_("titre de l’aide"), max_length=60, default="Quelqu’un pour vous aider")
    help_text = models.CharField(
        _("texte de l’aide"),
        max_length=240,
        default="Au comptoir ou par téléphone : nous faisons la démarche avec vous.",
    )

    template = "portal/home.html"
    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("portal.TextPage",)
    private_page_options = ()
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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = {
            "greeting": unbroken(self.greeting.replace(", ", ",\n", 1)),
            "placeholder": _("Exemple : %(words)s") % {"words": self.example},
        }
        return {**super().get_context(request), **frame(request), **welcome(request), **words}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: TemplateResponse = super().serve(request)
        return dated(request, response, until=(response.context_data or {})["changes_at"])


class TextPage(Page):
    """A page of text: accessibility, legal notice, personal data, or whatever a town wants to say."""

    intro = models.CharField(_("chapeau"), max_length=300, blank=True)
    text = RichTextField(_("texte"), features=["h2", "h3", "bold", "ol", "ul", "link"])

    template = "portal/text.html"
    parent_page_types = ("portal.HomePage", "portal.TextPage")
    subpage_types = ("portal.TextPage",)
    private_page_options = ()
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("text"))

    class Meta:
        verbose_name = _("page de texte")
        verbose_name_plural = _("pages de texte")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parents = self.get_ancestors().filter(depth__gt=2) if self.depth > 3 else []
        above = [{"text": parent.title, "url": parent.url} for parent in parents]
        crumbs = [{"text": _("Accueil"), "url": "/"}, *above, {"text": self.title}]
        return {**super().get_context(request), **frame(request, section=self.slug), "crumbs": crumbs}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return dated(request, super().serve(request))
