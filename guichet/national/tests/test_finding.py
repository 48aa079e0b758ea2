"""The State's sheets in the search: indexed once for every body, until another archive comes."""

import pytest

from guichet.communes.actions import published
from guichet.communes.models import Body
from guichet.content.search.index import find
from guichet.kit.actor import SYSTEM
from guichet.national.finding import national_sheets
from guichet.national.tests.archives import imported, sheet, zipped

pytestmark = pytest.mark.django_db


def archive(folder, *titles):
    files = {f"F{n}.xml": sheet(number=f"F{n}", title=title) for n, title in enumerate(titles, 1)}
    return zipped(folder, files)


def slugs(body):
    return [one.slug for one in find("zorglub", body=Body.objects.select_related("member_of").get(pk=body.pk))]


def part_of(body):
    return next(iter(national_sheets(body))).part


def test_the_sheets_are_indexed_once_for_every_body_whatever_it_publishes(tmp_path, world):
    imported(archive(tmp_path, "Zorglub"))
    made = part_of(world.anor)
    published(world.body, by=SYSTEM)
    assert slugs(world.anor) == slugs(world.fourmies) == ["F1"]
    assert part_of(world.anor) is part_of(world.fourmies) is made


def test_another_archive_is_found_at_once_by_every_body(tmp_path, world):
    imported(archive(tmp_path, "Zorglub"))
    before = part_of(world.anor), slugs(world.anor), slugs(world.fourmies)
    assert before[1:] == (["F1"], ["F1"])
    imported(archive(tmp_path, "Fantasio", "Zorglub"))
    assert slugs(world.anor) == slugs(world.fourmies) == ["F2"]
    assert part_of(world.anor) is not before[0]
