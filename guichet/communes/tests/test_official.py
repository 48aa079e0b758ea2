"""The official list, asked as people ask it."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from guichet.communes.official import (
    FILE,
    Directory,
    commune_of,
    communes_at,
    communes_named,
    find_communes,
    members_of,
    read_members,
)
from guichet.kit.words import words

ROWS = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()]


def labels(text: str) -> list[str]:
    return [commune.label for commune in find_communes(text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("anor", "Anor (59186)"),
        ("ANOR 59186", "Anor (59186)"),
        ("Anor (59)", "Anor (59186)"),
        ("Anor, Nord", "Anor (59186)"),
        ("59186", "Anor (59186)"),
        ("fourm", "Fourmies (59610)"),
        ("St Hilaire sur Helpe", "Saint-Hilaire-sur-Helpe (59440)"),
        ("ste colombe 69560", "Sainte-Colombe (69560)"),
        ("saint-denis", "Saint-Denis (974)"),
        ("saint denis 93", "Saint-Denis (93)"),
        ("saintdenis", "Saint-Denis (974)"),
        ("paris", "Paris (75)"),
        ("Paris 12ème", "Paris 12e arrondissement (75012)"),
        ("lyon 3", "Lyon 3e arrondissement (69003)"),
        ("13001", "Marseille (13)"),
        ("abergement clemenciat", "L’Abergement-Clémenciat (01400)"),
        ("lhay les roses", "L’Haÿ-les-Roses (94240)"),
        ("coeur de causse", "Cœur de Causse (46240)"),
        ("rochelle", "La Rochelle (17000)"),
        ("chateau-chinon (ville)", "Château-Chinon (Ville) (58120)"),
        ("mer", "Mer (41500)"),
        ("ajaccio 2a", "Ajaccio (2A)"),
        ("591", "Lille (59)"),
        ("arbignieu", "Arbignieu (01300)"),
    ],
)
def test_a_commune_is_found_as_people_type_it(typed, first):
    assert labels(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "’", "xqzxqz", "anor 75", "saint zzz", "59186 fourmies", "\N{SNOWMAN}"])
def test_what_is_no_commune_finds_none(typed):
    assert find_communes(typed) == []


def test_homonyms_are_told_apart_by_their_postcode_and_department():
    found = find_communes("Saint-Aubin")
    assert {commune.name for commune in found} == {"Saint-Aubin"}
    assert len({(commune.label, commune.department) for commune in found}) == len(found) == 8


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("anor", ["59012"]),
        ("Anor (59186)", ["59012"]),
        ("Anor, Nord", ["59012"]),
        ("59186 ANOR", ["59012"]),
        ("Saint-Denis (93)", ["93066"]),
        ("saint denis, la réunion", ["97411"]),
        ("Paris", ["75056"]),
        ("Paris 12", ["75112"]),
        ("paris 1er arrondissement", ["75101"]),
        ("Lyon 3e (69003)", ["69383"]),
        ("Marseille 13", ["13213"]),
        ("Marseille (13)", ["13055"]),
        ("Château-Chinon (Ville) (58120)", ["58062"]),
        ("ano", []),
        ("Anor 75000", []),
        ("", []),
    ],
)
def test_a_name_typed_in_one_field_is_read_whole(typed, codes):
    assert [commune.code for commune in communes_named(typed)] == codes


def test_a_name_that_several_bear_gives_them_all():
    assert len(communes_named("Saint-Denis")) > 3


def test_a_past_name_leads_to_the_commune_that_keeps_its_registers():
    past = communes_named("Arbignieu")[0]
    assert (past.is_past, past.now, past.now_name) == (True, "01015", "Arboys en Bugey")
    assert past.code == past.now  # the new commune took its code over


@pytest.mark.parametrize(
    ("code", "of_name"), [("80001", "d’Abbeville"), ("76351", "du Havre"), ("93066", "de Saint-Denis")]
)
def test_a_town_hall_bears_the_name_of_its_town(code, of_name):
    assert commune_of(code).of_name == of_name


@pytest.mark.parametrize(
    ("code", "split"), [("75056", True), ("69123", True), ("13055", True), ("75112", False), ("59012", False)]
)
def test_three_cities_have_arrondissements(code, split):
    assert commune_of(code).has_arrondissements is split


def test_a_code_is_that_of_todays_commune_first():
    assert commune_of("01015").name == "Arboys en Bugey"
    assert commune_of("01340").now_name == "Arboys en Bugey"
    assert commune_of("59012").department == "Nord"
    assert not commune_of("75112").is_past
    assert [commune_of(code) for code in ("", "5901", "59999", "Anor\t", "\n")] == [None] * 5


def test_a_postcode_serves_communes_and_arrondissements():
    assert [commune.name for commune in communes_at("59186")] == ["Anor"]
    assert [commune.name for commune in communes_at("75012")] == ["Paris", "Paris 12e arrondissement"]
    assert "Arboys en Bugey" in {commune.name for commune in communes_at("01300")}
    assert communes_at("5918") == communes_at("59012") == []


def test_every_past_name_has_a_commune_today():
    today = {row[0] for row in ROWS if not row[4]}
    assert len(today) > 34_900
    assert {row[4] for row in ROWS if row[4]} <= today


def test_a_label_is_read_back_as_its_own_commune():
    for row in ROWS[::37]:
        commune = communes_named(f"{row[1]} {row[2].split(' ')[0]}")[0]
        assert commune in communes_named(commune.label)


@given(st.sampled_from(ROWS))
def test_every_official_name_finds_itself_first(row):
    first = find_communes(row[1])[0]
    assert words(first.name) == words(row[1])
    assert row[0] in {commune.code for commune in find_communes(f"{row[1]} {row[2].split(' ')[0]}")}


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    assert len(find_communes(text)) <= 8
    assert isinstance(communes_named(text), list)
    assert communes_at(text) == []
    assert commune_of(text) is None


def test_without_its_file_the_house_says_what_to_run(tmp_path: Path):
    with pytest.raises(ImproperlyConfigured, match="make run"):
        Directory(tmp_path / "communes.tsv")
    with pytest.raises(ImproperlyConfigured, match=r"epci\.tsv.*make run"):
        read_members(tmp_path / "epci.tsv")


def test_what_is_forked_shares_both_lists():
    """The pages answer from memory: none of them reads a file while somebody waits."""
    forget = "from guichet.communes import official as o; o.read_lists(); o.MEMBERS = o.FILE = None; "
    told = subprocess.run(
        [sys.executable, "-c", forget + "print(len(o.members_of('200043404')), o.communes_named('Anor')[0].code)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["12", "59012"]


def test_an_intercommunal_body_has_the_members_of_the_official_list():
    served = members_of("200043404")
    assert len(served) == 12
    assert {"59012", "59249"} <= served
    assert members_of("000000000") == frozenset()
