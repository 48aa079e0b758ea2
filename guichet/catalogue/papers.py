"""The cabinet sheet: a procedure on paper, with its note, its boxes to tick and the way back to the screen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from django.conf import settings
from django.utils.translation import gettext as _

from guichet.catalogue.addresses import sheet_page
from guichet.catalogue.models import LocalSheet, LocalWords, Procedure
from guichet.catalogue.rules import Paper, Sheet
from guichet.communes.models import Body
from guichet.communes.rules import week_in_words
from guichet.documents.pages import count_pages
from guichet.documents.rendering import qr_svg, render_pdf
from guichet.kit.dates import day_in_words
from guichet.ui.build import drawing

MOST_FACTS = 4
# Drawings are printed in greys that a black and white printer keeps apart: dark, middle, pale.
_DARK, _MIDDLE, _PALE = "#1b2933", "#6f7b84", "#d9dee2"
_GREYS = {
    _DARK: "brick-dark slate slate-dark green-dark bark",
    _MIDDLE: "brick brick-light green green-light honey sky skin-2 card card-dark ground cream-dark",
    _PALE: "slate-pale honey-light honey-pale sky-light pane linen skin-1",
    "#ffffff": "cream white",
}


@dataclass(frozen=True)
class Setting:
    """One way to set a sheet: its letters in points, what comes behind a page break or not, its pages at most."""

    letters: float
    turned: bool
    pages: int


# The first that keeps to its pages is taken, the last if none does.
_SETTINGS = (
    *(Setting(letters, turned=False, pages=1) for letters in (11.2, 10.4)),
    *(Setting(letters, turned=True, pages=2) for letters in (12, 11.2, 10.4, 9.8)),
)
_LARGE_SETTINGS = tuple(Setting(letters, turned=False, pages=2) for letters in (18, 17, 16, 15))
# By the digest of its words, how a sheet was set: trying costs several settings, and only the first time.
_found: dict[bytes, Setting] = {}
MOST_FOUND = 10_000  # the sheets of fifty towns, some 2 MB


def sheet_pdf(procedure: Procedure, *, body: Body, large: bool = False) -> bytes:
    """The sheet as a tagged PDF, one page or two; `large` in letters of 15 to 18 points, without what the screen can say later."""
    words = sheet_words(procedure, body=body, large=large)
    key = blake2b(json.dumps(words).encode(), digest_size=16).digest()
    if known := _found.get(key):
        return _set(words, known)
    for setting in _LARGE_SETTINGS if large else _SETTINGS:
        pdf = _set(words, setting)
        if count_pages(pdf) <= setting.pages:
            break
    if len(_found) >= MOST_FOUND:
        _found.clear()
    _found[key] = setting
    return pdf


def _set(words: Mapping[str, object], setting: Setting) -> bytes:
    chosen = {"letters": setting.letters, "turned": setting.turned}
    return render_pdf("catalogue/typst/sheet.typ", {**words, **chosen})


def sheet_words(procedure: Procedure, *, body: Body, large: bool) -> Mapping[str, object]:
    """What the template reads: everything already in words, in the order of the paper."""
    sheet = procedure.sheet
    local = LocalSheet.objects.on_portal(body, procedure)
    around = procedure.neighbours(body)
    url = sheet_page(body, procedure)
    return {
        "large": large,
        "title": procedure.title,
        "summary": procedure.summary,
        # In large print what one must do fits on two pages; the rest is read on the screen, with somebody, or aloud.
        "about": [] if large else procedure.about,
        "drawing": grey_drawing(procedure.drawing),
        "drawing_alt": procedure.short_title,
        "letterhead": {
            "office": _("%(name)s, le guichet") % {"name": body.short_name},
            "under": _("Armoire à formulaires"),
            "phone": f"{body.office}\N{NO-BREAK SPACE}: {body.phone}" if body.phone else body.office,
            "address": f"{body.street}, {body.postcode} {body.city}",
            "hours": week_in_words([hours.slot for hours in body.opening_hours.all()]),
        },
        "facts": _facts(sheet, local),
        "papers_title": _("Les papiers à apporter"),
        "papers": [paper_line(paper) for paper in sheet.papers],
        "first": _step(_("À faire d’abord"), around.first) if around.first else None,
        "steps_title": _("Comment ça se passe"),
        "steps": [] if large else sheet.steps,
        "filling_title": _filling_title(sheet),
        "filling": sheet.filling,
        "advice_title": _("Bon à savoir"),
        "advice": [] if large else sheet.advice,
        "where_title": _("Où la faire"),
        "where": _where(sheet, local),
        "next_title": _("Et ensuite ?"),
        "next": [{"name": found.title, "why": why} for found, why in around.after],
        "bring_back": _("Ce que je dois rapporter :"),
        "before": _("avant le"),
        "online_title": _("La même fiche en ligne"),
        "url": url,
        "shown": url.split("//")[1].rstrip("/"),
        "qr_svg": qr_svg(url),
        "qr_alt": _("Code QR qui ouvre la fiche en ligne"),
        "foot": _foot(procedure),
    }


def _facts(sheet: Sheet, local: LocalWords | None) -> list[tuple[str, str, str]]:
    """At most four boxes: price, time one has, time it takes; then the form and the minutes at the desk, where there is room."""
    price = (local.price, "") if local and local.price else (sheet.cost.short, sheet.cost.more)
    told = [(_("Prix"), *price)]
    if sheet.deadline:
        told.append((_("À faire"), sheet.deadline.short, sheet.deadline.more))
    told.append((_("Délai"), sheet.delay.short, sheet.delay.more))
    if sheet.forms:
        told.append((_("Formulaire"), sheet.forms[0].number, sheet.forms[0].label))
    if sheet.desk.minutes:
        told.append((_("Sur place"), _("%(n)s minutes") % {"n": sheet.desk.minutes}, ""))
    return told[:MOST_FACTS]


def paper_line(paper: Paper) -> dict[str, str]:
    """A paper of the list, with what makes it precise and who needs it."""
    condition = _("Seulement si %(condition)s.") % {"condition": paper.only_if} if paper.only_if else ""
    more = f"{paper.more[:1].upper()}{paper.more[1:]}." if paper.more else ""
    return {"text": paper.text, "note": " ".join(filter(None, (more, condition)))}


def _step(title: str, step: tuple[Procedure, str]) -> dict[str, str]:
    found, why = step
    return {"title": title, "name": found.title, "why": why, "drawing": grey_drawing(found.drawing)}


def _filling_title(sheet: Sheet) -> str:
    if not sheet.forms:
        return _("Pour bien faire")
    *others, last = (form.number for form in sheet.forms)
    if not others:
        return _("Pour remplir le formulaire %(number)s") % {"number": last}
    return _("Pour remplir les formulaires %(numbers)s et %(last)s") % {"numbers": ", ".join(others), "last": last}


def _where(sheet: Sheet, local: LocalWords | None) -> list[tuple[str, str]]:
    """Who may ask, then each way to do it, the town's own words first."""
    told = [(_("Qui"), f"{sheet.who.short} ({sheet.who.more})." if sheet.who.more else f"{sheet.who.short}.")]
    if local:
        told += [(_("Ici"), ", ".join(filter(None, (local.where, local.when, local.whom)))), ("", local.note)]
    told += [
        (_("En ligne"), sheet.where.online),
        (_("Sur place"), sheet.where.counter),
        (_("Par courrier"), sheet.where.post),
    ]
    return [(term, text) for term, text in told if text]


def _foot(procedure: Procedure) -> str:
    told = _("Vérifié le %(day)s. Service compétent : %(authority)s. Source : %(source)s.") % {
        "day": day_in_words(procedure.checked_on),
        "authority": procedure.authority,
        "source": procedure.source,
    }
    return f"{told} {_('Commune de démonstration, contenu inventé.')}" if settings.DEMONSTRATION else told


@lru_cache(maxsize=64)
def grey_drawing(name: str) -> str:
    """One of our drawings in three greys, for paper."""
    rules = "".join(f".fill-{kind}{{fill:{grey}}}" for grey, kinds in _GREYS.items() for kind in kinds.split())
    strokes = f"[class^=stroke]{{stroke:{_DARK};fill:none;stroke-width:2}}"
    return drawing(name).replace(">", f"><style>{rules}{strokes}</style>", 1)
