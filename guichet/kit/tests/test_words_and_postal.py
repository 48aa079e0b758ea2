import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kit.postal import WIDTH, PostalAddress
from guichet.kit.words import clean, fold, of_town, words


def test_words_lose_accents_ligatures_and_punctuation():
    assert fold("Cœur d’Île") == "coeur d’ile"
    assert words("14, rue Léo-Lagrange") == ["14", "rue", "leo", "lagrange"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Anor", "d’Anor"),
        ("Fourmies", "de Fourmies"),
        ("Le Cateau", "du Cateau"),
        ("Les Lilas", "des Lilas"),
        ("Étrœungt", "d’Étrœungt"),
    ],
)
def test_a_town_after_de(name, said):
    assert of_town(name) == said


def test_what_is_typed_loses_its_control_characters_and_keeps_its_lines():
    assert clean("  Bonjour\x00\r\nà vous\u200b ") == "Bonjour\nà vous"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(), st.text(), st.text(max_size=80), st.from_regex(r"\d{5}", fullmatch=True))
def test_an_address_fits_the_envelope_s_window(name, street, city, postcode):
    lines = PostalAddress(name, street, postcode, city, extra=street).lines()
    assert 2 <= len(lines) <= 6
    assert all(len(line) <= WIDTH for line in lines)


def test_a_long_name_goes_on_and_never_loses_the_family_name():
    name = "Marie-Bernadette-Élisabeth de La Rochefoucauld-Montbazon-Vandenbussche-Delannoy"
    lines = PostalAddress(name, "14 rue Léo-Lagrange", "59186", "Anor").lines()
    assert lines == (
        "Marie-Bernadette-Élisabeth de La",
        "Rochefoucauld-Montbazon-Vandenbussche-",
        "Delannoy",
        "14 rue Léo-Lagrange",
        "59186 ANOR",
    )
    crowded = PostalAddress(name, "rue " * 30, "59186", "Anor", extra="bâtiment " * 20).lines()
    assert crowded[0] == "Delannoy"
    assert len(crowded) == 6


def test_the_last_line_is_postcode_and_town_in_capitals():
    lines = PostalAddress("Lucie Dubois", "14 rue Léo-Lagrange", "59186", "Anor").lines()
    assert lines == ("Lucie Dubois", "14 rue Léo-Lagrange", "59186 ANOR")
