"""The search: words as people type them, what a town teaches it, how soon it knows what changed."""

import pytest

from guichet.catalogue.actions import load_procedures, write_local_sheet
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.content.actions import remove_synonym, write_synonym
from guichet.content.facts import SynonymRemoved, SynonymWritten
from guichet.content.models import SearchedWords
from guichet.content.search.asking import KEPT_DAYS, MOST_KEPT, Verdict, forget_old_searches, note_search
from guichet.content.search.index import MOST_INDEXES, _indexes, find
from guichet.content.search.language import said, sound, stems
from guichet.content.search.matching import Document, Index, Part, Shared, Synonym
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from tests.base import facts

BIN = Document("procedure", "bin", "Demander un bac à ordures", phrases=("poubelle cassée",), synonyms=("conteneur",))
CARD = Document("procedure", "card", "Carte d’identité", phrases=("refaire ma carte",), synonyms=("CNI",), rank=10)
CAR = Document(
    "procedure", "car", "Carte grise", phrases=("papiers de la voiture",), text="Une pièce d’identité", rank=50
)
BIRTH = Document("procedure", "birth", "Demander un acte de naissance", phrases=("extrait de naissance",))
INDEX = Index([BIN, CARD, CAR, BIRTH], [Synonym("certificat d’immatriculation", "carte grise"), Synonym("ANPE", "bac")])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("poubelle cassée", BIN),
        ("POUBELLES CASSEES", BIN),
        ("poubele", BIN),
        ("poubel kassé", BIN),
        ("poub", BIN),
        ("carte didentite", CARD),
        ("identite", CARD),
        ("cni", CARD),
        ("la carte grise", CAR),
        ("certificat d'immatriculation", CAR),
        ("actenaissance", BIRTH),
        ("acte de naisance", BIRTH),
        ("anpe", BIN),
    ],
)
def test_people_are_understood(typed, first):
    assert INDEX.find(typed)[0] == first


@pytest.mark.parametrize("typed", ["", " ", "?!", "la", "xylophone", "\x00", "œ" * 5000, "a " * 3000])
def test_nothing_is_found_where_nothing_is_said(typed):
    assert INDEX.find(typed) == []


def test_what_holds_all_the_words_comes_before_what_holds_one():
    assert INDEX.find("carte grise")[0] == CAR
    assert INDEX.find("carte")[:2] == [CARD, CAR]  # equal: the more asked first


@pytest.mark.parametrize(
    "typed",
    ["poubele", "poub", "carte didentite", "papier voiture", "actenaissance", "acte", "carte", "cart", "refaire"],
)
def test_a_shared_part_answers_as_if_its_documents_were_the_bodys_own(typed):
    more = [Document("national", f"F{n}", f"Refaire une carte {n}", rank=150) for n in range(30)]
    shared = [Shared(Part([CAR, BIRTH, *more]))]
    assert Index([BIN, CARD], shared=shared).find(typed) == Index([BIN, CARD, CAR, BIRTH, *more]).find(typed)


def test_what_a_body_has_a_page_of_its_own_for_is_left_out_of_its_shared_part_alone():
    part = Part([CAR, BIRTH])
    assert Index([BIN], shared=[Shared(part, without=frozenset({"car"}))]).find("carte grise") == []
    assert Index([BIN], shared=[Shared(part)]).find("carte grise") == [CAR]


def test_empty_words_count_only_when_there_is_nothing_else():
    assert said("comment faire pour obtenir un acte") == ["acte"]
    assert said("papiers") == ["papiers"]
    assert stems("les poubelles cassées") == stems("poubelle cassee")


@pytest.mark.parametrize(("one", "other"), [("fotografie", "photographie"), ("kado", "cadeau"), ("maizon", "maizons")])
def test_what_sounds_alike_is_one_sound(one, other):
    assert sound(one) == sound(other)


@pytest.fixture
def anor(world):
    load_procedures(by=SYSTEM)
    return read_again(world.anor)


def read_again(body):
    """The body as a page gets it, a second later."""
    return Body.objects.select_related("member_of").get(pk=body.pk)


def slugs(text, body, **more):
    return [document.slug for document in find(text, body=body, **more)]


@pytest.mark.django_db
def test_a_synonym_of_the_town_is_known_at_once_there_and_not_next_door(world, anor):
    assert "location-salle" not in slugs("la kermesse bleue", anor)
    synonym = write_synonym(body=anor, said="kermesse bleue", means="salle des fêtes", by=SYSTEM)
    assert slugs("la kermesse bleue", read_again(anor))[0] == "location-salle"
    assert "location-salle" not in slugs("la kermesse bleue", read_again(world.fourmies))
    remove_synonym(synonym, by=SYSTEM)
    assert "location-salle" not in slugs("la kermesse bleue", read_again(anor))
    assert len(facts(SynonymWritten)) == len(facts(SynonymRemoved)) == 1


@pytest.mark.django_db
def test_a_hidden_procedure_is_not_found(anor):
    hall = Procedure.objects.get(slug="location-salle")
    assert slugs("louer la salle des fêtes", anor)[0] == "location-salle"
    write_local_sheet(hall, {"is_hidden": True}, body=anor, by=SYSTEM)
    assert "location-salle" not in slugs("louer la salle des fêtes", read_again(anor))


@pytest.mark.django_db
def test_the_index_is_built_once_for_a_version_and_then_costs_no_query(anor, django_assert_num_queries):
    find("carte", body=anor)
    with django_assert_num_queries(0):
        assert len(find("carte", body=anor, limit=2)) == 2


@pytest.mark.django_db
def test_the_indexes_in_memory_are_counted(anor):
    for number in range(MOST_INDEXES + 3):
        anor.pk = 10_000 + number
        find("carte", body=anor)
    assert len(_indexes) == MOST_INDEXES


@pytest.mark.django_db
@pytest.mark.parametrize(("said_", "means", "code"), [("?", "bac", "synonym-empty"), ("Bac", "bac", "synonym-same")])
def test_a_synonym_that_says_nothing_is_refused(world, said_, means, code):
    with pytest.raises(Refusal) as refusal:
        write_synonym(body=world.anor, said=said_, means=means, by=SYSTEM)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_searches_are_counted_without_who_and_forgotten(world):
    personal = ("jean@exemple.fr", "06 12 34 56 78", "06/12/34/56/78", "06_12_34_56_78", "x" * 200, "")
    for text in ("Kermesse bleue", "kermesse  BLEUE", *personal):
        note_search(text, Verdict.NOTHING, body=world.anor)
    note_search("kermesse bleue", Verdict.NOT_FOUND, body=world.anor)
    row = SearchedWords.objects.get()
    assert (row.words, row.without_result, row.not_found) == ("kermesse bleue", 2, 1)
    assert forget_old_searches(paris_date(now())) == 0
    SearchedWords.objects.update(last_on=paris_date(now()).replace(year=2020))
    assert forget_old_searches(paris_date(now())) == 1
    assert KEPT_DAYS < 366


@pytest.mark.django_db
def test_a_flood_of_searches_neither_fills_the_table_nor_hides_a_new_one(world):
    today = paris_date(now())
    SearchedWords.objects.bulk_create(
        SearchedWords(body=world.anor, words=f"mot {n}", last_on=today, without_result=1) for n in range(MOST_KEPT)
    )
    SearchedWords.objects.filter(words="mot 0").update(without_result=9)
    note_search("patinoire", Verdict.NOTHING, body=world.anor)
    kept = SearchedWords.objects.filter(words__in=["patinoire", "mot 0", "mot 1"])
    assert {row.words for row in kept} == {"patinoire", "mot 0"}
    assert SearchedWords.objects.count() == MOST_KEPT
