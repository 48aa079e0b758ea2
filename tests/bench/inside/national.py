"""Import an archive of 5,000 files, made of the State's sample under other numbers, then the same again."""

import re
import resource
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from django.test import Client

from guichet.communes.models import Body
from guichet.content.search.matching import Index
from guichet.content.search.sources import documents_of, shared_with
from guichet.kit.actor import SYSTEM
from guichet.national.actions import import_archive
from guichet.national.models import NationalSheet
from guichet.national.tests.archives import SAMPLE, silent
from tests.bench.inside.queries import run as run_queries

FILES = 5000
_NUMBER = re.compile(rb'"([FNR])(\d{1,6})"')
PAGES = 200


def run() -> dict[str, float]:
    """Seconds, and megabytes above those of the process before it began (the kernel tells the highest only)."""
    with TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.zip", Path(folder) / "many.zip"
        _archive(few, FILES // 5)
        _archive(many, FILES)
        before = _highest()
        _import(few)
        after_few = _highest()
        first, after_many = _import(many), _highest()
        again = _import(many)
    return {
        "files": NationalSheet.objects.shown().count(),
        "first": first,
        "again": again,
        "memory": after_many - before,
        "memory_of_few": after_few - before,
        **_reading(),
    }


def _archive(path: Path, count: int) -> None:
    """The sample again and again, each time with numbers of its own: links lead within one turn."""
    with zipfile.ZipFile(SAMPLE) as sample, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        names = [name for name in sample.namelist() if name.endswith(".xml")]
        for number in range(count):
            turn, at = divmod(number, len(names))
            data = _NUMBER.sub(rb'"\g<1>%d\g<2>"' % (turn + 1), sample.read(names[at]))
            archive.writestr(f"{names[at][0]}{turn + 1}{Path(names[at]).stem[1:]}.xml", data)


def _import(path: Path) -> float:
    started = perf_counter()
    import_archive(str(path), by=SYSTEM, progress=silent)
    return perf_counter() - started


def _highest() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _reading() -> dict[str, float]:
    town = Body.objects.filter(kind=Body.Kind.COMMUNE).earliest("pk")
    Index(documents_of(town), shared=shared_with(town))
    started = perf_counter()
    Index(documents_of(town), shared=shared_with(town))
    built = (perf_counter() - started) * 1000
    browser = Client(HTTP_HOST=town.host)
    numbers = (
        NationalSheet.objects.shown().filter(national_id__startswith="F").values_list("national_id", flat=True)[:PAGES]
    )
    addresses = [f"/services-publics/{number}/" for number in numbers]
    browser.get(addresses[0])
    asked = run_queries(addresses[0])[addresses[0]]
    started = process_time()
    for address in addresses:
        assert browser.get(address).status_code == 200
    return {"index": built, "page": (process_time() - started) * 1000 / len(addresses), "queries": asked}
