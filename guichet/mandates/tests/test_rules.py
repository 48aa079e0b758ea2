"""Durations, what is covered, the words and their hash."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from guichet.catalogue.loading import DATA
from guichet.mandates.rules import (
    DURATIONS,
    THEME_OF_CATALOGUE,
    THEME_OF_PROCEDURE,
    Terms,
    Theme,
    as_text,
    blocks_of,
    covers,
    duration_words,
    ends_on,
    erased_after,
    mandate_text,
    number_in,
    reference_of,
    sha256_of,
    theme_of,
)

DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
THEMES = st.lists(st.sampled_from(list(Theme)), min_size=1, unique=True).map(tuple)
TERMS = Terms(
    person="Lucie Dubois", body="la mairie d’Anor", address="5 bis rue de la Mairie, 59186 Anor",
    page="anor.fr/suivi", themes=(Theme.PAPERS, Theme.HOUSING), starts_on=date(2026, 11, 26), days=31,
)  # fmt: skip


@pytest.mark.parametrize(
    ("days", "last"),
    [(1, date(2026, 11, 26)), (31, date(2026, 12, 26)), (182, date(2027, 5, 26)), (365, date(2027, 11, 25))],
)
def test_a_mandate_ends_on_its_last_day(days, last):
    assert ends_on(date(2026, 11, 26), days) == last


@given(DAYS, st.sampled_from(DURATIONS), THEMES)
def test_it_covers_as_many_days_as_it_lasts_and_no_more(start, days, themes):
    last = ends_on(start, days)
    around = (start + timedelta(n) for n in range(-3, days + 3))
    assert sum(covers(themes, start, last, theme=themes[0], day=day) for day in around) == days


@given(DAYS, THEMES, st.sampled_from(list(Theme)))
def test_it_covers_its_themes_alone(day, themes, theme):
    assert covers(themes, day, day, theme=theme, day=day) == (theme in themes)
    assert not covers(themes, day, day, theme=None, day=day)


@pytest.mark.parametrize("theme", [row["slug"] for row in yaml.safe_load((DATA / "themes.yaml").read_text())])
def test_every_theme_of_the_catalogue_has_its_theme_of_mandate(theme):
    assert theme_of(theme, "une-demarche") in set(Theme)


def test_the_tables_name_nothing_that_the_catalogue_does_not_have():
    themes = {row["slug"] for row in yaml.safe_load((DATA / "themes.yaml").read_text())}
    procedures = {path.stem for path in (DATA / "procedures").glob("*.yaml")}
    assert set(THEME_OF_CATALOGUE) <= themes
    assert set(THEME_OF_PROCEDURE) <= procedures


@pytest.mark.parametrize(
    ("theme", "procedure", "found"),
    [
        ("etat-civil", "acte-naissance", Theme.PAPERS),
        ("etat-civil", "pacs", Theme.FAMILY),
        ("sante-aides", "caf", Theme.SOCIAL),
        ("sante-aides", "logement-social", Theme.HOUSING),
        ("argent-justice", "casier-judiciaire-b3", Theme.JUSTICE),
        ("", "sans-theme", None),
        ("inconnu", "inconnue", None),
    ],
)
def test_a_procedure_has_one_theme_of_mandate_or_none(theme, procedure, found):
    assert theme_of(theme, procedure) is found


@pytest.mark.parametrize("days", DURATIONS)
def test_every_duration_has_its_words(days):
    assert duration_words(days)


@given(DAYS)
def test_it_is_kept_six_years_after_its_end(day):
    assert (erased_after(day).year, erased_after(day).month) == (day.year + 6, day.month)


@given(st.integers(1, 10**9), DAYS)
def test_a_reference_gives_its_number_back(number, day):
    assert number_in(reference_of(number, day)) == number


@pytest.mark.parametrize(
    "text", ["", "MDT", "MDT-26", "MDT-26-", "BAC-26-00001", "MDT-26-x", "MDT-26-²", "MDT-26-" + "9" * 30]
)
def test_what_is_no_reference_gives_none(text):
    assert number_in(text) is None


@pytest.mark.parametrize(
    "words",
    [
        "Moi, Lucie Dubois", "la mairie d’Anor", "1984", "Papiers et citoyenneté", "Logement", "mot de passe",
        "du jeudi 26 novembre 2026 au samedi 26 décembre 2026 compris", "sauvegarde de justice", "deux exemplaires",
        "six ans", "anor.fr/suivi", "quand je veux",
    ],
)  # fmt: skip
def test_the_text_says_what_the_law_and_the_person_want_to_know(words):
    assert words in mandate_text(TERMS).replace("\u00a0", " ")


def test_a_mandate_of_one_day_says_so():
    assert "26\u00a0novembre\u00a02026 seulement" in mandate_text(replace(TERMS, days=1))


@given(THEMES, st.sampled_from(DURATIONS), DAYS)
def test_the_text_is_shown_in_the_blocks_it_was_written_in(themes, days, day):
    text = mandate_text(replace(TERMS, themes=themes, days=days, starts_on=day))
    assert as_text(blocks_of(text)) == text
    assert [block.title for block in blocks_of(text)][1] == "Pour quoi, et jusqu’à quand"


WORDS = mandate_text(TERMS).split(" ")


@given(st.integers(0, len(WORDS) - 1), st.text(max_size=12))
def test_the_hash_changes_when_any_word_changes(place, other):
    changed = " ".join([*WORDS[:place], other, *WORDS[place + 1 :]])
    assert (sha256_of(changed) == sha256_of(mandate_text(TERMS))) == (other == WORDS[place])


def test_the_hash_is_the_sha_256_that_anybody_can_make_again():
    assert sha256_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
