import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.notifications.letter_rules import Fault, Unreadable, fill, left_open, parse

FIELDS = ("prénom", "nom", "date de réception", "e-mail")
CONDITIONS = ("refus", "sans e-mail")
VALUES = {"prénom": "Lucie", "nom": "Dubois", "date de réception": "mardi 24 novembre", "e-mail": "lucie@exemple.fr"}


def read(text):
    return parse(text, fields=FIELDS, conditions=CONDITIONS)


def filled(text, true=(), **changes):
    return fill(read(text), {**VALUES, **changes}, true)


def faults(text):
    with pytest.raises(Unreadable) as caught:
        read(text)
    return list(caught.value.faults)


def test_every_field_is_put_in_its_place():
    assert filled("[prénom] [nom], le [date de réception].") == "Lucie Dubois, le mardi 24 novembre."


@pytest.mark.parametrize("typed", ["[Prénom]", "[PRENOM]", "[ prénom ]", "[e mail]", "[date  de reception]"])
def test_capitals_accents_and_spaces_of_a_name_do_not_matter(typed):
    assert "[" not in filled(typed)


LETTER = """Bonjour,

[si refus]
Nous refusons.
[sinon]
Nous acceptons.
[fin]

[si sans e-mail]
Venez à l’accueil.
[fin]

Merci."""


@pytest.mark.parametrize(
    ("true", "said"),
    [
        ((), "Bonjour,\n\nNous acceptons.\n\nMerci."),
        (("refus",), "Bonjour,\n\nNous refusons.\n\nMerci."),
        (("sans e-mail",), "Bonjour,\n\nNous acceptons.\n\nVenez à l’accueil.\n\nMerci."),
    ],
)
def test_a_passage_is_said_when_its_condition_holds_and_leaves_no_hole_when_it_does_not(true, said):
    assert filled(LETTER, true) == said


def test_what_a_model_uses_can_be_asked():
    letter = read("[si refus]\n[nom]\n[sinon]\n[prénom]\n[fin]")
    assert (letter.fields, letter.conditions) == ({"nom", "prénom"}, {"refus"})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a\nb\nc\n[prenon]", Fault(4, "unknown", "prenon", "prénom")),
        ("[xyz]", Fault(1, "unknown", "xyz")),
        ("[]", Fault(1, "unknown")),
        ("[si refu]\n[fin]", Fault(1, "unknown", "si refu", "si refus")),
        ("[si]\n[fin]", Fault(1, "unknown", "si")),
        ("Bonjour [prénom", Fault(1, "bracket", "prénom")),
        ("Bonjour prénom]", Fault(1, "bracket", "Bonjour prénom]")),
        ("Oui [si refus] non", Fault(1, "not-alone", "si refus")),
        ("Oui [fin]", Fault(1, "not-alone", "fin")),
        ("[si refus]\n[si sans e-mail]\n[fin]", Fault(2, "nested", "si sans e-mail")),
        ("a\n[si refus]\nb", Fault(2, "unclosed", "si refus")),
        ("[fin]", Fault(1, "stray", "fin")),
        ("[sinon]", Fault(1, "stray", "sinon")),
        ("[si refus]\n[sinon]\n[sinon]\n[fin]", Fault(3, "else-twice", "sinon")),
    ],
)
def test_a_fault_says_where_it_is_and_which_word_was_meant(text, fault):
    assert faults(text) == [fault]


def test_all_the_faults_are_told_in_the_order_of_the_lines():
    assert [fault.line for fault in faults("[si refus]\n[prenon]\n[non]")] == [1, 2, 3]


def test_a_field_without_a_value_stays_to_be_completed():
    text = filled("Le [date de réception], [nom].", **{"date de réception": ""})
    assert text == "Le [date de réception], Dubois."
    assert left_open(text, FIELDS) == "date de réception"
    assert left_open("Le 3 mai [sic], Dubois.", FIELDS) == ""


# Brackets and known words by chance alone would hardly ever meet.
PIECES = st.sampled_from(
    ["[", "]", "\n", "\r\n", " ", "nom", "[nom]", "[si refus]", "[sinon]", "[fin]", "[prenon]", "\u2028"]
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)


@given(TEXTS)
def test_any_text_is_read_or_told_its_faults(text):
    try:
        said = fill(read(text), dict.fromkeys(FIELDS, "x"), CONDITIONS)
    except Unreadable as error:
        lines = [fault.line for fault in error.faults]
        said = "" if lines == sorted(lines) and 1 <= lines[0] <= lines[-1] <= text.count("\n") + 1 else "["
    assert not {"[", "]"}.intersection(said)


@given(st.text().map(lambda text: text.replace("[", "").replace("]", "")))
def test_what_has_no_bracket_is_kept_as_it_is(text):
    assert filled(text) == text


@given(st.text(min_size=1))
def test_an_answer_is_never_read_as_a_field_nor_a_condition(answer):
    assert filled("[prénom], [nom]", prénom=answer) == f"{answer}, Dubois"
    assert filled("[si refus]\n[nom]\n[fin]\nFin.", ["refus"], nom="[fin]") == "[fin]\nFin."
