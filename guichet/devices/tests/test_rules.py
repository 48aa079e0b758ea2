from datetime import UTC, datetime, time, timedelta

import pytest

from guichet.devices.health_rules import Event, events_told, health_kept, lasting_incidents
from guichet.devices.rules import (
    CODE_ALPHABET,
    OFFICIAL_HOSTS,
    are_pages_left,
    idle_since,
    is_host_allowed,
    is_host_pattern,
    is_open_at,
    is_silent,
    read_hosts,
    spoken_enrolment_code,
    typed_enrolment_code,
)

NOON = datetime(2026, 11, 27, 11, tzinfo=UTC)  # in Paris
EIGHT, SIX = time(8), time(18)


def test_hosts_are_read_one_by_line_whatever_is_pasted_around_them():
    typed = " https://www.caf.fr/mon-compte \nWWW.caf.fr\n\n*.exemple.fr"
    assert read_hosts(typed) == ["www.caf.fr", "*.exemple.fr"]


@pytest.mark.parametrize(
    ("pattern", "is_one"),
    [
        ("www.caf.fr", True), ("*.caf.fr", True), ("a-b.exemple.fr", True), ("*.fr", False), ("fr", False), ("*", False),
        ("*.*.fr", False), ("-a.fr", False), ("caf.fr:80", False), ("ça.fr", False), ("127.0.0.1", False), ("", False),
    ],
)  # fmt: skip
def test_what_a_town_may_allow_is_a_name_or_a_star_before_one(pattern, is_one):
    assert is_host_pattern(pattern) is is_one


@pytest.mark.parametrize(
    ("host", "is_allowed"),
    [
        ("www.impots.gouv.fr", True), ("gouv.fr", True), ("WWW.CAF.FR", True), ("www.cada.fr.", True),
        ("cada.fr", False), ("faux-gouv.fr", False), ("gouv.fr.attaque.example", False), ("", False),
    ],
)  # fmt: skip
def test_a_star_stands_for_the_name_and_what_is_before_it(host, is_allowed):
    assert is_host_allowed(host, OFFICIAL_HOSTS) is is_allowed


def test_every_official_host_is_a_pattern():
    assert [one for one in OFFICIAL_HOSTS if not is_host_pattern(one)] == []


def test_a_kiosk_is_on_within_its_hours_in_paris_and_always_without_any():
    assert is_open_at(None, None, NOON)
    assert is_open_at(EIGHT, SIX, NOON)
    assert not is_open_at(EIGHT, time(12), NOON)
    assert not is_open_at(time(12, 1), SIX, NOON)


def test_the_quota_counts_the_pages_of_this_paper_too():
    assert are_pages_left(5, printed=15, quota=20)
    assert not are_pages_left(6, printed=15, quota=20)


def test_a_code_is_read_however_it_is_typed_and_has_no_mistaken_letter():
    assert spoken_enrolment_code("K7PM4T9X") == "K7PM-4T9X"
    assert typed_enrolment_code(" k7pm 4t9x\n") == "K7PM4T9X"
    assert not set("01OILU") & set(CODE_ALPHABET)


@pytest.mark.parametrize(
    ("seen", "opens", "closes", "is_quiet"),
    [
        (timedelta(minutes=4), None, None, False),
        (timedelta(minutes=5), None, None, True),
        (timedelta(hours=15), EIGHT, SIX, True),
        (timedelta(hours=15), time(11, 57), SIX, False),  # it is only starting
        (timedelta(hours=15), EIGHT, time(11), False),  # it is off
    ],
)
def test_a_kiosk_is_silent_when_it_should_be_on_and_missed_ten_calls(seen, opens, closes, is_quiet):
    assert is_silent(NOON - seen, opens, closes, NOON) is is_quiet


def test_the_server_waits_a_minute_longer_than_the_kiosk():
    assert NOON - idle_since(90, NOON) == timedelta(seconds=150)


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ({"printer": {"state": "ready", "reasons": ["none"]}, "scanner": {"state": "ready"}, "disk_free_mb": 9000}, set()),
        ({"printer": {"state": "stopped", "reasons": ["media-empty-error"]}}, {"printer-media-empty"}),
        ({"printer": {"state": "stopped", "reasons": []}}, {"printer-stopped"}),
        ({"printer": {"state": "absent"}, "scanner": {"state": "absent"}}, {"printer-absent", "scanner-absent"}),
        ({"printer": {"reasons": ["media-jam", "cover-open"]}, "scanner": {"state": "jammed"}},
         {"printer-jam", "printer-cover-open", "scanner-jam"}),
        ({"disk_free_mb": 499}, {"disk-full"}),
    ],
)  # fmt: skip
def test_what_is_wrong_follows_from_what_it_tells(told, kinds):
    assert lasting_incidents(health_kept(told)) == kinds


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "x",
        {"printer": "x", "disk_free_mb": "9", "network_ms": -1},
        {"printer": {"state": "<b>", "reasons": [1, "É"]}},
    ],
)
def test_of_a_strange_report_nothing_is_kept(told):
    kept = health_kept(told)
    assert kept == {"printer": {"state": "", "reasons": []}, "scanner": {"state": ""}, "versions": {}}
    assert lasting_incidents(kept) == frozenset()


def test_a_moment_keeps_its_hour_and_loses_a_detail_that_may_be_what_somebody_looked_at():
    at = NOON - timedelta(minutes=3)
    told = {
        "incidents": [
            {"at": at.isoformat(), "kind": "chromium-died", "detail": "code -11"},
            {"at": "2099-01-01T00:00:00", "kind": "network", "detail": "https://www.caf.fr/dupont"},
            {"at": at.isoformat(), "kind": "printer-jam"},  # this one lasts: its state tells it
            {"at": "hier", "kind": "network"},
            {"at": at.isoformat(), "kind": "<b>"},
            7,
        ]
    }  # fmt: skip
    assert events_told(told, NOON) == [Event(at, "chromium-died", "code -11"), Event(NOON, "network", "")]
    assert events_told({"incidents": 4}, NOON) == []
