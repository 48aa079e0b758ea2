"""The links that editors wrote, at the kiosk: a link in a sentence is no target for a finger, and nothing may lead away.

The words stay in the text; each link becomes a line below it, which leads to the kiosk's own page or to a site it opens.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.templatetags.wagtailcore_tags import richtext

from guichet.devices.models import KioskSession
from guichet.devices.telling import opens_site
from guichet.kiosk.frame import town_of
from guichet.kiosk.guard import PATH
from guichet.kiosk.places import home_of, written_url

# As Wagtail writes a link: it holds no other.
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'\bhref="([^"]*)"')
# The portal's places that the kiosk has at the same address below its own.
_ALIKE = re.compile(
    r"/(?:demarches/[\w-]+|affichage-legal(?:/[\w-]+)?|(?:services-publics|services-en-ligne|formulaires|simulateurs)(?:/[\w-]+)?)/"
)


def for_the_kiosk(request: HttpRequest, blocks: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The blocks of a page; each text without its links, which follow as `lines`; links as `lines` too."""
    for block in blocks:
        if block["kind"] == "text":
            html = str(richtext(block["value"]))
            found = [(_address(within), strip_tags(words)) for within, words in _LINK.findall(html)]
            yield {"kind": "text", "value": mark_safe(_LINK.sub(r"\2", html))}  # noqa: S308 cleaned by Wagtail, less its links
        elif block["kind"] == "links":
            found = [(link["url"], link["text"]) for link in block["value"]]
        else:
            yield block
            continue
        if lines := [line for url, words in found if (line := _line(request, url, words))]:
            yield {"kind": "lines", "value": lines}


def _address(attributes: str) -> str:
    found = _HREF.search(attributes)
    return unescape(found[1]) if found else ""


def _line(request: HttpRequest, url: str, words: str) -> dict[str, Any] | None:
    """Where the link leads from here; None for what the kiosk has not: a document, an e-mail, a site it does not open."""
    town, parts = town_of(request), urlsplit(url)
    if not url:
        return None
    if parts.scheme in {"", "http", "https"} and parts.hostname in {None, town.host}:
        here = _here(request, parts.path)
        return {"url": here, "name": words, "icon": "file-text"} if here else None
    passage: KioskSession | None = getattr(request, "passage", None)
    if parts.scheme != "https" or passage is None or not opens_site(passage.terminal, url):
        return None
    host = (parts.hostname or "").removeprefix("www.")
    note = _("Sur un autre site : %(host)s") % {"host": host}
    return {"url": url, "name": words, "note": note, "icon": "world", "outside": True, "whose": host}


def _here(request: HttpRequest, path: str) -> str:
    """The kiosk's address of a page of the site; nothing when it has none."""
    if _ALIKE.fullmatch(path):
        return f"{PATH}{path.removeprefix('/')}"
    home = home_of(town_of(request))
    if home is None:
        return ""
    wanted = f"{home.url_path}{path.removeprefix('/')}"
    found = Page.objects.live().descendant_of(home).filter(url_path=wanted).first()
    return written_url(found, home) if found else ""
