"""What stands around the text of one of the State's sheets: what is held beside it, its short answers, its one door."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.national.models import NationalSheet
from guichet.national.rules import Kind
from guichet.national.telling.resources import numbers
from guichet.national.telling.runs import Surroundings
from guichet.national.telling.sections import numbers_in


def find_sheet(number: str) -> NationalSheet | None:
    """The sheet of this number in the archive in force."""
    return NationalSheet.objects.shown().filter(national_id=number).first()


def folder_of(number: str) -> str:
    """The folder on whose page a part of it ("N360-1") stands; empty when it is no part, or of nothing held here."""
    whole, _dash, part = number.partition("-")
    return whole if part and NationalSheet.objects.shown().filter(national_id=whole).exists() else ""


def surroundings(found: NationalSheet, body: Body, *, sheet_url: Callable[[str], str], office_url: str) -> Surroundings:
    """What a face of this body must know to tell a sheet: one question says which of those it names are held."""
    named = {*numbers_in(found.body), *(number for number, _title in found.path)}
    held = NationalSheet.objects.shown().filter(national_id__in=named).values_list("national_id", flat=True)
    town_hall = body.office if body.is_commune else ""
    return Surroundings(sheet_url, frozenset(held), found.told, town_hall, office_url)


def procedures_beside(number: str, body: Body) -> list[Procedure]:
    """The procedures of this town that name the sheet: where one acts, after one has read. Most sheets have none."""
    if not Procedure.objects.filter(national=number).exists():
        return []
    return list(Procedure.objects.shown_on(body).filter(national=number).defer("sheet_data"))


def lead_of(found: NationalSheet) -> str:
    """The summary, for a sheet that does not begin by saying the same."""
    return "" if {"intro", "main"} & found.body.keys() else found.summary


def facts_of(found: NationalSheet) -> list[dict[str, str]]:
    """The short answers at the top of a form or a service."""
    told = [
        ("number", _("Numéro"), numbers({"cerfa": found.cerfa, "number": found.number})),
        ("download", _("Fichier"), found.body.get("file", "")),
        ("building-community", _("Proposé par"), found.source),
    ]
    return [{"icon": icon, "term": term, "value": value} for icon, term, value in told if value]


def door_of(found: NationalSheet) -> dict[str, str]:
    """The one thing to press on the page of a service: it is done on another site, which is said."""
    if not found.url:
        return {}
    words = {
        Kind.FORM: _("Ouvrir le formulaire"),
        Kind.SIMULATOR: _("Ouvrir le simulateur"),
        Kind.LETTER: _("Ouvrir le modèle"),
    }
    return {"url": found.url, "text": words.get(Kind(found.kind), _("Accéder au service en ligne"))}
