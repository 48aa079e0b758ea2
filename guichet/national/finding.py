"""The State's sheets, given to the search of every portal after what the town itself says."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.content.search.matching import Document, Part, Shared
from guichet.content.search.sources import shared_in_search
from guichet.national.models import Archive, NationalSheet
from guichet.national.rules import Kind

# A guide or a folder leads to what is found anyway; a definition or an office stands on the sheets that need it.
SEARCHED = (Kind.SHEET, Kind.QUESTION, Kind.HOW_TO, Kind.SERVICE, Kind.FORM, Kind.SIMULATOR, Kind.LETTER, Kind.FINDER)
AFTER_ALL_OTHERS = 150
LONGEST_NOTE = 160  # what a list of answers shows; more would only weigh on the index


@shared_in_search
def national_sheets(body: Body) -> Iterator[Shared]:
    """All but those that a procedure shown here names: its own page stands for them, and leads to them."""
    archive = Archive.objects.order_by("pk").values_list("pk", "imported_at").last()
    if archive is None:
        return
    named = Procedure.objects.shown_on(body).exclude(national="").values_list("national", flat=True)
    yield Shared(_part(*archive), without=frozenset(named))


@lru_cache(maxsize=1)
def _part(_archive: int, _imported_at: datetime) -> Part:
    """Made once for each archive: every body of the instance finds the same sheets."""
    columns = ("national_id", "title", "summary", "cerfa", "number")
    found = NationalSheet.objects.shown().filter(kind__in=SEARCHED).order_by("pk").values_list(*columns)
    return Part(
        Document(
            kind="national",
            slug=national_id,
            title=title,
            note=_shortened(summary),
            synonyms=tuple(filter(None, (cerfa, number))),
            rank=AFTER_ALL_OTHERS,
        )
        for national_id, title, summary, cerfa, number in found.iterator()
    )


def _shortened(summary: str) -> str:
    if len(summary) <= LONGEST_NOTE:
        return summary
    return f"{summary[: LONGEST_NOTE - 1].rpartition(' ')[0]}…"
