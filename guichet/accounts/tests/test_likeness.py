from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.accounts.likeness import (
    Described,
    Likeness,
    folded_address,
    folded_email,
    folded_name,
    folded_phone,
    folded_town,
    likeness,
)
from guichet.kit.words import fold

HOME = frozenset({"14 rue leo lagrange 59186 anor"})
FIRST_NAMES = [
    "Jean", "Jean-Pierre", "Jeanne", "Jean-Baptiste", "Pierre", "Louis", "Louise", "Julie", "Julien", "Julia", "Marie", "Maria",
    "Mario", "Michel", "Michèle", "René", "Renée", "André", "Andrée", "Paul", "Paule", "Clara", "Carla", "Emma",
    "Léa", "Léo", "Lina", "Lisa", "Daniel", "Danielle", "Joël", "Joëlle", "Émile", "Émilie", "Gabriel", "Gabrielle", "Martin",
    "Martine", "Lucie", "Lucien", "Frédéric", "Frédérique", "Claude", "Claudine", "Noël", "Noëlle", "Axel", "Axelle", "",
]  # fmt: skip
LAST_NAMES = ["Dupont", "Dubois-Martin", "De Backer-Vandenbroucke", "Le Goff", "Ben Ali", "Noël", "Martin", "李"]


def of(name, *, id=1, points=HOME, town="59186 anor"):
    """ "Prénom, Nom" as a request gives it."""
    first_name, last_name = name.split(", ")
    return Described(id, first_name, last_name, frozenset(points), town)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lucie, Dubois", "lucie, DUBOIS"),
        ("Lucie, Dubois", "Lucie, Duboi"),  # a letter left out
        ("Lucie, Dubois", "Lucie, Dubios"),  # two changed about
        ("Lucie, Dubois", "Dubois, Lucie"),  # each in the other's field
        (", Lucie Dubois", "Lucie, Dubois"),  # both in one
        ("Jean-Pierre, Le Goff", "Jean Pierre, Legoff"),
        ("Élodie, Noël", "Elodie, Noel"),
        ("Philippe, Carlier", "Phillippe, Carlier"),
        ("Michèle, Carlier", "Michelle, Carlier"),
        ("Ludovic, Carlier", "Ludoivc, Carlier"),
        ("Lucie, Dubois", "Lucie, Dubois-Martin"),  # a married name
        ("Jean-Baptiste, De Backer-Vandenbroucke", "Jean-Baptiste, Debacker Vandenbrouke"),
        ("Jean-Baptiste, De Backer-Vandenbroucke", "Jean Baptiste, Vandenbroucke"),
        (", Association Les Amis du Parc", "Association, Les Amis du Parc"),
        ("李, 王", "李, 王"),
    ],
)
def test_a_name_spelled_otherwise_with_one_contact_in_common_is_proposed(one, other):
    assert likeness(of(one), of(other, id=2)) == Likeness.SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jean, Dupont", "Jean-Pierre, Dupont"),
        ("Jean, Dupont", "Paul, Dupont"),
        ("Lucie, Dubois", "Lucien, Dubois"),
        ("Lucie, Dubois", ", Dubois"),  # she may be anybody of the house
        ("Lucie, Dubois", "L., Dubois"),
        ("Lucie, Dubois", "Lucie, Leroy"),  # two friends under one roof
        ("Lucie, De Backer", "Lucie, De Smet"),
        ("Lucie, Roy", "Lucie, Rey"),  # too short to be a slip
        ("Jean, Martin", "Martin, Jean-Pierre"),
        ("李, 王", "张, 王"),
    ],
)
def test_another_first_name_or_another_family_name_is_another_person(one, other):
    assert likeness(of(one), of(other, id=2)) is None


def test_the_same_name_in_the_same_town_is_only_to_check():
    one, other = of("Lucie, Dubois", points=["0612345678"]), of("Dubois, Lucie", id=2, points=["0698765432"])
    assert likeness(one, other) == Likeness.TO_CHECK
    assert likeness(one, replace(other, town="59610 fourmies")) is None
    assert likeness(replace(one, town=""), replace(other, town="")) is None
    assert likeness(one, replace(other, first_name="Duboi")) is None


@pytest.mark.parametrize("last_name", LAST_NAMES)
def test_two_first_names_of_one_family_at_one_address_are_never_proposed(last_name):
    pairs = permutations(FIRST_NAMES, 2)
    confused = [pair for pair in pairs if likeness(*(of(f"{name}, {last_name}", id=id(name)) for name in pair))]
    assert confused == []


NAMES = st.text(st.characters(categories=["L", "M", "P", "Zs", "Nd"]), max_size=20) | st.sampled_from(
    FIRST_NAMES + LAST_NAMES
)
POINTS = st.frozensets(st.sampled_from(["a@b.fr", "0612345678", *HOME]))
PEOPLE = st.builds(Described, st.integers(1, 3), NAMES, NAMES, POINTS, st.sampled_from(["", "59186 anor"]))


@given(PEOPLE, PEOPLE)
def test_likeness_is_the_same_both_ways_and_nobody_is_like_herself(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) is None
    assert likeness(one, replace(other, id=one.id)) is None


@given(st.sampled_from(FIRST_NAMES), st.sampled_from(LAST_NAMES), st.data())
def test_case_accents_hyphens_and_spaces_change_nothing(first_name, last_name, data):
    written = f"{first_name}, {last_name}"
    written = data.draw(st.sampled_from([str.upper, str.lower, str.title, fold]))(written)
    written = written.replace("-", data.draw(st.sampled_from(["-", " ", " - ", "‐"])))
    assert likeness(of(f"{first_name}, {last_name}"), of(written, id=2)) == Likeness.SURE


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("06 12 34 56 78", "0612345678"),
        ("+33612345678", "0612345678"),
        ("+33 (0)6 12 34 56 78", "0612345678"),
        ("0033612345678", "0612345678"),
        ("+3265123456", "+3265123456"),
        ("0032 65 12 34 56", "+3265123456"),
        ("17", ""),
        ("", ""),
    ],
)
def test_a_number_is_its_figures(typed, folded):
    assert folded_phone(typed) == folded


@pytest.mark.parametrize(
    ("street", "folded"),
    [
        ("14 rue Léo-Lagrange", "14 rue leo lagrange 59186 anor"),
        ("14, r. Léo Lagrange", "14 rue leo lagrange 59186 anor"),
        ("3 BD du Gal Leclerc", "3 boulevard du general leclerc 59186 anor"),
        ("Hameau de la Neuve-Forge, 12", "hameau de la neuve forge 12 59186 anor"),
        ("Hameau de la Neuve-Forge", ""),  # neighbours are not a household
        ("rue du 8 mai 1945", ""),
        ("", ""),
    ],
)
def test_an_address_is_a_dwelling_only_with_its_number(street, folded):
    assert folded_address(street, "59186", "Anor") == folded


def test_names_e_mails_and_towns_are_folded():
    assert folded_name("Lucie", "Dubois-Noël") == folded_name("noel DUBOIS", "lucie") == "dubois lucie noel"
    assert folded_email(" Lucie@Exemple.FR ") == "lucie@exemple.fr"
    assert folded_town("59610", "Fourmies Cedex 2") == "59610 fourmies"
    assert folded_town("59177", "St-Hilaire") == folded_town("59 177", "Saint Hilaire")
    assert folded_town("59177", "") == ""


@given(st.text(max_size=200), st.text(max_size=60))
def test_whatever_is_typed_is_folded_within_its_column(text, other):
    assert len(folded_name(text, other)) <= 170
    assert len(folded_address(text, "59186", other)) <= 280
    assert len(folded_phone(text)) <= 200
