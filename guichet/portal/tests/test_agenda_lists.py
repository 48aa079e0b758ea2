"""Which events each list of the portal holds: its months, its feed, the home page, an association's page, calendars."""

from datetime import date, datetime, time

import pytest
from icalendar import Calendar

from guichet.content.agenda_rules import Repeat
from guichet.content.faces import Face
from guichet.content.tests.agenda_factories import an_association, an_event
from guichet.kit.dates import PARIS, pretending
from guichet.portal.frame import EXPIRES
from guichet.portal.planting import plant_pages
from tests.base import text_of

NOON = datetime(2026, 12, 1, 12, tzinfo=PARIS)


@pytest.fixture
def home(portal):
    plant_pages(portal.fourmies)
    return plant_pages(portal.anor)


@pytest.fixture(autouse=True)
def on_the_first_of_december():
    with pretending(NOON):
        yield


def test_what_lasts_over_two_months_stands_in_both(home, lucie):
    an_event(home, "expo", title="Anor d’hier", starts_on=date(2027, 1, 20), ends_on=date(2027, 2, 10))
    assert "Février\u00a02027" in text_of(lucie.get("/agenda/"))
    for month in ("2027-01", "2027-02"):
        assert "Anor d’hier" in text_of(lucie.get(f"/agenda/?mois={month}"))


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ({"starts_at": time(20)}, None),
        ({"starts_at": time(20), "ends_at": time(22)}, datetime(2026, 12, 12, 22, tzinfo=PARIS)),
        ({"starts_at": time(20), "ends_on": date(2026, 12, 13)}, datetime(2026, 12, 13, 20, tzinfo=PARIS)),
        ({}, date(2026, 12, 13)),
    ],
)
def test_a_calendar_tells_an_end_only_after_the_beginning(home, lucie, said, ends):
    an_event(home, "bal", starts_on=date(2026, 12, 12), **said)
    (event,) = Calendar.from_ical(lucie.get("/agenda/bal/evenement.ics").content).walk("VEVENT")
    assert (event["DTEND"].dt if "DTEND" in event else None) == ends


def test_the_feed_leaves_out_what_ended_and_dies_when_the_next_one_does(home, lucie):
    an_event(home, "matin", title="Ce matin", starts_on=date(2026, 12, 1), starts_at=time(8), ends_at=time(9))
    an_event(
        home, "fini", title="Club fini", starts_on=date(2026, 11, 3), repeat=Repeat.WEEKLY, until=date(2026, 11, 24)
    )
    an_event(home, "soir", title="Ce soir", starts_on=date(2026, 12, 1), starts_at=time(18), ends_at=time(20))
    answer = lucie.get("/agenda/flux.xml")
    text = text_of(answer)
    assert ("Ce soir" in text, "Ce matin" in text, "Club fini" in text) == (True, False, False)
    assert int(answer.headers[EXPIRES]) == int(datetime(2026, 12, 1, 20, tzinfo=PARIS).timestamp())


def test_what_comes_every_week_never_hides_the_only_ball_from_the_home_page(home, lucie):
    for number in range(45):
        an_event(home, f"club-{number}", starts_on=date(2025, 9, 1), repeat=Repeat.WEEKLY, until=date(2026, 11, 30))
    an_event(home, "bal", title="Le grand bal", starts_on=date(2026, 12, 12))
    assert "Le grand bal" in text_of(lucie.get("/"))


def test_an_association_of_a_neighbour_organises_nothing_here(home, portal, lucie):
    theirs = an_association(plant_pages(portal.fourmies), "voisins", title="Les Voisins")
    ours = an_association(home, "boule", title="La Boule")
    here = an_event(home, "loto", title="Loto d’ici", starts_on=date(2026, 12, 5), association=theirs)
    there = an_event(plant_pages(portal.fourmies), "ailleurs", title="Loto d’ailleurs", starts_on=date(2026, 12, 5))
    there.association = ours
    there.save()
    assert "Les Voisins" not in text_of(here.make_preview_request(preview_mode=Face.KIOSK))
    assert "Les Voisins" not in text_of(lucie.get("/agenda/loto/"))
    assert "Loto d’ailleurs" not in text_of(lucie.get("/associations/boule/"))


def test_an_association_no_longer_tells_what_ended_this_morning(home, lucie):
    ours = an_association(home, "boule")
    for slug, first, last in (("matin", 8, 9), ("soir", 18, 20)):
        given = {"starts_on": date(2026, 12, 1), "starts_at": time(first), "ends_at": time(last), "association": ours}
        an_event(home, slug, title=f"Concours du {slug}", **given)
    answer = lucie.get("/associations/boule/")
    assert "Concours du soir" in text_of(answer)
    assert "Concours du matin" not in text_of(answer)
    assert int(answer.headers[EXPIRES]) == int(datetime(2026, 12, 1, 20, tzinfo=PARIS).timestamp())
