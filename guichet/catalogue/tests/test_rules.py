from dataclasses import fields

import pytest

from guichet.catalogue.rules import Move, Sheet, SheetError, application_number, moved, told_facts

WHOLE = {
    "who": {"short": "Les habitants"},
    "cost": {"short": "Gratuit"},
    "delay": {"short": "De suite"},
    "where": {"counter": "À l’accueil."},
    "desk": {"may": "now", "words": "Nous le faisons."},
    "filling": ["Signez en bas."],
}


def test_a_sheet_comes_back_the_same_from_its_plain_data():
    sheet = Sheet.read(
        WHOLE
        | {
            "papers": [{"text": "Une photo", "only_if": "le bac est cassé"}],
            "links": [{"label": "Demander", "url": "https://example.org", "whose": "le site de l’État"}],
            "next": [{"slug": "dechetterie", "why": "Le reste y va."}],
            "deadline": {"short": "15 jours"},
            "first": {"slug": "plu", "why": "Il dit ce qui est permis."},
            "forms": [{"number": "15776", "label": "Certificat de cession"}],
            "to_check": ["À vérifier : le prix."],
        }
    )
    assert Sheet.read(sheet.as_json()) == sheet


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"who": None}, "who"),
        ({"cost": {"more": "selon le cas"}}, "cost.short"),
        ({"where": {}}, "where"),
        ({"where": {"telephone": "Appelez."}}, "where.telephone"),
        ({"prix": "Gratuit"}, "prix"),
        ({"papers": "Une photo"}, "papers"),
        ({"papers": [{"text": "Une photo"}, {"only_if": "cassé"}]}, "papers[1].text"),
        ({"links": [{"label": "Demander", "url": "http://example.org", "whose": "l’État"}]}, "links[0].url"),
        ({"steps": [12]}, "steps[0]"),
        ({"desk": {"may": "later", "words": "Non."}}, "desk.may"),
        ({"desk": {"may": "now", "words": "Oui.", "minutes": "dix"}}, "desk.minutes"),
        ({"filling": []}, "filling"),
        ({"first": {"slug": "plu"}}, "first.why"),
        ({"forms": [{"number": "15776"}]}, "forms[0].label"),
    ],
)
def test_a_wrong_field_is_named(change, field):
    with pytest.raises(SheetError) as error:
        Sheet.read(WHOLE | change)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("K3GV8TRPQ2", "K3GV8TRPQ2"),
        (" k3gv 8trp-q2 ", "K3GV8TRPQ2"),
        ("K3GV8TRPQ", ""),
        ("K3GV8TRPQ2X", ""),
        ("K3GV8TRPÉ2", ""),
        ("", ""),
    ],
)
def test_an_application_number_has_ten_letters_and_digits(typed, number):
    assert application_number(typed) == number


def test_what_moved_since_a_town_wrote_is_told_field_by_field():
    before = told_facts(Sheet.read(WHOLE), "Avant.")
    after = told_facts(Sheet.read(WHOLE | {"cost": {"short": "10 €"}, "papers": [{"text": "Une photo"}]}), "Avant.")
    assert moved(before, after) == [Move("cost", "Gratuit", "10 €"), Move("papers", "", "Une photo")]
    assert moved(before, before) == []


CHANGES = {
    "who": {"short": "Tous"},
    "cost": {"short": "Gratuit", "more": "sauf l’été"},
    "delay": {"short": "Un mois"},
    "where": {"post": "Écrivez."},
    "desk": {"may": "inform", "words": "Nous expliquons."},
    "filling": ["Signez en haut."],
    "deadline": {"short": "15 jours"},
    "validity": {"short": "Un an"},
    "papers": [{"text": "Une photo", "only_if": "le bac est cassé"}],
    "first": {"slug": "plu", "why": "Il dit ce qui est permis."},
    "steps": ["Venez."],
    "forms": [{"number": "15776", "label": "Certificat"}],
    "advice": ["Gardez une copie."],
    "links": [{"label": "Demander", "url": "https://example.org", "whose": "le site de l’État"}],
    "next": [{"slug": "plu", "why": "Ensuite."}],
}


@pytest.mark.parametrize("field", CHANGES)
def test_whatever_a_resident_reads_moves_when_it_changes(field):
    before, after = (told_facts(Sheet.read(WHOLE | change), "") for change in ({}, {field: CHANGES[field]}))
    assert moved(before, after)


def test_a_change_of_condition_moves_too():
    papers = [{"text": "Une photo", "only_if": "le bac est cassé"}], [{"text": "Une photo", "only_if": "il est volé"}]
    before, after = (told_facts(Sheet.read(WHOLE | {"papers": one}), "") for one in papers)
    assert [move.field for move in moved(before, after)] == ["papers"]


def test_no_field_of_a_sheet_is_forgotten():
    assert set(CHANGES) == {field.name for field in fields(Sheet)} - {"to_check"}
