"""The pages that editors write, as the kiosk shows them: large, turned over by whole pages, no link in a sentence."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Page

from guichet.content.faces import Face, shows
from guichet.content.legal_words import online_since, until_in_words
from guichet.content.models import ArticlePage, HomePage, LegalNotice, NewsIndexPage, NewsPage, SectionPage, TextPage
from guichet.content.reading import blocks_of
from guichet.kiosk.frame import page as framed
from guichet.kiosk.frame import suite, town_of
from guichet.kiosk.places import home_of, written_url
from guichet.kiosk.written_links import for_the_kiosk
from guichet.kit.dates import day_in_words

LINES, LOW_LINES = 6, 3


@shows(Face.KIOSK, HomePage)
def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    sections = SectionPage.objects.child_of(page).live().order_by("path") if page.pk else []
    return shown(request, "kiosk/pages/home.html", page, sections=sections)


@shows(Face.KIOSK, TextPage)
def text(request: HttpRequest, page: TextPage) -> HttpResponse:
    return shown(request, "kiosk/pages/article.html", page, blocks=[{"kind": "text", "value": page.text}])


@shows(Face.KIOSK, SectionPage)
def section(request: HttpRequest, page: SectionPage) -> HttpResponse:
    articles = ArticlePage.objects.child_of(page).live().order_by("path") if page.pk else ()
    return listed(request, page, [line_of(request, one, one.intro) for one in articles])


@shows(Face.KIOSK, NewsIndexPage)
def news_index(request: HttpRequest, page: NewsIndexPage) -> HttpResponse:
    news = NewsPage.objects.child_of(page).live().order_by("-day", "-pk") if page.pk else ()
    return listed(request, page, [line_of(request, one, day_in_words(one.day)) for one in news])


@shows(Face.KIOSK, ArticlePage, NewsPage)
def article(request: HttpRequest, page: ArticlePage | NewsPage) -> HttpResponse:
    return shown(request, "kiosk/pages/article.html", page, blocks=blocks_of(page.content, town_of(request)))


@shows(Face.KIOSK, LegalNotice)
def notice(request: HttpRequest, found: LegalNotice) -> HttpResponse:
    since = online_since(found) if found.posted_at else ""
    context = {"notice": found, "since": since, "until": until_in_words(found)}
    web_url = reverse("portal:legal-notice", args=[found.reference]) if found.reference else ""
    return framed(request, "kiosk/pages/notice.html", context, web_url=web_url, back_url=reverse("kiosk:legal"))


def line_of(request: HttpRequest, page: Page, note: str) -> dict[str, str]:
    """A page in a list, with its address at the kiosk."""
    return {"name": page.title, "note": note, "url": written_url(page, home_of(town_of(request)))}


def listed(request: HttpRequest, page: Page, lines: Sequence[dict[str, Any]]) -> HttpResponse:
    """A page that lists others, turned over by whole pages."""
    turned = suite(request, lines, LINES, LOW_LINES)
    return shown(request, "kiosk/pages/list.html", page, lines=turned.items, suite=turned)


def shown(request: HttpRequest, template: str, page: Page, **context: Any) -> HttpResponse:
    """A written page with the way back to what lists it, and its address on the portal."""
    if "blocks" in context:
        context["blocks"] = list(for_the_kiosk(request, context["blocks"]))
    home = home_of(town_of(request))
    root = home.url_path if home else "/"
    path = (page.url_path or root).removeprefix(root)
    above = path.rstrip("/").rpartition("/")[0]
    back = reverse("kiosk:written", args=[f"{above}/"]) if above else reverse("kiosk:town-life")
    return framed(request, template, {"page": page, **context}, web_url=f"/{path}", back_url=back)
