"""The directory of the associations, and each of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.images.models import Image

from guichet.content.agenda import Dated, changes_at, happening, still_ahead
from guichet.content.faces import Face, shows
from guichet.content.models import (
    AssociationPage,
    AssociationTheme,
    DirectoryPage,
    EventPage,
    ListedAssociation,
    Public,
)
from guichet.kit.dates import now, paris_date
from guichet.kit.words import clean, fold, words
from guichet.portal.agenda import LOOKED_AHEAD_AT_HOME, line_from
from guichet.portal.facets import Facet, address, turned
from guichet.portal.frame import town_of
from guichet.portal.paths import path_of
from guichet.portal.structured import association_data
from guichet.portal.views.written import written_page
from guichet.portal.written import lines_of

ON_A_PAGE = 24
LONGEST_SEARCH = 80
EVENTS_SHOWN = 4
PICTURE = "fill-480x270|format-webp"  # as the list shows it
THEMES = Facet("theme", dict(AssociationTheme.choices))
PUBLICS = Facet("pour", dict(Public.choices))


@shows(Face.PORTAL, DirectoryPage)
def directory(request: HttpRequest, page: DirectoryPage) -> HttpResponse:
    """The associations, by theme, by public and by words; each filter counts what the others leave."""
    given = request.GET.dict()
    asked = {
        "q": clean(given.get("q", ""))[:LONGEST_SEARCH],
        THEMES.name: THEMES.chosen(given),
        PUBLICS.name: PUBLICS.chosen(given),
    }
    everything = _associations(page)
    said = [one for one in everything if _says(one, asked["q"])]
    of_theme = [one for one in said if asked["theme"] in {"", one.theme}]
    of_public = [one for one in said if _is_for(one, asked["pour"])]
    found = [one for one in of_theme if _is_for(one, asked["pour"])]
    pages = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    pictures = _pictures(pages.object_list)
    return written_page(
        request,
        "portal/pages/directory.html",
        page,
        associations=[_line(one, pictures) for one in pages.object_list],
        is_empty=not everything,
        themes=THEMES.links((one.theme for one in of_public), asked),
        publics=PUBLICS.links((public for one in of_theme for public in one.publics), asked),
        asked=asked,
        kept={name: asked[name] for name in (THEMES.name, PUBLICS.name)},
        all_url=address({}),
        words=_words_of(pages.paginator.count),
        **turned(pages, asked),
    )


@shows(Face.PORTAL, AssociationPage)
def association(request: HttpRequest, page: AssociationPage) -> HttpResponse:
    """One association: what, for whom, when, where, whom to call, and what it organises soon."""
    at = now()
    coming = _coming(page, at)
    meetings = [block.value for block in page.schedule]
    return written_page(
        request,
        "portal/pages/association.html",
        page,
        facts=_facts(page),
        meetings=[{"day": capfirst(one["day"]), "hours": one["hours"], "what": one["what"]} for one in meetings],
        coming=[line_from(one, paris_date(at)) for one in coming[:EVENTS_SHOWN]],
        until=changes_at(coming, at),
        blocks=lines_of(page.content, town_of(request)),
        data=association_data(town_of(request), page),
    )


def _associations(page: DirectoryPage) -> list[ListedAssociation]:
    """In the order of the alphabet, accents left aside."""
    if not page.pk:
        return []
    found = AssociationPage.objects.child_of(page).live().listed()
    return sorted(found, key=lambda one: (fold(one.title), one.pk))


def _says(page: ListedAssociation, text: str) -> bool:
    """Each word typed begins a word of what the list says about it."""
    typed = words(text)
    if not typed:
        return True
    known = words(" ".join((page.title, page.purpose, page.place, page.theme_words, *page.public_labels)))
    return all(any(word.startswith(one) for word in known) for one in typed)


def _is_for(page: ListedAssociation, public: str) -> bool:
    return not public or public in page.publics


def _pictures(shown: Iterable[ListedAssociation]) -> dict[int, Image]:
    """Those of a page of the list, with what the list draws of them."""
    chosen = {one.picture_id for one in shown if one.picture_id}
    return Image.objects.prefetch_renditions(PICTURE).in_bulk(chosen) if chosen else {}


def _line(page: ListedAssociation, pictures: Mapping[int, Image]) -> dict[str, Any]:
    return {
        "url": path_of(page),
        "title": page.title,
        "intro": page.purpose,
        "theme": page.theme_words,
        "picture": pictures.get(page.picture_id or 0),
    }


def _facts(page: AssociationPage) -> list[dict[str, str]]:
    facts = [("users", _("Pour qui"), ", ".join(page.public_labels)), ("map-pin", _("Où"), page.place)]
    facts.append(("currency-euro", _("Prix"), page.price))
    return [{"icon": icon, "term": term, "value": value} for icon, term, value in facts if value]


def _coming(page: AssociationPage, at: datetime) -> list[Dated]:
    """What it organises in the next months, on this site."""
    if not page.pk:
        return []
    today = paris_date(at)
    last = today + LOOKED_AHEAD_AT_HOME
    events = EventPage.objects.filter(association=page, path__startswith=page.site_path).live()
    return still_ahead(happening(events.touching(today, last).listed(), today, last), at)


def _words_of(count: int) -> str:
    return ngettext("%(n)s association", "%(n)s associations", count) % {"n": count} if count else ""
