"""The pages that editors write, as the portal shows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from guichet.content.faces import Face, shows
from guichet.content.models import ArticlePage, HomePage, NewsIndexPage, NewsPage, SectionPage, TextPage, TownPage
from guichet.portal.facets import turned
from guichet.portal.frame import page as framed
from guichet.portal.frame import town_of
from guichet.portal.paths import path_of
from guichet.portal.structured import news_data
from guichet.portal.welcome import unbroken, welcome
from guichet.portal.written import LATEST_FIRST, lines_of, news_lines, top_slug, town_life

NEWS_ON_A_PAGE = 10


@shows(Face.PORTAL, HomePage)
def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    below = welcome(request)
    life = town_life(town_of(request), page)
    marks = [mark for mark in (below["changes_at"], life.get("changes_at")) if mark is not None]
    words = {
        "page": page,
        **life,
        "greeting": unbroken(page.greeting.replace(", ", ",\n", 1)),
        "placeholder": _("Exemple : %(words)s") % {"words": page.example},
    }
    return framed(request, "portal/home.html", {**below, **words}, until=min(marks, default=None))


@shows(Face.PORTAL, TextPage)
def text(request: HttpRequest, page: TextPage) -> HttpResponse:
    return written_page(request, "portal/text.html", page)


@shows(Face.PORTAL, SectionPage)
def section(request: HttpRequest, page: SectionPage) -> HttpResponse:
    articles = ArticlePage.objects.child_of(page).live().select_related("picture").order_by("path")
    return written_page(request, "portal/pages/section.html", page, articles=_lines(articles))


@shows(Face.PORTAL, ArticlePage)
def article(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    beside = ArticlePage.objects.sibling_of(page, inclusive=False) if page.pk else ArticlePage.objects.none()
    others = beside.live().select_related("picture").order_by("path")
    return written_page(
        request,
        "portal/pages/article.html",
        page,
        blocks=lines_of(page.content, town_of(request)),
        others=_lines(others),
    )


@shows(Face.PORTAL, NewsIndexPage)
def news_index(request: HttpRequest, page: NewsIndexPage) -> HttpResponse:
    found = NewsPage.objects.child_of(page).live().select_related("picture").order_by(*LATEST_FIRST)
    pages = Paginator(found, NEWS_ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return written_page(
        request,
        "portal/pages/news_index.html",
        page,
        news=news_lines(shown.object_list),
        words=_words_of(shown.paginator.count),
        feed_url=reverse("portal:news-feed"),
        **turned(shown, {}),
    )


@shows(Face.PORTAL, NewsPage)
def news(request: HttpRequest, page: NewsPage) -> HttpResponse:
    town = town_of(request)
    blocks, data = lines_of(page.content, town), news_data(town, page)
    return written_page(request, "portal/pages/news.html", page, blocks=blocks, data=data)


def _lines(articles: Iterable[ArticlePage]) -> list[dict[str, Any]]:
    return [{"url": path_of(one), "title": one.title, "intro": one.intro, "picture": one.picture} for one in articles]


def _words_of(count: int) -> str:
    return ngettext("%(n)s actualité", "%(n)s actualités", count) % {"n": count} if count else ""


def written_page(
    request: HttpRequest, template: str, page: TownPage, *, until: datetime | None = None, **context: Any
) -> HttpResponse:
    """A page below the home page, with the way that leads to it; true until it expires, or sooner."""
    shown = {"page": page, "crumbs": _crumbs(page), **context}
    ends = min((mark for mark in (page.expire_at, until) if mark is not None), default=None)
    return framed(request, template, shown, section=top_slug(page), until=ends)


def _crumbs(page: TownPage) -> Sequence[dict[str, str]]:
    above = page.get_ancestors().filter(depth__gt=2) if page.depth and page.depth > 3 else Page.objects.none()
    between = [{"text": parent.title, "url": path_of(parent)} for parent in above]
    return [{"text": _("Accueil"), "url": "/"}, *between, {"text": page.title}]
