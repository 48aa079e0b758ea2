"""What a visitor leaves with, as one PDF to print: the sheets, each with its blank forms behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guichet.cabinet import refusals
from guichet.cabinet.binding import Part, bind
from guichet.cabinet.models import Drawer
from guichet.catalogue.models import Procedure
from guichet.catalogue.papers import sheet_pdf
from guichet.communes.models import Body
from guichet.documents.reading import open_file
from guichet.documents.rules import size_in_words

# What one PDF may hold: bound in memory while somebody waits at the counter.
MOST_PROCEDURES = 30
MOST_BLANK_PAGES = 120
MOST_BLANK_BYTES = 40_000_000


@dataclass(frozen=True)
class Item:
    """A procedure for a visitor. Its sheet always goes: it tells the online address and what comes next."""

    procedure: Procedure
    blanks: tuple[Drawer, ...] = ()


def items_of(procedures: Sequence[Procedure], blanks: Sequence[Drawer]) -> list[Item]:
    """Each procedure once, in the order given, with its blank forms; that of a lone blank form is added."""
    every = {one.pk: one for one in [*procedures, *(drawer.procedure for drawer in blanks)]}
    return [
        Item(one, tuple(drawer for drawer in blanks if drawer.procedure_id == one.pk and drawer.blank))
        for one in every.values()
    ]


def visitor_pdf(items: Sequence[Item], *, body: Body, large: bool) -> bytes:
    """One tagged PDF of all the papers; `large` prints the sheets for who sees little, blank forms stay as they are.

    Refused when there is nothing to print, or more than one PDF may hold.
    """
    _check(items)
    parts = []
    for item in items:
        parts.append(Part(item.procedure.title, sheet_pdf(item.procedure, body=body, large=large)))
        parts += [Part(_blank_title(drawer), _blank_pdf(drawer)) for drawer in item.blanks]
    title = items[0].procedure.title if len(items) == 1 else _("Vos papiers, %(name)s") % {"name": body.short_name}
    return bind(parts, title=title)


def _check(items: Sequence[Item]) -> None:
    if not items:
        raise refusals.nothing_chosen()
    if len(items) > MOST_PROCEDURES:
        raise refusals.too_many(MOST_PROCEDURES)
    blanks = [drawer.blank for item in items for drawer in item.blanks if drawer.blank]
    if sum(file.pages for file in blanks) > MOST_BLANK_PAGES or sum(file.size for file in blanks) > MOST_BLANK_BYTES:
        raise refusals.too_heavy(MOST_BLANK_PAGES, size_in_words(MOST_BLANK_BYTES))


def _blank_title(drawer: Drawer) -> str:
    label = drawer.label or drawer.procedure.title
    told = f"{label}, {drawer.form_number}" if drawer.form_number else label
    return _("Formulaire vierge : %(label)s") % {"label": told}


def _blank_pdf(drawer: Drawer) -> bytes:
    assert drawer.blank is not None, "items_of leaves out drawers without one"
    with open_file(drawer.blank) as content:
        return content.read()
