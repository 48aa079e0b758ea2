from datetime import UTC, datetime, timedelta

import pytest

from guichet.content.actions import publish_banner, withdraw_banner
from guichet.content.facts import BannerPublished, BannerWithdrawn
from guichet.content.models import Banner
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from tests.base import facts

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def banner(body, starts_at=NOON, ends_at=NOON + 2 * HOUR, text="Rue fermée", **more):
    return publish_banner(body=body, text=text, starts_at=starts_at, ends_at=ends_at, by=SYSTEM, **more)


@pytest.mark.parametrize(
    ("hours", "shows"),
    [(-1, False), (0, True), (1, True), (2, False), (3, False)],
    ids=["before", "first", "in", "last", "after"],
)
def test_a_banner_shows_from_its_start_until_its_end(world, hours, shows):
    banner(world.anor)
    assert Banner.objects.showing(world.anor, NOON + hours * HOUR).exists() is shows


def test_a_banner_without_end_shows_until_it_is_withdrawn(world):
    endless = banner(world.anor, ends_at=None)
    assert Banner.objects.showing(world.anor, NOON + timedelta(days=4000)).exists()
    withdraw_banner(endless, by=SYSTEM)
    assert not Banner.objects.showing(world.anor, NOON).exists()


def test_a_communes_banner_stays_on_its_portal_and_the_bodys_goes_to_all(world):
    own, shared = banner(world.anor), banner(world.body)
    assert set(Banner.objects.showing(world.anor, NOON)) == {own, shared}
    assert set(Banner.objects.showing(world.fourmies, NOON)) == {shared}
    assert set(Banner.objects.showing(world.body, NOON)) == {shared}


def test_the_next_change_is_the_nearest_start_or_end(world):
    banner(world.anor)
    banner(world.body, starts_at=NOON + HOUR, ends_at=None)
    banner(world.fourmies, starts_at=NOON, ends_at=NOON + HOUR / 2)
    changes = [Banner.objects.next_change(world.anor, NOON + hours * HOUR) for hours in (-1, 0, 1, 2)]
    assert changes == [NOON, NOON + HOUR, NOON + 2 * HOUR, None]


def test_publishing_and_withdrawing_age_the_pages_of_the_body_and_its_members(world):
    versions = []
    for act in (lambda: None, lambda: banner(world.body), lambda: withdraw_banner(Banner.objects.get(), by=SYSTEM)):
        act()
        for body in (world.body, world.anor):
            body.refresh_from_db()
        versions.append((world.body.version, world.anor.version))
    assert len({body for body, _commune in versions}) == len({commune for _body, commune in versions}) == 3
    assert [type(fact) for fact in facts(BannerPublished) + facts(BannerWithdrawn)] == [
        BannerPublished,
        BannerWithdrawn,
    ]


def test_a_banner_written_anew_stays_the_same_row(world):
    first = banner(world.anor)
    again = banner(world.anor, text="Rue ouverte", replaces=first)
    assert Banner.objects.get() == first == again
    assert Banner.objects.get().text == "Rue ouverte"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_at": NOON}, "banner-backward"),
        ({"ends_at": NOON - HOUR}, "banner-backward"),
        ({"link_text": "Plan"}, "banner-link"),
        ({"link_url": "/plan/"}, "banner-link"),
        ({"link_text": "Plan", "link_url": "javascript:alert(1)"}, "banner-address"),
        ({"link_text": "Plan", "link_url": "//ailleurs.example"}, "banner-address"),
    ],
)
def test_a_banner_that_nobody_would_see_or_that_leads_astray_is_refused(world, change, code):
    with pytest.raises(Refusal) as refusal:
        banner(world.anor, **change)
    assert refusal.value.code == code
    assert not Banner.objects.exists()
