"""The State's archive, as many files as it has: the first import, and the next with nothing changed."""

from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.bench.town import Town


def run(town: Town) -> Iterator[Figure]:
    with town.copy() as copy:
        took = copy.inside("national")
        yield Figure("national", "files in the archive", took["files"], "")
        yield Figure("national", "the first import", took["first"], "s", at_most=60)
        yield Figure("national", "memory it takes at most", took["memory"], "MB")
        yield Figure("national", "the same with a fifth of the files", took["memory_of_few"], "MB")
        yield Figure("national", "again, nothing changed", took["again"], "s", at_most=10)
        yield Figure("national", "the search's index, built with its sheets", took["index"], "ms")
        yield Figure("national", "a sheet, uncached: CPU", took["page"], "ms")
        yield Figure("national", "a sheet, uncached: queries", took["queries"], "", at_most=10)
