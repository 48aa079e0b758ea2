"""The legal display as an editor meets it in Wagtail's admin."""

from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.db.models.signals import post_init, post_save
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.content.actions import drop_notice, post_notice, write_notice
from guichet.content.legal_admin import NoticeForm
from guichet.content.legal_rules import Means
from guichet.content.models import DisplayChoice, LegalNotice
from guichet.content.tests.legal_factories import GIVEN, a_draft_notice, a_posted_notice
from guichet.content.tests.page_factories import a_home
from guichet.content.tests.test_admin import browser_of
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import encoded, pdf, picture, upload
from guichet.documents.tests.pdf import text_of_pdf
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from tests.base import an_agent

FORM = {
    "kind": "arrete",
    "title": "Stationnement rue du Moulin",
    "number": "2026-12",
    "acted_on": "2024-11-19",
    "meeting_on": "",
    "until": "",
    "author_name": "Jeanne Lemoine",
    "author_title": "maire",
}


@pytest.fixture
def editor(world):
    a_home(world.anor)
    return browser_of(an_agent("yvette", world.anor, kind=RoleKind.EDITOR))


def url(view, *args):
    return reverse(f"affichage-legal:{view}", args=args)


def shows(editor, pk, page=None):
    """Press the button of the page as it is, or as it was when she opened it."""
    form = BeautifulSoup(page or editor.get(url("notice", pk)).content, "html.parser").select_one(
        f"form[action='{url('post', pk)}']"
    )
    return editor.post(url("post", pk), {one["name"]: one["value"] for one in form.select("[name]")}, follow=True)


@contextmanager
def meanwhile(signal, sender, act):
    """Let another writer act at the first signal of this kind: in the middle of a request."""

    def once(**_sent):
        signal.disconnect(once, sender=sender)
        act()

    signal.connect(once, sender=sender, weak=False)
    yield
    assert not signal.disconnect(once, sender=sender), "the other writer never came"


def test_she_writes_a_draft_looks_at_it_and_shows_it(world, editor):
    editor.post(url("add"), FORM | {"body": world.anor.pk, "upload": upload(pdf(), "arrete.pdf")})
    notice = LegalNotice.objects.get()
    assert (notice.state, notice.document.name) == ("draft", "arrete.pdf")
    assert "Afficher maintenant" in editor.get(url("notice", notice.pk)).content.decode()
    for face in ("portal", "kiosk"):
        assert FORM["title"] in editor.get(url("preview", notice.pk, face)).content.decode()
    page = shows(editor, notice.pk).content.decode()
    assert "est affiché sur le site." in page
    assert "Retirer de l’affichage" in page
    assert LegalNotice.objects.get().state == "posted"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Joignez l’acte en PDF"),
        ({"upload": upload(encoded(picture()), "arrete.pdf")}, "n’est pas un PDF"),
        ({"upload": upload(pdf(), "a.pdf"), "kind": "enquete"}, "le dernier jour de l’enquête"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(world, editor, changes, sentence):
    page = editor.post(url("add"), FORM | {"body": world.anor.pk} | changes)
    assert sentence in page.content.decode()
    assert not LegalNotice.objects.exists()


def test_what_is_shown_has_no_form_any_more(world, editor):
    notice = a_posted_notice(world.anor)
    for view in ("edit", "delete"):
        assert editor.get(url(view, notice.pk)).status_code == 404
        assert editor.post(url(view, notice.pk), FORM | {"body": world.anor.pk}).status_code == 404
    assert "ne change plus" in editor.post(url("post", notice.pk), follow=True).content.decode()


def test_every_link_of_the_list_leads_somewhere(world, editor):
    for notice in (a_posted_notice(world.anor), a_draft_notice(world.anor)):
        assert url("notice", notice.pk) in editor.get(url("index")).content.decode()
    page = BeautifulSoup(editor.get(url("index")).content, "html.parser")
    links = {a["href"].split("#")[0] for a in page.select("main a[href^='/cms/affichage-legal/']")}
    assert links
    assert {link: editor.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_it_leaves_with_a_reason_and_has_its_certificate(world, editor):
    notice = a_posted_notice(world.anor)
    assert "Dites pourquoi" in editor.post(url("withdraw", notice.pk), {"reason": " "}).content.decode()
    editor.post(url("withdraw", notice.pk), {"reason": "pièce jointe erronée"})
    notice.refresh_from_db()
    assert notice.withdrawn_reason == "pièce jointe erronée"
    assert "puis retiré" in text_of_pdf(editor.get(url("certificate", notice.pk)).content)
    assert editor.get(url("certificate", a_draft_notice(world.anor).pk)).status_code == 404


def test_the_neighbour_s_notice_does_not_exist_for_her(world, editor):
    theirs = a_draft_notice(world.fourmies, title="À la commune voisine")
    for view in ("edit", "delete", "history", "usage", "notice", "certificate"):
        assert editor.get(url(view, theirs.pk)).status_code == 404, view
    assert editor.get(url("preview", theirs.pk, "portal")).status_code == 404
    for view in ("post", "withdraw"):
        assert editor.post(url(view, theirs.pk), {"reason": "x"}).status_code == 404, view
    assert "À la commune voisine" not in editor.get(url("index")).content.decode()
    editor.post(url("add"), FORM | {"body": world.fourmies.pk, "upload": upload(pdf(), "a.pdf")})
    assert LegalNotice.objects.get() == theirs


def test_a_list_posted_late_warns_and_is_not_refused(world, editor):
    notice = a_draft_notice(world.anor, kind="liste", meeting_on="2026-01-05")
    assert "dans la semaine qui suit la séance" in editor.get(url("notice", notice.pk)).content.decode()
    shows(editor, notice.pk)
    assert LegalNotice.objects.get().state == "posted"


def test_she_shows_what_she_read_and_nothing_that_came_after(world, editor):
    notice = a_draft_notice(world.anor)
    opened = editor.get(url("notice", notice.pk)).content
    write_notice(body=world.anor, columns={**GIVEN, "title": "Autre"}, replaces=notice, by=SYSTEM)
    assert "a changé ce brouillon pendant que vous le lisiez" in shows(editor, notice.pk, opened).content.decode()
    assert "a changé ce brouillon" in editor.post(url("post", notice.pk), follow=True).content.decode()
    assert LegalNotice.objects.get().state == "draft"
    assert "« Autre » est affiché" in shows(editor, notice.pk).content.decode()


def test_an_act_dated_tomorrow_is_not_shown(world, editor):
    notice = a_draft_notice(world.anor, acted_on=paris_date(now()) + timedelta(days=1))
    assert "n’est pas encore venu" in shows(editor, notice.pk).content.decode()
    assert LegalNotice.objects.get().state == "draft"


def test_who_corrects_what_another_shows_or_throws_away_is_told_and_her_file_is_not_kept(world, editor):
    for act, sentence in ((post_notice, "il ne change plus"), (drop_notice, "a supprimé ce brouillon")):
        notice = a_draft_notice(world.anor)
        form = FORM | {"body": world.anor.pk, "upload": upload(pdf(2), "autre.pdf")}
        with meanwhile(post_save, StoredFile, partial(act, notice, by=SYSTEM)):
            answer = editor.post(url("edit", notice.pk), form)
        assert (answer.status_code, sentence in answer.content.decode()) == (200, True), sentence
        assert not StoredFile.objects.filter(name="autre.pdf").exists()
        assert not LegalNotice.objects.filter(title=FORM["title"]).exists()


def test_a_form_that_fails_at_its_very_end_keeps_no_file(world):
    yvette = an_agent("yvette", world.anor, kind=RoleKind.EDITOR)

    class Fails(NoticeForm):
        def clean(self):
            data = super().clean()
            self.add_error("title", "Non.")
            return data

    form = Fails(FORM | {"body": world.anor.pk}, {"upload": upload(pdf(), "a.pdf")}, for_user=yvette.account)
    assert list(form.errors) == ["title"]
    assert not StoredFile.objects.exists()


def test_who_throws_away_what_another_shows_is_told(world, editor):
    notice = a_draft_notice(world.anor)
    with meanwhile(post_init, LegalNotice, partial(post_notice, notice, by=SYSTEM)):
        answer = editor.post(url("delete", notice.pk), follow=True)
    assert "il ne change plus" in answer.content.decode()
    assert LegalNotice.objects.get().state == "posted"


def test_who_writes_how_acts_are_made_public(world, editor):
    form = {"body": world.anor.pk, "population": 3200, "means": "affichage", "decided_on": "2026-03-01"}
    editor.post(reverse("publicite-des-actes:add"), form)
    assert DisplayChoice.objects.get().in_force == Means.BOARD


def test_a_choice_without_its_deliberation_is_refused_in_a_sentence(world, editor):
    form = {"body": world.anor.pk, "population": 3200, "means": "affichage", "decided_on": "2026-03-01"}
    tomorrow = (paris_date(now()) + timedelta(days=1)).isoformat()
    for changes, sentence in (
        ({"decided_on": ""}, "Sans délibération, c’est en ligne."),
        ({"decided_on": tomorrow}, "n’a pas encore délibéré"),
        ({"population": 0}, "Écrivez le nombre d’habitants"),
        ({"population": 20000, "means": "papier"}, "la loi ne laisse pas le choix"),
    ):
        assert sentence in editor.post(reverse("publicite-des-actes:add"), form | changes).content.decode()
    assert not DisplayChoice.objects.exists()


def test_an_officer_shows_nothing(world):
    officer = browser_of(an_agent("sophie", world.body, world.waste))
    notice = a_draft_notice(world.body)
    for view in ("notice", "post", "withdraw"):
        answer = officer.post(url(view, notice.pk)) if view != "notice" else officer.get(url(view, notice.pk))
        assert answer.status_code in {302, 403, 404}, view
    assert LegalNotice.objects.get().state == "draft"
