"""Where requests land, what is missing from them, and how they go on to the competent body."""

from datetime import UTC, datetime

import pytest

from guichet.cases.acknowledgement import acknowledgement
from guichet.cases.actions import (
    answer_as_resident,
    ask_for_paper,
    decide,
    echo_report,
    erase_old_cases,
    receive_paper,
    save_step,
    set_routing,
    submit,
    take,
    transmit,
)
from guichet.cases.facts import CaseTransmitted, PaperAwaited, ReportEchoed
from guichet.cases.models import Case
from guichet.cases.routing import destination_of
from guichet.cases.twins import twins_of
from guichet.communes.actions import change_department, open_body
from guichet.communes.models import Body
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import add_working_days, pretending
from guichet.kit.refusal import Refusal
from guichet.notifications.models import Message
from tests.base import an_agent, facts, resident_of
from tests.requests import BIRTH, CARD, COUNTY_HOLE, HOLE, WAYS, WORDS, Offered, a_draft_of, a_request, offer_everything


@pytest.fixture
def offered(world) -> Offered:
    return offer_everything(world)


@pytest.fixture
def didier(offered):
    return an_agent("didier", offered.anor, offered.technical)


def test_an_act_lands_in_the_town_hall_that_keeps_it(offered):
    fourmies = offered.world.fourmies
    case = a_request("acte-etat-civil", BIRTH, fourmies)
    assert (case.commune, case.owner, case.department) == (fourmies, offered.anor, offered.registry)
    assert case.sender is None
    assert "C’est la commune" in destination_of(a_draft_of("acte-etat-civil", BIRTH, fourmies)).reason


def test_a_message_goes_to_the_department_of_its_subject(offered):
    town = a_request("message", WORDS, offered.anor)
    waste = a_request("message", {**WORDS, "topic": "waste"}, offered.anor)
    assert town.department.name == "accueil"
    assert (waste.owner, waste.department) == (offered.world.body, offered.world.waste)


def test_a_county_road_goes_to_the_county_and_is_followed_by_the_town(offered, didier):
    case = a_request("signalement-voirie", COUNTY_HOLE, offered.anor)
    assert (case.owner, case.department, case.sender) == (offered.county, offered.roads, offered.technical)
    assert case.speaker == offered.technical
    assert list(Case.objects.followed_by(didier)) == [case]
    assert not Case.objects.visible_to(didier).exists()
    assert "au Département du Nord" in acknowledgement(case).received


def test_an_editor_sends_a_subject_elsewhere_from_now_on(offered):
    before = a_request("signalement-voirie", HOLE, offered.anor)
    desk = offered.anor.departments.get(name="accueil")
    set_routing(body=offered.anor, case_type="signalement-voirie", key="hole", department=desk, by=SYSTEM)
    after = a_request("signalement-voirie", {**HOLE, "street": "rue Pasteur"}, offered.anor)
    assert (Case.objects.get(pk=before.pk).department, after.department) == (offered.technical, desk)


def test_a_nameless_report_is_received_and_nobody_is_written_to(offered):
    case = a_request("signalement-voirie", HOLE, offered.anor)
    deliver_all()
    assert case.person is None
    assert not Message.objects.about("case", case.pk).to_people().exists()


def test_a_proof_for_later_stops_both_clocks_from_the_start(offered):
    with pretending(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        case = a_request("dechetterie", CARD, offered.anor)
    assert (case.state, len(facts(PaperAwaited))) == ("waiting", 1)
    assert f"{case.papers_until:%d/%m/%Y}" == "15/12/2026"
    words = acknowledgement(case)
    assert "justificatif de domicile" in words.missing
    assert "mardi 15" in words.missing
    assert "2 mois après" in words.silence
    with pretending(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        case = answer_as_resident(case, "Voici ma facture.", by=resident_of(offered.anor))
    assert (case.state, f"{case.silence_on:%d/%m/%Y}") == ("in_progress", "01/02/2027")
    assert case.due_on == add_working_days(datetime(2026, 12, 1).date(), 10)


def test_the_receipt_says_what_is_missing_and_no_second_message_follows(offered):
    case = a_request("dechetterie", {**CARD, "phone": "", "email": ""}, offered.anor)
    deliver_all()
    message = Message.objects.about("case", case.pk).to_people().get()
    assert "Il manque" in message.text


def test_a_request_at_the_wrong_body_goes_to_the_right_one_with_its_date(offered, didier, sophie):
    case = a_request("signalement-voirie", HOLE, offered.anor)
    with pretending(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        sent = transmit(
            case,
            department=offered.world.waste,
            text="Ce dépôt est à la CC.",
            seen_version=case.version,
            by=didier.actor,
        )
        deliver_all()
    assert (sent.owner, sent.state, sent.sender) == (offered.world.body, "received", offered.technical)
    assert sent.due_on == add_working_days(datetime(2026, 12, 1).date(), 5)
    assert len(facts(CaseTransmitted)) == 1
    assert sent.reference == case.reference
    assert sent.secret == case.secret


def test_the_person_learns_who_has_it_now_and_why(offered, didier):
    case = a_request("signalement-voirie", {**COUNTY_HOLE, "road": "town", "street": "rue Pasteur"}, offered.anor)
    transmit(
        case,
        department=offered.roads,
        text="C’est une route départementale.",
        seen_version=case.version,
        by=didier.actor,
    )
    deliver_all()
    message = Message.objects.about("case", case.pk).to_people().get(purpose="case-transmitted")
    assert message.body == offered.anor
    assert "au Département du Nord" in message.text
    assert "C’est une route départementale." in message.text


def test_a_case_given_back_is_told_again_to_the_department(offered, didier, sophie, settings):
    settings.DEMONSTRATION = True
    change_department(offered.technical, {"email": "technique@anor.example"}, by=SYSTEM)
    case = a_request("signalement-voirie", HOLE, offered.anor)
    deliver_all()
    case = transmit(case, department=offered.world.waste, text="Pour vous", seen_version=case.version, by=didier.actor)
    deliver_all()
    transmit(case, department=offered.technical, text="Pas pour nous", seen_version=case.version, by=sophie.actor)
    deliver_all()
    assert (
        Message.objects.about("case", case.pk).filter(department=offered.technical, to="technique@anor.example").count()
        == 2
    )


def test_a_stranger_never_receives_a_case(offered, didier):
    lone = open_body(
        kind=Body.Kind.COMMUNE, official_code="59350", departments=["accueil"], name="Lille", short_name="Lille",
        host="lille.localhost", office="Mairie de Lille", street="place Augustin-Laurent", postcode="59000",
        city="Lille", by=SYSTEM,
    )  # fmt: skip
    case = a_request("signalement-voirie", HOLE, offered.anor)
    for department, code in ((lone.departments.get(), "body-elsewhere"), (offered.registry, "same-body")):
        with pytest.raises(Refusal) as no:
            transmit(case, department=department, text="Pour vous", seen_version=case.version, by=didier.actor)
        assert no.value.code == code


def test_a_transmission_says_why(offered, didier):
    case = a_request("signalement-voirie", HOLE, offered.anor)
    with pytest.raises(Refusal, match="quelques mots"):
        transmit(case, department=offered.roads, text=" ", seen_version=case.version, by=didier.actor)
    assert not facts(CaseTransmitted)


def test_what_is_known_already_is_seen_and_counted_once(offered):
    report = a_request("signalement-voirie", HOLE, offered.anor)
    a_request("signalement-voirie", {**HOLE, "problem": "light"}, offered.anor)
    a_request("signalement-voirie", HOLE, offered.world.fourmies)
    draft = a_draft_of("signalement-voirie", {**HOLE, "street": "Rue d'Hirson"}, offered.anor)
    assert twins_of(draft) == [report]
    assert echo_report(report, draft, by=resident_of(offered.anor))
    echo_report(report, draft, by=resident_of(offered.anor))
    assert len(facts(ReportEchoed)) == 1
    assert not Case.objects.filter(pk=draft.pk).exists()


def test_a_report_that_is_mended_is_no_longer_beside(offered, didier):
    report = a_request("signalement-voirie", HOLE, offered.anor)
    report = take(report, seen_version=report.version, by=didier.actor)
    decide(report, outcome="mended", text="", seen_version=report.version, by=didier.actor)
    assert twins_of(a_draft_of("signalement-voirie", HOLE, offered.anor)) == []


def test_a_request_for_an_act_is_erased_a_year_after_it_came(offered):
    colette = an_agent("colette", offered.anor, offered.registry).actor
    with pretending(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        case = a_request("acte-etat-civil", BIRTH, offered.anor)
    with pretending(datetime(2026, 2, 20, 9, tzinfo=UTC)):
        decide(case, outcome="handed", text="", seen_version=case.version, by=colette)
    assert erase_old_cases(datetime(2027, 1, 5).date()) == 0
    assert erase_old_cases(datetime(2027, 1, 7).date()) == 1


def test_submitting_twice_lands_once(offered):
    draft = a_draft_of("dechetterie", CARD, offered.anor)
    first = submit(draft, by=resident_of(offered.anor))
    again = submit(draft, by=resident_of(offered.anor))
    assert (first.pk, len(facts(PaperAwaited))) == (again.pk, 1)


def test_a_date_changed_at_the_end_is_judged_again(offered):
    old = {**BIRTH, "quality": "other", "long_dead": "no", "event_on": "14/05/1930"}
    draft = a_draft_of("acte-etat-civil", old, offered.anor)
    assert draft.first_incomplete is None
    draft = save_step(draft, {"event_on": "14/05/1991"}, by=resident_of(offered.anor))
    assert draft.first_incomplete is not None
    assert draft.first_incomplete.slug == "lien"
    with pytest.raises(Refusal, match="Il manque une réponse"):
        submit(draft, by=resident_of(offered.anor))


def test_a_page_answered_before_the_date_is_known_is_no_fault(offered):
    draft = a_draft_of("acte-etat-civil", {"act": "birth", "document": "full", "quality": "other"}, offered.anor)
    assert draft.first_incomplete is not None


def test_a_danger_never_hides_behind_a_calm_report(offered):
    calm = a_request("signalement-voirie", {**HOLE, "urgency": "calm"}, offered.anor)
    assert twins_of(a_draft_of("signalement-voirie", {**HOLE, "urgency": "danger"}, offered.anor)) == []
    assert twins_of(a_draft_of("signalement-voirie", {**HOLE, "urgency": "calm"}, offered.anor)) == [calm]


def test_two_other_problems_are_two(offered):
    other = {**HOLE, "problem": "other", "problem_words": "Un banc cassé"}
    a_request("signalement-voirie", other, offered.anor)
    assert twins_of(a_draft_of("signalement-voirie", other, offered.anor)) == []


def test_an_echo_changes_nothing_under_the_agents_eyes(offered, didier):
    report = a_request("signalement-voirie", HOLE, offered.anor)
    draft = a_draft_of("signalement-voirie", HOLE, offered.anor)
    echo_report(report, draft, by=resident_of(offered.anor))
    decide(report, outcome="mended", text="", seen_version=report.version, by=didier.actor)
    late = a_draft_of("signalement-voirie", HOLE, offered.anor)
    assert not echo_report(report, late, by=resident_of(offered.anor))
    assert Case.objects.filter(pk=late.pk).exists()


def test_an_act_never_decided_is_erased_a_year_after_it_came_too(offered):
    with pretending(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        a_request("acte-etat-civil", BIRTH, offered.anor)
    assert erase_old_cases(datetime(2027, 1, 7).date()) == 1


def test_the_place_of_a_report_is_nobodys_address(offered):
    case = a_request(
        "signalement-voirie", {**HOLE, **WAYS, "first_name": "Odette", "last_name": "Delcourt"}, offered.anor
    )
    assert case.person.postal_address is None
    named = {**HOLE, **WAYS, "last_name": "Delcourt", "own_address": "3 rue de la Gare, 59610 Fourmies"}
    assert a_request("signalement-voirie", named, offered.anor).person.postal_address.city == "Fourmies"


def test_a_paper_brought_to_the_counter_starts_both_clocks(offered, sophie):
    case = a_request("dechetterie", CARD, offered.anor)
    case = receive_paper(case, "", seen_version=case.version, by=sophie.actor)
    assert (case.state, case.papers_until) == ("in_progress", None)
    assert case.silence_on is not None
    deliver_all()
    assert Message.objects.about("case", case.pk).filter(purpose="case-paper-came").exists()
    with pytest.raises(Refusal, match="n’attend rien"):
        receive_paper(case, "", seen_version=case.version, by=sophie.actor)


def test_the_receipt_of_an_outside_body_promises_nothing_for_it(offered):
    words = acknowledgement(a_request("signalement-voirie", COUNTY_HOLE, offered.anor))
    assert "Le Département du Nord doit répondre" in words.due
    assert "route départementale" in words.received


def test_a_paused_complaint_says_no_day(offered, manon):
    case = a_request("message", {**WORDS, "topic": "complaint"}, offered.anor)
    case = ask_for_paper(case, "Quel jour ?", seen_version=case.version, by=manon.actor)
    assert "suspendu" in acknowledgement(case).silence
