"""Ask every query of the rates again and again, in an index filled with national titles up to 5,000 documents."""

from pathlib import Path
from time import perf_counter

from guichet.communes.models import Body
from guichet.content.search.index import old_names
from guichet.content.search.matching import Index
from guichet.content.search.sources import documents_of
from tests.search.judging import HELD_OUT, TUNED, missed, queries
from tests.search.national import national_documents

DOCUMENTS = 5000
TURNS = 20
SHORTEST = 2


def run() -> dict[str, object]:
    """Milliseconds of each search, whole or as typed letter by letter; the rates; how long the index takes to build."""
    own = list(documents_of(Body.objects.filter(kind=Body.Kind.COMMUNE).earliest("pk")))
    index = Index([*own, *national_documents(DOCUMENTS - len(own))], old_names())
    # Built a second time: the stems are known, as after any change in a running process.
    started = perf_counter()
    index = Index(index.documents, old_names())
    built = (perf_counter() - started) * 1000
    asked = [query.text for path in (TUNED, HELD_OUT) for query in queries(path)]
    typed = [text[:end] for text in asked for end in range(SHORTEST, len(text) + 1)]
    alone = Index(own, old_names())
    return {
        "documents": len(index.documents),
        "built": built,
        "whole": [took for _turn in range(TURNS) for took in _times(index, asked)],
        "typed": _times(index, typed),
        "rates": {path.stem: _rate(alone, path) for path in (TUNED, HELD_OUT)},
    }


def _times(index: Index, texts: list[str]) -> list[float]:
    found = []
    for text in texts:
        started = perf_counter()
        index.find(text)
        found.append((perf_counter() - started) * 1000)
    return found


def _rate(index: Index, path: Path) -> float:
    asked = queries(path)
    failed = len(list(missed(asked, lambda text: [document.slug for document in index.find(text)])))
    return 100 * (1 - failed / len(asked))
