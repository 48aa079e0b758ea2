"""News: what just changed in the town."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from guichet.content.blocks import article_blocks
from guichet.content.models.pages import TownPage, picture_field
from guichet.kit.dates import now, paris_date


def today() -> date:
    return paris_date(now())


class NewsIndexPage(TownPage):
    """The list of the news, at /actualites/."""

    intro = models.CharField(_("chapeau"), max_length=300, blank=True)

    max_count_per_parent = 1
    parent_page_types = ("content.HomePage",)
    subpage_types = ("content.NewsPage",)
    content_panels = (*Page.content_panels, FieldPanel("intro"))

    class Meta:
        verbose_name = _("actualités")
        verbose_name_plural = _("actualités")


class NewsPage(TownPage):
    """A piece of news, with its day; it leaves by itself when it expires (`expire_at`)."""

    day = models.DateField(_("date"), default=today)
    intro = models.CharField(_("l’essentiel"), max_length=300, help_text=_("Ce qui change, où, à partir de quand."))
    picture = picture_field()
    content = StreamField(article_blocks(), verbose_name=_("contenu"), blank=True)

    told = ("content",)
    parent_page_types = ("content.NewsIndexPage",)
    subpage_types = ()
    content_panels = (
        *Page.content_panels,
        FieldPanel("day"),
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("content"),
    )

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")
