"""The legal display on the portal."""

import hashlib
from datetime import date, timedelta
from xml.etree import ElementTree

from guichet.content.actions import choose_display, withdraw_notice
from guichet.content.search.index import find
from guichet.content.tests.legal_factories import a_draft_notice, a_posted_notice
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, pretending
from tests.base import text_of

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_acts_of_the_moment_come_before_the_older_ones_and_drafts_are_nowhere(world, lucie):
    with pretending(now() - timedelta(days=90)):
        a_posted_notice(world.anor, title="Un ancien arrêté", kind="arrete")
    a_posted_notice(world.anor)
    a_draft_notice(world.anor, title="Pas encore voté")
    a_posted_notice(world.fourmies, title="De la commune voisine")
    page = text_of(lucie.get("/affichage-legal/"))
    assert page.index("En ce moment") < page.index("Tarifs de la cantine 2027") < page.index("Actes plus anciens")
    assert page.index("Actes plus anciens") < page.index("Un ancien arrêté")
    assert "Pas encore voté" not in page
    assert "De la commune voisine" not in page


def test_acts_are_found_by_kind_year_and_words(world, lucie):
    a_posted_notice(world.anor)
    a_posted_notice(
        world.anor, title="Stationnement rue du Moulin", kind="arrete", number="12", acted_on=date(2025, 3, 1)
    )
    for query, seen in (
        ("nature=arrete", "Moulin"),
        ("annee=2025", "Moulin"),
        ("q=moulin", "Moulin"),
        ("q=2026-45", "cantine"),
    ):
        page = text_of(lucie.get(f"/affichage-legal/?{query}"))
        assert (seen == "Moulin") == ("Stationnement rue du Moulin" in page), query
        assert (seen == "cantine") == ("Tarifs de la cantine" in page), query
    nothing = text_of(lucie.get("/affichage-legal/?q=piscine"))
    assert "Aucun acte ne correspond." in nothing
    assert "Moulin" in text_of(lucie.get("/affichage-legal/?nature=n’importe&annee=quoi"))


def test_nothing_shown_yet_is_said(lucie):
    assert "Aucun acte n’est affiché pour l’instant." in text_of(lucie.get("/affichage-legal/"))


def test_the_document_is_what_its_hash_tells(world, lucie):
    notice = a_posted_notice(world.anor)
    page = text_of(lucie.get(f"/affichage-legal/{notice.reference}/"))
    assert "Mis en ligne le" in page
    assert "Jeanne Lemoine, maire" in page
    assert notice.sha256 in page
    answer = lucie.get(f"/affichage-legal/{notice.reference}/acte.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == notice.sha256


def test_a_withdrawn_act_tells_why_and_gives_no_document(world, lucie):
    notice = withdraw_notice(a_posted_notice(world.anor), reason="pièce jointe erronée", by=SYSTEM)
    page = text_of(lucie.get(f"/affichage-legal/{notice.reference}/"))
    assert "pièce jointe erronée" in page
    assert "acte.pdf" not in page
    assert lucie.get(f"/affichage-legal/{notice.reference}/acte.pdf").status_code == 410
    assert "Retiré" in text_of(lucie.get("/affichage-legal/"))


def test_a_neighbour_s_act_does_not_exist_here(world, lucie):
    notice = a_posted_notice(world.fourmies)
    for path in ("", "acte.pdf"):
        assert lucie.get(f"/affichage-legal/{notice.reference}/{path}").status_code == 404


def test_where_acts_are_made_public_otherwise_the_copy_says_that_it_informs(world, lucie):
    choose_display(body=world.anor, population=3200, means="affichage", decided_on=date(2026, 3, 1), by=SYSTEM)
    notice = a_posted_notice(world.anor)
    for path in ("", f"{notice.reference}/"):
        assert "pour information" in text_of(lucie.get(f"/affichage-legal/{path}"))


def test_the_feed_of_the_acts_is_atom(world, lucie):
    notice = a_posted_notice(world.anor)
    entry = ElementTree.fromstring(lucie.get("/affichage-legal/flux.xml").content).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Délibération : Tarifs de la cantine 2027"
    assert notice.reference in entry.find(f"{ATOM}link").attrib["href"]


def test_an_act_is_found_by_the_search_of_its_town_while_it_stands(portal):
    notice = a_posted_notice(portal.anor, title="Arrêté de circulation rue des Genêts", kind="arrete")
    assert f"/affichage-legal/{notice.reference}/" in [one.slug for one in find("rue des genets", body=portal.anor)]
    withdraw_notice(notice, reason="erreur", by=SYSTEM)
    portal.anor.refresh_from_db()
    assert f"/affichage-legal/{notice.reference}/" not in [one.slug for one in find("rue des genets", body=portal.anor)]
