"""What each kind of request reads, says of itself, and where it points."""

import pytest

from guichet.cases.questions import is_length_known, visible_steps
from guichet.cases.territory import not_served
from guichet.cases.types import CASE_TYPES, Silence, readers
from guichet.cases.types.signalement_voirie import is_county_road, twin
from guichet.communes.models import Body
from guichet.kit.refusal import Refusal
from tests.requests import BIRTH, CARD, FOR_HERSELF, FOR_MOTHER, HOLE

ACT, STREET = CASE_TYPES["acte-etat-civil"], CASE_TYPES["signalement-voirie"]
TIP, MESSAGE = CASE_TYPES["dechetterie"], CASE_TYPES["message"]
HOME_VISIT = CASE_TYPES["visite-domicile"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ab123cd", "AB-123-CD"),
        ("AB 123 CD, ga-417-km", "AB-123-CD, GA-417-KM"),
        ("1234 ab 59", "1234 AB 59"),
        ("12ABC2A", "12 ABC 2A"),
        ("AB-123-CD GA-417-KM", "AB-123-CD, GA-417-KM"),
        ("1-ABC-123", "1-ABC-123"),
        ("W-123-AB", "W-123-AB"),
        ("", ""),
    ],
)
def test_a_plate_is_kept_in_its_own_form(typed, kept):
    assert readers.plates(typed) == kept


@pytest.mark.parametrize("typed", ["AB", "bonjour", "12345", "AB-123-CD, AB-124-CD, AB-125-CD, AB-126-CD"])
def test_what_is_no_plate_is_refused_with_an_example(typed):
    with pytest.raises(Refusal):
        readers.plates(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anor", "Anor (59186)"),
        ("59186 Anor", "Anor (59186)"),
        ("Paris 12e", "Paris 12e arrondissement (75012)"),
        ("69003 Lyon", "Lyon 3e arrondissement (69003)"),
        ("Paris (75116)", "Paris 16e arrondissement (75)"),
    ],
)
def test_a_commune_is_kept_by_its_official_name(typed, kept):
    assert readers.commune(typed) == kept


def test_a_commune_that_nobody_knows_is_refused_with_a_way_out():
    with pytest.raises(Refusal, match="code postal"):
        readers.commune("Xqzwt")


@pytest.mark.parametrize(
    ("typed", "example"), [("Paris", "Paris 3e"), ("lyon", "Lyon 3e"), ("Marseille (13)", "Marseille 3e")]
)
def test_a_city_whose_registers_are_in_its_arrondissements_is_asked_which(typed, example):
    with pytest.raises(Refusal, match=f"Quel arrondissement.* {example}"):
        readers.commune(typed)


def test_namesakes_are_told_apart():
    with pytest.raises(Refusal, match="communes portent ce nom"):
        readers.commune("Saint-Aubin")


def test_a_past_commune_leads_to_the_one_that_keeps_its_registers():
    assert readers.commune_code(readers.commune("Bellegarde-sur-Valserine")) == "01033"


@pytest.mark.parametrize(
    ("postcode", "city", "wrong"),
    [
        ("59186", "Anor", False),
        ("59610", "Anor", True),
        ("59186", "hameau inconnu", False),
        ("59605", "Fourmies Cedex", False),
        ("59605", "Fourmies", False),
        ("", "Anor", False),
        ("", "", False),
    ],
)
def test_a_postcode_and_a_town_go_together(postcode, city, wrong):
    assert bool(readers.mismatch(postcode, city)) is wrong


@pytest.mark.parametrize(
    ("city", "served"), [("Anor", True), ("Trélon (59132)", True), ("Lille", False), ("hameau inconnu", True)]
)
def test_a_bin_is_for_the_communes_of_the_body_alone(city, served):
    body = Body(kind="intercommunal", official_code="200043404", name="communauté de communes du Sud-Avesnois")
    portal = Body(kind="commune", official_code="59012", name="Anor", member_of=body)
    assert (not_served(city, portal) == "") is served
    assert (not_served(city, body) == "") is served
    assert not_served(city, Body(kind="commune", official_code="59012", name="Anor")) == ""


@pytest.mark.parametrize(
    ("answers", "county"),
    [
        ({"problem": "hole", "road": "county", "street": "au calvaire"}, True),
        ({"problem": "hole", "road": "unknown", "street": "D 963, au calvaire"}, True),
        ({"problem": "hole", "road": "unknown", "street": "rue d’Hirson"}, False),
        ({"problem": "hole", "road": "town", "street": "D 963"}, False),
        ({"problem": "light", "street": "D963"}, False),
    ],
)
def test_a_county_road_is_said_or_read(answers, county):
    assert is_county_road(answers) is county


def test_the_same_street_written_otherwise_is_the_same_report():
    first = twin({"problem": "hole", "street": "28 rue d’Hirson"})
    assert twin({"problem": "hole", "street": "Rue d'hirson 30"}) == first
    assert twin({"problem": "light", "street": "28 rue d’Hirson"}) != first
    assert twin({"problem": "hole", "street": "12"}) == ""


def test_an_act_is_asked_of_the_commune_of_the_event_alone():
    ours = {"59012", "59249"}
    assert ACT.is_ours({"act": "birth", "place": "france", "commune": "Fourmies (59610)"}, ours)
    assert not ACT.is_ours({"act": "birth", "place": "france", "commune": "Lille (59)"}, ours)
    assert not ACT.is_ours({"act": "birth", "place": "abroad"}, ours)
    assert ACT.direct({"commune": "Fourmies (59610)"}).code == "59249"


def test_the_parents_are_asked_only_for_a_paper_that_names_them():
    pages = {step.slug: step for step in ACT.steps}
    assert pages["parents"].when({"act": "birth", "document": "full"})
    assert not pages["parents"].when({"act": "birth", "document": "without_parents"})
    assert not pages["lien"].when({"act": "death", "document": "full"})


def test_an_identity_paper_is_asked_only_when_the_act_leaves_by_post():
    identity = next(step for step in ACT.steps if step.slug == "identite")
    assert identity.when({"act": "birth", "document": "full", "delivery": "post"})
    assert not identity.when({"act": "birth", "document": "full", "delivery": "counter"})
    assert not identity.when({"act": "birth", "document": "without_parents", "delivery": "post"})
    question = identity.questions[0]
    assert question.until_decided
    assert question.stamped


def test_who_may_not_have_the_paper_is_told_why_and_what_else():
    whose = next(step for step in ACT.steps if step.slug == "lien")
    wrong = whose.check({"act": "birth", "document": "full", "quality": "other", "event_on": "03/11/1984"})
    assert "extrait sans filiation" in wrong["quality"]
    assert "art. 30" in wrong["quality"]


def test_the_delay_follows_the_danger_and_a_complaint_has_its_own():
    assert [STREET.clock({"urgency": urgency}).working_days for urgency in ("danger", "soon", "calm")] == [1, 5, 20]
    assert MESSAGE.clock({"topic": "town"}).silence == "none"
    complaint = MESSAGE.clock({"topic": "complaint"})
    assert (complaint.silence, complaint.silence_months) == ("rejection", 2)


def test_a_proof_for_later_is_missing_from_the_start():
    assert "justificatif de domicile" in TIP.missing({"proof_way": "later"})
    assert TIP.missing({"proof_way": "now"}) == ""


def test_every_way_a_request_may_take_has_its_words_for_the_editor():
    for kind in CASE_TYPES.values():
        keys = [key for key, _label in kind.routes]
        assert len(keys) == len(set(keys))
        question = kind.question({"signalement-voirie": "problem", "message": "topic"}.get(kind.slug, ""))
        if question is not None:
            assert {choice.value for choice in question.choices} <= set(keys)


def test_a_visit_for_a_relative_is_said_by_her_name_and_answered_to_who_asks():
    assert HOME_VISIT.subject(FOR_MOTHER) == "Visite à domicile, Yvette Carpentier"
    asker = HOME_VISIT.recipient(FOR_MOTHER)
    assert (asker.first_name, asker.phone, asker.street) == ("Élise", "06 12 34 56 78", "")
    assert HOME_VISIT.recipient(FOR_HERSELF).street == "14 rue Léo-Lagrange"


def test_a_visit_asked_is_answered_in_five_working_days_and_silence_makes_nothing_of_it():
    clock = HOME_VISIT.clock(FOR_HERSELF)
    assert (clock.working_days, clock.silence) == (5, Silence.NONE)


def test_who_asks_for_herself_is_not_asked_whom_to_visit():
    asked = [step.slug for step in visible_steps(HOME_VISIT.steps, FOR_HERSELF)]
    assert "proche" not in asked
    assert "proche" in [step.slug for step in visible_steps(HOME_VISIT.steps, FOR_MOTHER)]


@pytest.mark.parametrize(
    ("slug", "answers"),
    [
        ("acte-etat-civil", BIRTH), ("acte-etat-civil", {**BIRTH, "act": "death", "delivery": "post"}),
        ("dechetterie", {**CARD, "proof_way": "now"}), ("signalement-voirie", HOLE), ("visite-domicile", FOR_MOTHER),
    ],
)  # fmt: skip
def test_a_number_of_pages_that_was_told_does_not_move(slug, answers):
    steps = CASE_TYPES[slug].steps
    known: dict[str, str] = {}
    told: set[int] = set()
    assert not is_length_known(steps, known)
    for step in steps:
        known |= {question.name: answers[question.name] for question in step.questions if question.name in answers}
        if is_length_known(steps, known):
            told.add(len(visible_steps(steps, known)))
    assert len(told) == 1
