"""The pages that editors write, as the kiosk shows them: one column, large, nothing that leads away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from guichet.communes.models import Body
from guichet.content.faces import Face, shows
from guichet.content.legal_words import online_since, until_in_words
from guichet.content.models import ArticlePage, HomePage, LegalNotice, NewsIndexPage, NewsPage, SectionPage, TextPage
from guichet.content.reading import blocks_of

MOST_LISTED = 8


@shows(Face.KIOSK, HomePage)
def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    sections = SectionPage.objects.child_of(page).live().order_by("path") if page.pk else []
    return shown(request, "kiosk/pages/home.html", page=page, sections=sections)


@shows(Face.KIOSK, TextPage)
def text(request: HttpRequest, page: TextPage) -> HttpResponse:
    return shown(request, "kiosk/pages/article.html", page=page, blocks=[{"kind": "text", "value": page.text}])


@shows(Face.KIOSK, SectionPage)
def section(request: HttpRequest, page: SectionPage) -> HttpResponse:
    articles = ArticlePage.objects.child_of(page).live().order_by("path") if page.pk else []
    return shown(request, "kiosk/pages/list.html", page=page, lines=[_line(one) for one in articles[:MOST_LISTED]])


@shows(Face.KIOSK, NewsIndexPage)
def news_index(request: HttpRequest, page: NewsIndexPage) -> HttpResponse:
    news = NewsPage.objects.child_of(page).live().order_by("-day", "-pk") if page.pk else []
    return shown(request, "kiosk/pages/list.html", page=page, lines=[_line(one) for one in news[:MOST_LISTED]])


@shows(Face.KIOSK, ArticlePage, NewsPage)
def article(request: HttpRequest, page: ArticlePage | NewsPage) -> HttpResponse:
    return shown(request, "kiosk/pages/article.html", page=page, blocks=blocks_of(page.content, town_of(request)))


@shows(Face.KIOSK, LegalNotice)
def notice(request: HttpRequest, found: LegalNotice) -> HttpResponse:
    since = online_since(found) if found.posted_at else ""
    return shown(request, "kiosk/pages/notice.html", notice=found, since=since, until=until_in_words(found))


def _line(page: ArticlePage | NewsPage) -> dict[str, Any]:
    return {"title": page.title, "intro": page.intro, "day": getattr(page, "day", None)}


def town_of(request: HttpRequest) -> Body:
    town: Body = request.town  # type: ignore[attr-defined]  # put there by KnownHost
    return town


def shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of the kiosk; nobody keeps it."""
    answer = HttpResponse(render_to_string(template, {"town": town_of(request), **context}, request))
    answer.headers["Cache-Control"] = "no-store"
    return answer
