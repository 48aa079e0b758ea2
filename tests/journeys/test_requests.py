"""The four requests of a town, each from the resident's first page to the answer she reads, in a real Chromium.

Own commune, other commune, born abroad, wrong body, missing paper, refusal with its reason, nobody to write to.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.cases.actions import take
from guichet.cases.facts import ReportEchoed
from guichet.cases.models import Case
from guichet.config import hosts
from guichet.documents.models import StoredFile
from guichet.journal.actions import deliver_all
from guichet.notifications.actions import send
from guichet.notifications.models import Message
from guichet.portal.planting import plant_pages
from tests.base import an_agent, build_world, facts, signed_in
from tests.browser import new_page
from tests.journeys.walking import errors, fill_in, give, go_on, looked_at, photograph
from tests.journeys.walking import send as press_send
from tests.requests import HOLE, NOBODY, Offered, a_request, offer_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHO = {"first_name": "Élise", "last_name": "Carpentier", "email": "elise@exemple.fr"}
SILENT = {"first_name": "Élise", "last_name": "Carpentier"}
HOME = {"street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor"}
BORN = {
    "act": "birth", "place": "france", "act_last_name": "Carpentier", "act_first_names": "Élise Anne",
    "event_on": "14/5/1991", "quality": "self", "parent_1": "Marie Petit",
}  # fmt: skip


@pytest.fixture
def offered(transactional_db, settings, tmp_path) -> Offered:
    settings.FORM_MINIMUM_SECONDS = 0
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    found = offer_everything(build_world())
    for body in (found.world.body, found.anor, found.world.fourmies):
        plant_pages(body)
    hosts.forget()
    return found


def at(live_server, host: str = "localhost") -> str:
    return f"http://{host}:{live_server.url.rsplit(':', 1)[1]}"


def begin(page: Page, site: str, procedure: str, *, javascript: bool = True) -> None:
    page.goto(f"{site}/demarches/{procedure}/")
    page.get_by_role("link", name="Faire la demande en ligne").locator("visible=true").first.click()
    looked_at(page, javascript=javascript)
    page.get_by_role("link", name="Commencer", exact=True).click()


def desk_of(browser: Browser, site: str, role: Role, case: Case) -> Page:
    """The case, open on the desk of this agent."""
    page = new_page(browser, width=1440)
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/guichet/dossiers/{case.reference}/")
    return looked_at(page)


def decide(desk: Page, outcome: str, words: str = "") -> None:
    desk.locator(f"input[name=outcome][value={outcome}]").check()
    if words:
        desk.locator(f"[name='text-{outcome}']").fill(words)
    desk.locator("form#decide, form[action$='/decider/']").get_by_role("button").last.click()
    looked_at(desk)
    deliver_all()


def read_answer(page: Page, case: Case, *said: str) -> None:
    """What the resident reads on her follow-up page."""
    page.goto(re.sub(r"(https?://[^/]+).*", rf"\1/suivi/{case.reference}/", page.url))
    looked_at(page)
    for words in said:
        expect(page.locator("main")).to_contain_text(words)


@pytest.mark.parametrize("width", [320, 1280])
def test_born_here_by_post_with_an_identity_paper_that_goes_with_the_answer(offered, live_server, browser, width):
    page, colette = new_page(browser, width=width), an_agent("colette", offered.anor, offered.registry)
    begin(page, at(live_server), "acte-naissance")
    pages = [photograph("recto.jpg"), photograph("verso.jpg", "#553300")]
    fill_in(page, {**BORN, "commune": "anor", "document": "full", "delivery": "post", "identity": pages, **HOME, **WHO})
    press_send(page)
    looked_at(page)
    case = Case.objects.get()
    identity = StoredFile.objects.get(attachment__case=case)
    assert (case.department, identity.pages) == (offered.registry, 2)
    assert "Demande d’acte d’état civil" in identity.watermark
    desk = desk_of(browser, at(live_server), colette, case)
    decide(desk, "posted")
    assert not StoredFile.objects.filter(pk=identity.pk).exists()
    read_answer(page, case, "Envoyé par la poste", "valable sans limite")


def test_asked_on_the_neighbours_portal_it_lands_where_the_act_is(offered, live_server, browser):
    page, colette = new_page(browser), an_agent("colette", offered.anor, offered.registry)
    begin(page, at(live_server, "fourmies.localhost"), "acte-autre-commune")
    fill_in(page, {**BORN, "commune": "Anor", "document": "without_parents", "delivery": "counter", **WHO})
    expect(page.locator("main")).to_contain_text("C’est la commune de l’événement qui garde l’acte.")
    press_send(page)
    case = Case.objects.get()
    assert (case.owner, case.commune) == (offered.anor, offered.world.fourmies)
    decide(desk_of(browser, at(live_server), colette, case), "handed")
    read_answer(page, case, "Remis au guichet")


def test_who_has_no_right_to_the_paper_is_told_and_offered_another(offered, live_server, browser):
    page = new_page(browser)
    begin(page, at(live_server), "acte-naissance")
    for answers in ({**BORN, "commune": "Anor"}, {"document": "full"}, BORN, {"quality": "other", "long_dead": "no"}):
        for name, answer in answers.items():
            give(page, name, answer)
        go_on(page)
    looked_at(page)
    assert "extrait sans filiation" in errors(page)
    page.go_back()
    assert Case.objects.get().is_draft


@pytest.mark.parametrize(
    ("place", "commune", "where", "more"),
    [
        ("france", "Lille", "Mairie de Lille", {}),
        ("abroad", "", "NANTES", {"event_town": "Chimay", "event_country": "Belgique"}),
    ],
)
def test_born_elsewhere_or_abroad_the_way_is_shown_and_a_letter_is_ready(
    offered, live_server, browser, place, commune, where, more
):
    page = new_page(browser, width=320)
    begin(page, at(live_server), "acte-naissance")
    for name, answer in {"place": place, "commune": commune}.items():
        give(page, name, answer)
    go_on(page)
    looked_at(page)
    expect(page.locator("main")).to_contain_text(where)
    for name, answer in {**BORN, "document": "full", **HOME, **SILENT, **more}.items():
        give(page, name, answer)
    with page.expect_download() as letter:
        page.get_by_role("button", name="Préparer la lettre (PDF)").click()
    assert letter.value.suggested_filename.endswith(".pdf")
    assert not Case.objects.exists()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_card_whose_proof_comes_later(offered, live_server, browser, width):
    page, sophie = new_page(browser, width=width), an_agent("sophie", offered.world.body, offered.world.waste)
    begin(page, at(live_server), "dechetterie")
    fill_in(page, {"need": "first", "plates": "ab123cd", "proof_way": "later", **HOME, **WHO})
    press_send(page)
    looked_at(page)
    expect(page.locator("main")).to_contain_text("Il manque")
    case = Case.objects.get()
    assert case.state == "waiting"
    read_answer(page, case, "justificatif de domicile")
    page.locator("input[type=file]").set_input_files([photograph("facture.png", kind="PNG")])
    page.get_by_role("button", name="Envoyer", exact=True).click()
    looked_at(page)
    case.refresh_from_db()
    assert (case.state, case.papers_until) == ("in_progress", None)
    decide(desk_of(browser, at(live_server, "sud-avesnois.localhost"), sophie, case), "posted")
    read_answer(page, case, "Carte envoyée")


def test_a_card_with_its_proof_photographed_page_by_page(offered, live_server, browser):
    page = new_page(browser)
    begin(page, at(live_server), "dechetterie")
    proof = [photograph("p1.jpg"), photograph("p2.png", "#553300", "PNG"), photograph("p3.jpg", "#220055")]
    fill_in(page, {"need": "lost", "plates": "1234 AB 59", "proof_way": "now", "proof": proof, **HOME, **WHO})
    press_send(page)
    case = Case.objects.get()
    assert (case.state, case.attachments.get().file.pages) == ("received", 3)


def test_a_card_refused_with_its_reason(offered, live_server, browser):
    page, sophie = new_page(browser), an_agent("sophie", offered.world.body, offered.world.waste)
    begin(page, at(live_server), "dechetterie")
    fill_in(page, {"need": "first", "plates": "AB-123-CD", "proof_way": "later", **HOME, **WHO})
    press_send(page)
    case = Case.objects.get()
    desk = desk_of(browser, at(live_server, "sud-avesnois.localhost"), sophie, case)
    decide(desk, "refused", "Cette adresse est une entreprise : voyez le service des professionnels.")
    read_answer(page, case, "Cette adresse est une entreprise")
    letter = Message.objects.about("case", case.pk).get(purpose="case-decided")
    assert "tribunal administratif" in letter.text


def test_a_hole_seen_by_two_without_a_name(offered, live_server, browser):
    page, didier = new_page(browser, width=320), an_agent("didier", offered.anor, offered.technical)
    begin(page, at(live_server), "signalement-voirie")
    fill_in(page, {"problem": "hole", "urgency": "danger", "street": "28 rue d’Hirson", "road": "town", **NOBODY})
    press_send(page)
    looked_at(page)
    case = Case.objects.get()
    assert case.person is None
    neighbour = new_page(browser, width=320)
    begin(neighbour, at(live_server), "signalement-voirie")
    for answers in ({"problem": "hole"}, {"urgency": "soon"}, {"street": "rue d'Hirson"}):
        for name, answer in answers.items():
            give(neighbour, name, answer)
        go_on(neighbour)
    looked_at(neighbour)
    neighbour.get_by_role("button", name="C’est celui-là").click()
    looked_at(neighbour)
    assert len(facts(ReportEchoed)) == 1
    case.refresh_from_db()
    decide(desk_of(browser, at(live_server), didier, case), "mended")
    read_answer(page, case, "Réparé")


def test_a_report_to_the_wrong_body_goes_on_to_the_right_one(offered, live_server, browser):
    sophie = an_agent("sophie", offered.world.body, offered.world.waste)
    didier = an_agent("didier", offered.anor, offered.technical)
    page = new_page(browser)
    begin(page, at(live_server), "signalement-voirie")
    answers = {"problem": "tree", "urgency": "calm", "street": "rue Pasteur", "road": "unknown"}
    fill_in(page, {**answers, "first_name": "Élise", "last_name": "Carpentier", "email": "elise@exemple.fr"})
    press_send(page)
    case = Case.objects.get()
    desk = desk_of(browser, at(live_server), didier, case)
    desk.get_by_text("Transmettre", exact=True).first.click()
    desk.get_by_label("À qui").select_option(str(offered.world.waste.pk))
    desk.get_by_label("Pourquoi, si c’est un autre organisme").fill("Ces déchets verts relèvent de la CC.")
    desk.locator("#hand-over").get_by_role("button", name="Transmettre").click()
    looked_at(desk)
    expect(desk.locator("main")).to_contain_text("vous le suivez")
    deliver_all()
    read_answer(page, case, "Ces déchets verts relèvent de la CC.", "service déchets")
    case.refresh_from_db()
    decide(desk_of(browser, at(live_server, "sud-avesnois.localhost"), sophie, case), "planned", "Jeudi matin.")
    read_answer(page, case, "Travaux prévus", "Jeudi matin.")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_complaint_without_any_address_is_answered_by_a_letter_to_print(offered, live_server, browser, width):
    page, manon = new_page(browser, width=width), an_agent("manon", offered.anor)
    begin(page, at(live_server), "message")
    fill_in(page, {"topic": "complaint", "words": "Personne ne répond au téléphone.", **SILENT})
    press_send(page)
    looked_at(page)
    expect(page.locator("main")).to_contain_text("considérée comme refusée")
    case = Case.objects.get()
    decide(desk_of(browser, at(live_server), manon, case), "answered", "Pardon. Nous avons ajouté une ligne.")
    read_answer(page, case, "Répondu", "Nous avons ajouté une ligne.")
    for message in Message.objects.about("case", case.pk).to_people():
        send(message.pk)
    assert Message.objects.to_post(offered.anor).count() == 2


def test_a_whole_request_without_javascript(offered, live_server, browser):
    page = new_page(browser, javascript=False)
    begin(page, at(live_server), "message", javascript=False)
    fill_in(page, {"topic": "town", "words": "Bonjour", **SILENT}, look=lambda one: looked_at(one, javascript=False))
    press_send(page)
    assert page.locator("h1").inner_text() == "C’est reçu. Merci, Élise."


def test_the_agent_sees_what_is_due_today(offered, live_server, browser):
    didier = an_agent("didier", offered.anor, offered.technical)
    case = a_request("signalement-voirie", HOLE, offered.anor)
    case = take(case, seen_version=case.version, by=didier.actor)
    Case.objects.filter(pk=case.pk).update(due_on=case.received_at.date())
    desk = desk_of(browser, at(live_server), didier, case)
    desk.goto(f"{at(live_server)}/guichet/dossiers/?echeance=aujourdhui")
    looked_at(desk)
    expect(desk.locator("main")).to_contain_text("1 à répondre aujourd’hui")
    expect(desk.locator("main")).to_contain_text(case.reference)
