"""The index of each body, in the memory of each process: made from the database, thrown away when the body changes."""

from collections import OrderedDict
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock

import yaml

from guichet.communes.models import Body
from guichet.content.models import TownSynonym
from guichet.content.search.matching import Document, Index, Synonym
from guichet.content.search.sources import documents_of, shared_with
from guichet.kit.dates import now, paris_date

OLD_NAMES = Path(__file__).resolve().parent.parent / "data" / "old_names.yaml"
MOST_INDEXES = 100

# By body: the version it had and the day, since what is over leaves the search at midnight.
_indexes: OrderedDict[int, tuple[tuple[int, date], Index]] = OrderedDict()
_lock = Lock()


def find(text: str, *, body: Body, limit: int = 10) -> list[Document]:
    """What answers these words on this body's portal, best first.

    A change that was published is found by every process as soon as it reads the body again, a second at most
    (`config.hosts`).
    """
    return _index(body).find(text, limit=limit)


def forget() -> None:
    """Throw every index away; each is made again when it is asked."""
    with _lock:
        _indexes.clear()


def _index(body: Body) -> Index:
    of_now = (body.version, paris_date(now()))
    known = _indexes.get(body.pk)
    if known is not None and known[0] == of_now:
        return known[1]
    with _lock:
        known = _indexes.get(body.pk)
        if known is None or known[0] != of_now:
            known = _indexes[body.pk] = (of_now, _built(body))
        _indexes.move_to_end(body.pk)
        while len(_indexes) > MOST_INDEXES:
            _indexes.popitem(last=False)
    return known[1]


def _built(body: Body) -> Index:
    of_town = [Synonym(row.said, row.means) for row in TownSynonym.objects.of_portal(body)]
    return Index(documents_of(body), [*of_town, *old_names()], shared_with(body))


@cache
def old_names() -> tuple[Synonym, ...]:
    """Names that people still say, or that they give to a thing, for every town: a file of this room."""
    data = yaml.safe_load(OLD_NAMES.read_text(encoding="utf-8"))
    return tuple(Synonym(said, means) for means, names in data.items() for said in names)
