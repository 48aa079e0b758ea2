import pytest

from guichet.catalogue.rules import Sheet, SheetError, score, typed

WHOLE = {
    "who": {"short": "Les habitants"},
    "cost": {"short": "Gratuit"},
    "delay": {"short": "De suite"},
    "where": {"counter": "À l’accueil."},
}


def test_a_sheet_comes_back_the_same_from_its_plain_data():
    sheet = Sheet.read(
        WHOLE
        | {
            "papers": [{"text": "Une photo", "only_if": "le bac est cassé"}],
            "links": [{"label": "Demander", "url": "https://example.org", "whose": "le site de l’État"}],
            "next": [{"slug": "dechetterie", "why": "Le reste y va."}],
            "deadline": {"short": "15 jours"},
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
    ],
)
def test_a_wrong_field_is_named(change, field):
    with pytest.raises(SheetError) as error:
        Sheet.read(WHOLE | change)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("Poubelles CASSÉES", {"poubelle", "cassee"}),
        ("papier pour vendre ma voiture", {"vendre", "voiture"}),
        ("papiers", {"papier"}),  # a search of empty words alone still searches something
        ("la", set()),
        ("", set()),
    ],
)
def test_a_search_keeps_the_words_that_say_something(asked, kept):
    assert typed(asked) == kept


def test_a_text_that_holds_all_the_words_outweighs_words_met_here_and_there():
    asked = typed("poubelle cassée")
    together = score(asked, "Bac à ordures", ["poubelle cassée"])
    apart = score(asked, "Bac à ordures", ["poubelle", "vitre cassée"])
    assert together > apart > score(asked, "Bac à ordures", ["poubelle"]) > 0
    assert score(asked, "Carte d’identité", ["CNI"]) == 0
