"""Find a procedure from what a resident types."""

from collections.abc import Iterable

from guichet.catalogue.models import Procedure
from guichet.catalogue.rules import score, typed
from guichet.communes.models import Body


def find(text: str, *, body: Body, limit: int = 10) -> list[Procedure]:
    """The procedures that answer these words, best first; those most asked for come first among equals.

    Nothing typed, or nothing that says something, finds nothing.
    """
    asked = typed(text)
    scored = [(score(asked, procedure.title, _others(procedure)), procedure) for procedure in _all(body)]
    found = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [procedure for _points, procedure in found[:limit]]


def _all(body: Body) -> Iterable[Procedure]:
    return Procedure.objects.most_asked(body).defer("sheet_data")


def _others(procedure: Procedure) -> list[str]:
    return [procedure.short_title, *procedure.in_words, *procedure.synonyms]
