"""Who has something to be found. A room registers a source, a function from a body to its documents."""

from collections.abc import Callable, Iterable, Iterator

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.content.search.matching import Document, Shared

Source = Callable[[Body], Iterable[Document]]
SharedSource = Callable[[Body], Iterable[Shared]]
_sources: list[Source] = []
_shared_sources: list[SharedSource] = []


def found_in_search(source: Source) -> Source:
    """Register what this source gives to the search of each body.

    When what it gives changes, its room says so with `communes.actions.published`: the index follows the body's version.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def shared_in_search(source: SharedSource) -> SharedSource:
    """Register what many bodies find alike: its part is kept once in each process, whoever gives it makes it only once."""
    if source not in _shared_sources:
        _shared_sources.append(source)
    return source


def documents_of(body: Body) -> Iterator[Document]:
    """All of its own that the search of this body may find."""
    for source in _sources:
        yield from source(body)


def shared_with(body: Body) -> Iterator[Shared]:
    """All that it may find beside, with what it leaves out of it."""
    for source in _shared_sources:
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
