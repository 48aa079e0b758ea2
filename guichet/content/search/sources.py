"""Who has something to be found. A room registers a source, a function from a body to its documents."""

from collections.abc import Callable, Iterable, Iterator

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.content.search.matching import Document

Source = Callable[[Body], Iterable[Document]]
_sources: list[Source] = []


def found_in_search(source: Source) -> Source:
    """Register what this source gives to the search of each body.

    When what it gives changes, its room says so with `communes.actions.published`: the index follows the body's version.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def documents_of(body: Body) -> Iterator[Document]:
    """All that the search of this body may find."""
    for source in _sources:
        yield from source(body)


@found_in_search
def procedures(body: Body) -> Iterator[Document]:
    """The catalogue is below this room and cannot register by itself."""
    for procedure in Procedure.objects.shown_on(body).select_related("theme").prefetch_related("events"):
        sheet = procedure.sheet
        told = [
            *procedure.about,
            procedure.authority,
            *(paper.text for paper in sheet.papers),
            *(form.label for form in sheet.forms),
            *(form.number for form in sheet.forms),
            *sheet.steps,
            *(event.title for event in procedure.events.all()),
        ]
        yield Document(
            kind="procedure",
            slug=procedure.slug,
            title=procedure.title,
            note=procedure.summary,
            phrases=(procedure.short_title, *procedure.in_words),
            synonyms=tuple(procedure.synonyms),
            text=" ".join(told),
            rank=procedure.rank,
        )
