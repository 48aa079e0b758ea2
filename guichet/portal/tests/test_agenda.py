"""The agenda as residents read it: its page, its months, calendars, feeds, the home page, the search."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from dateutil.rrule import rruleset, rrulestr
from django.core.exceptions import ValidationError
from icalendar import Calendar

from guichet.content.agenda_rules import Repeat, occurrences
from guichet.content.models import AgendaPage, EventPage
from guichet.content.search.index import find
from guichet.content.tests.agenda_factories import an_association, an_event, in_days
from guichet.kit.dates import PARIS, now, pretending
from guichet.portal.frame import EXPIRES
from guichet.portal.planting import plant_pages
from guichet.portal.tests.base import browser_at
from guichet.portal.views.agenda import DAYS_ON_A_PAGE
from tests.base import text_of

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script>"
NOON = datetime(2026, 12, 1, 12, tzinfo=PARIS)


@pytest.fixture
def home(portal):
    plant_pages(portal.fourmies)
    return plant_pages(portal.anor)


@pytest.fixture
def on_the_first_of_december():
    with pretending(NOON):
        yield


def cancelled(day, reason="Jour férié"):
    return [("cancelled", {"day": day, "reason": reason})]


def main_of(response):
    return BeautifulSoup(response.content, "html.parser").find("main").get_text(" ", strip=True)


def events_in(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_an_empty_agenda_says_so(home, lucie):
    assert "Rien à l’agenda pour l’instant." in main_of(lucie.get("/agenda/"))


def test_what_is_coming_stands_under_its_month_and_its_day_in_order(home, lucie, on_the_first_of_december):
    an_event(home, "voeux", title="Les vœux", starts_on=date(2027, 1, 9))
    an_event(home, "marche", title="Marché", starts_on=date(2026, 12, 5), starts_at=time(8), repeat=Repeat.WEEKLY)
    an_event(home, "passe", title="Braderie", starts_on=date(2026, 11, 8))
    page = main_of(lucie.get("/agenda/"))
    order = [page.index(words) for words in ("Décembre\u00a02026", "Samedi 5\u00a0décembre\u00a02026", "À 8\u00a0h", "Janvier\u00a02027", "Les vœux")]  # fmt: skip
    assert order == sorted(order)
    assert "Braderie" not in page


def test_a_month_behind_shows_what_took_place_and_a_theme_only_its_own(home, lucie, on_the_first_of_december):
    an_event(home, "passe", title="Braderie", starts_on=date(2026, 11, 8), theme="marche")
    an_event(home, "bal", title="Le bal", starts_on=date(2026, 11, 14), theme="fetes")
    page = lucie.get("/agenda/?mois=2026-11&theme=marche")
    assert "Braderie" in main_of(page)
    assert "Le bal" not in main_of(page)
    assert "Fêtes (1)" in main_of(page)
    assert "?mois=2026-11&amp;theme=fetes" in text_of(page)


@pytest.mark.parametrize("query", ["mois=2031-01", "mois=2026-13", "mois=%00", "theme=rien", "page=hier", "page=999"])
def test_what_the_agenda_does_not_have_shows_what_is_coming(home, lucie, query):
    an_event(home)
    assert "Loto de l’école" in main_of(lucie.get(f"/agenda/?{query}"))


def test_a_cancelled_day_is_shown_with_its_reason(home, lucie, on_the_first_of_december):
    day = date(2026, 12, 25)
    event = {"starts_on": date(2026, 12, 18), "repeat": Repeat.WEEKLY, "cancelled_days": cancelled(day, "C’est Noël")}
    an_event(home, **event, until=day)
    for path in ("/agenda/", "/agenda/loto/"):
        page = main_of(lucie.get(path))
        assert "Annulé" in page
        assert "C’est Noël" in page


def test_what_is_called_off_says_so_everywhere(home, lucie):
    an_event(home, called_off="La salle est inondée.")
    assert "Annulé" in main_of(lucie.get("/"))
    assert "Annulé. La salle est inondée." in main_of(lucie.get("/agenda/loto/"))
    (event,) = events_in(lucie.get("/agenda/loto/evenement.ics"))
    assert event["status"] == "CANCELLED"
    assert "EventCancelled" in text_of(lucie.get("/agenda/loto/"))


def test_an_event_of_several_days_stays_until_its_last_one(home, lucie, on_the_first_of_december):
    an_event(home, title="Exposition", starts_on=date(2026, 11, 20), ends_on=date(2026, 12, 20))
    page = main_of(lucie.get("/agenda/"))
    assert "Jusqu’au dimanche 20\u00a0décembre" in page
    assert "Mardi 1er\u00a0décembre\u00a02026" in page
    assert "Du vendredi 20\u00a0novembre au dimanche 20\u00a0décembre\u00a02026" in main_of(lucie.get("/agenda/loto/"))


def test_the_pages_die_when_an_event_of_today_is_over(home, lucie, on_the_first_of_december):
    an_event(home, starts_on=date(2026, 12, 1), starts_at=time(14), ends_at=time(17, 30))
    over = int(datetime(2026, 12, 1, 17, 30, tzinfo=PARIS).timestamp())
    for path in ("/agenda/", "/agenda/loto/"):
        assert int(lucie.get(path).headers[EXPIRES]) == over
    assert int(lucie.get("/").headers[EXPIRES]) <= over
    with pretending(datetime(2026, 12, 1, 17, 31, tzinfo=PARIS)):
        assert "Loto" not in main_of(lucie.get("/agenda/"))
        assert "C’est passé." in main_of(lucie.get("/agenda/loto/"))


def test_many_days_are_read_page_by_page(home, lucie, on_the_first_of_december):
    an_event(home, starts_on=date(2026, 12, 5), repeat=Repeat.WEEKLY)
    first, second = lucie.get("/agenda/"), lucie.get("/agenda/?page=2")
    assert text_of(first).count('class="happening"') == DAYS_ON_A_PAGE
    assert 0 < text_of(second).count('class="happening"') < DAYS_ON_A_PAGE


def test_an_event_says_when_where_how_much_and_nothing_typed_is_markup(home, lucie, on_the_first_of_december):
    an_event(
        home,
        title=f"Loto {HOSTILE}",
        starts_on=date(2026, 12, 12),
        starts_at=time(20),
        ends_on=date(2026, 12, 13),
        ends_at=time(1),
        repeat=Repeat.MONTHLY_BY_WEEKDAY,
        address="12 rue Pasteur",
        price="2 € le carton",
        organiser="L’Amicale",
        booking="À l’accueil",
        booking_url="https://reserver.example/",
        content=[("note", {"kind": "info", "text": "Buvette sur place"})],
    )
    response = lucie.get("/agenda/loto/")
    page = main_of(response)
    for words in (
        "Samedi 12\u00a0décembre\u00a02026", "de 20\u00a0h à 1\u00a0h", "Le 2e samedi de chaque mois", "Salle Robert-Dubar", "12 rue Pasteur",
        "2 € le carton", "L’Amicale", "À l’accueil", "Buvette sur place",
    ):  # fmt: skip
        assert words in page
    assert HOSTILE not in text_of(response)
    script = BeautifulSoup(response.content, "html.parser").find("script", type="application/ld+json")
    data = json.loads(script.string)
    assert (data["@type"], data["startDate"]) == ("Event", "2026-12-12T20:00:00+01:00")
    assert data["url"] == f"http://{home.get_site().hostname}/agenda/loto/" or data["url"].endswith("/agenda/loto/")


def test_an_event_leads_to_the_association_that_organises_it_while_it_is_shown(home, lucie):
    boule = an_association(home)
    an_event(home, association=boule)
    assert "/associations/boule/" in text_of(lucie.get("/agenda/loto/"))
    assert "/agenda/loto/" in text_of(lucie.get("/associations/boule/"))
    boule.unpublish()
    assert "/associations/boule/" not in text_of(lucie.get("/agenda/loto/"))


RULES = [
    {"starts_on": date(2026, 10, 24), "starts_at": time(8), "ends_at": time(12), "repeat": Repeat.WEEKLY},
    {"starts_on": date(2026, 10, 24), "repeat": Repeat.FORTNIGHTLY, "until": date(2026, 12, 19)},
    {"starts_on": date(2026, 10, 31), "starts_at": time(20), "repeat": Repeat.MONTHLY_BY_DATE},
    {"starts_on": date(2026, 10, 31), "starts_at": time(9), "repeat": Repeat.MONTHLY_BY_WEEKDAY, "until": date(2027, 5, 29)},
    {"starts_on": date(2026, 10, 24), "starts_at": time(8), "repeat": Repeat.WEEKLY, "until": date(2027, 4, 3), "cancelled_days": cancelled(date(2026, 12, 26))},
    {"starts_on": date(2026, 12, 5), "ends_on": date(2026, 12, 6)},
]  # fmt: skip


@pytest.mark.parametrize("said", RULES, ids=lambda said: f"{said.get('repeat', 'none')}-{said['starts_on']}")
def test_a_calendar_finds_the_same_days_as_the_page(home, lucie, said, on_the_first_of_december):
    page = an_event(home, **said)
    last = date(2027, 6, 30)
    (event,) = events_in(lucie.get("/agenda/loto/evenement.ics"))
    start = event["dtstart"].dt
    naive = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    found = rruleset()
    found.rdate(naive)
    if "rrule" in event:
        words = event["rrule"].to_ical().decode()
        # dateutil wants UNTIL and DTSTART both naive
        found.rrule(rrulestr(_naive_until(words, start), dtstart=naive))
    for excluded in event["exdate"].dts if "exdate" in event else ():
        found.exdate(excluded.dt.replace(tzinfo=None))
    ours = [one.first_day for one in occurrences(page.rule, page.starts_on, last) if not one.is_cancelled]
    assert [one.date() for one in found.between(naive, datetime.combine(last, time(23)), inc=True)] == ours


def _naive_until(words, start):
    if "UNTIL" not in words or not isinstance(start, datetime):
        return words
    written = words.split("UNTIL=")[1].split(";")[0]
    local = datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(PARIS)
    return words.replace(written, f"{local:%Y%m%dT%H%M%S}")


def test_the_whole_agenda_is_one_calendar_with_the_hour_of_paris(home, lucie, on_the_first_of_december):
    an_event(home, starts_on=date(2026, 12, 12), starts_at=time(20), ends_at=time(22), title="Loto, tombola ; soupe")
    an_event(home, "expo", starts_on=date(2026, 12, 5), ends_on=date(2026, 12, 6))
    an_event(home, "vieux", starts_on=date(2025, 12, 5))
    answer = lucie.get("/agenda/agenda.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    exhibition, loto = events_in(answer)
    assert loto["summary"] == "Loto, tombola ; soupe"
    assert (exhibition["dtstart"].dt, exhibition["dtend"].dt) == (date(2026, 12, 5), date(2026, 12, 7))
    assert loto["dtstart"].params["TZID"] == "Europe/Paris"
    zones: list[Any] = Calendar.from_ical(answer.content).walk("VTIMEZONE")
    paris = zones[0].to_tz(lookup_tzid=False)
    for moment in (datetime(2026, 3, 29, 1, 59), datetime(2026, 7, 14, 12), datetime(2026, 10, 25, 4), datetime(2026, 12, 12, 20)):  # fmt: skip
        assert moment.replace(tzinfo=paris).utcoffset() == moment.replace(tzinfo=PARIS).utcoffset()


def test_an_event_of_a_neighbour_has_no_calendar_here(home, portal, lucie):
    an_event(home)
    there = browser_at(portal.fourmies)
    assert there.get("/agenda/loto/evenement.ics").status_code == 404
    assert events_in(there.get("/agenda/agenda.ics")) == []
    EventPage.objects.get().unpublish()
    assert lucie.get("/agenda/loto/evenement.ics").status_code == 404


def test_the_feed_of_the_agenda_holds_what_is_not_over(home, lucie, portal):
    an_event(home, title=f"Loto {HOSTILE}")
    an_event(home, "passe", starts_on=in_days(-3))
    (entry,) = ElementTree.fromstring(lucie.get("/agenda/flux.xml").content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"Loto {HOSTILE}"
    assert "Salle Robert-Dubar" in entry.findtext(f"{ATOM}summary")
    assert not ElementTree.fromstring(browser_at(portal.fourmies).get("/agenda/flux.xml").content).findall(
        f"{ATOM}entry"
    )


def test_the_home_page_shows_the_four_next_events_each_once(home, lucie, django_assert_max_num_queries):
    an_event(home, "marche", title="Marché", starts_on=in_days(1), repeat=Repeat.WEEKLY)
    for number in range(4):
        an_event(home, f"e{number}", title=f"Fête n° {number}.", starts_on=in_days(20 + number))
    lucie.get("/")
    with django_assert_max_num_queries(10):
        page = main_of(lucie.get("/"))
    assert [f"Fête n° {number}." in page for number in range(4)] == [True, True, True, False]
    assert page.count("Marché") == 1
    assert page.index("Marché") < page.index("Fête n° 0.")


def test_an_event_is_found_by_its_place_until_it_is_over(home, portal):
    an_event(home, starts_on=in_days(0), theme="solidarite")
    an_event(home, "passe", title="Loto d’hier", starts_on=in_days(-1))

    def found():
        return [one.slug for one in find("salle robert dubar", body=portal.anor) if one.slug.startswith("/")]

    assert found() == ["/agenda/loto/"]
    with pretending(now() + timedelta(days=2)):
        assert found() == []


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"starts_at": time(21), "ends_at": time(2)}, "ends_at", "donnez aussi le jour de fin"),
        ({"until": date(2026, 12, 1)}, "until", "n’a lieu qu’une fois"),
        ({"cancelled_days": cancelled(date(2026, 12, 20))}, "cancelled_days", "n’est pas un jour de l’événement"),
    ],
)
def test_an_editor_is_told_what_cannot_be_beside_the_field(home, said, field, sentence):
    page = EventPage(
        title="Loto", slug="loto", intro="-", theme="fetes", place="-", starts_on=date(2026, 12, 18), **said
    )
    with pytest.raises(ValidationError) as refused:
        AgendaPage.objects.child_of(home).get().add_child(instance=page)
    assert sentence in " ".join(refused.value.message_dict[field])
