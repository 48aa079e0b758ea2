"""The legal display: its delays, its states, and that nothing of it changes once it is shown."""

from datetime import date, timedelta

import pikepdf
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from guichet.content.actions import choose_display, drop_notice, keep_act, post_notice, withdraw_notice, write_notice
from guichet.content.actions.legal import COLUMNS
from guichet.content.legal_papers import certificate_pdf
from guichet.content.legal_rules import Dates, Kind, Late, Means, late, means_of, shown_until
from guichet.content.models import DisplayChoice, LegalNotice, Posted
from guichet.content.tests.legal_factories import GIVEN, a_draft_notice, a_posted_notice
from guichet.documents.actions import keep_pdf
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import armed_pdf, encoded, pdf, picture, saved, upload
from guichet.documents.tests.pdf import text_of_pdf
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date, pretending, start_of
from guichet.kit.refusal import Refusal

NOV_20 = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("kind", "dates", "posted", "until"),
    [
        (Kind.DELIBERATION, Dates(NOV_20), NOV_20, date(2027, 1, 20)),
        (Kind.ORDER, Dates(NOV_20), date(2026, 12, 31), date(2027, 2, 28)),  # no 31 February
        (Kind.ORDER, Dates(NOV_20, until=date(2027, 6, 1)), NOV_20, date(2027, 6, 1)),  # longer than the law asks
        (Kind.ORDER, Dates(NOV_20, until=date(2026, 12, 1)), NOV_20, date(2027, 1, 20)),  # never shorter
        (Kind.SUMMONS, Dates(NOV_20, meeting_on=date(2026, 11, 27)), NOV_20, date(2026, 11, 27)),
        (Kind.INQUIRY, Dates(NOV_20, until=date(2026, 12, 15)), NOV_20, date(2026, 12, 15)),
        (Kind.OTHER, Dates(NOV_20), NOV_20, None),
        (Kind.PLANNING, Dates(NOV_20), NOV_20, date(2027, 1, 20)),
    ],
)
def test_a_notice_stands_as_long_as_the_law_says(kind, dates, posted, until):
    assert shown_until(kind, dates, posted) == until


@pytest.mark.parametrize(
    ("kind", "days", "population", "expected"),
    [
        (Kind.LIST, 7, 3200, None),
        (Kind.LIST, 8, 3200, Late.LIST),
        (Kind.MINUTES, 7, 3200, None),
        (Kind.MINUTES, 8, 3200, Late.MINUTES),
        (Kind.PLANNING, 8, 3200, None),
        (Kind.PLANNING, 9, 3200, Late.PLANNING),
        (Kind.SUMMONS, -4, 3499, None),  # three clear days
        (Kind.SUMMONS, -3, 3499, Late.SUMMONS),
        (Kind.SUMMONS, -6, 3500, None),  # five
        (Kind.SUMMONS, -5, 3500, Late.SUMMONS),
        (Kind.SUMMONS, -6, 0, None),  # nobody counted: five
        (Kind.SUMMONS, -5, 0, Late.SUMMONS),
        (Kind.DELIBERATION, 400, 3200, None),
    ],
)
def test_what_is_shown_late_is_told(kind, days, population, expected):
    dates = Dates(acted_on=NOV_20, meeting_on=NOV_20)
    assert late(kind, dates, NOV_20 + timedelta(days=days), population) == expected


@pytest.mark.parametrize(
    ("population", "chosen", "decided_on", "is_commune", "expected"),
    [
        (3499, Means.BOARD, NOV_20, True, Means.BOARD),
        (3499, Means.PAPER, NOV_20, True, Means.PAPER),
        (3499, Means.ONLINE, NOV_20, True, Means.ONLINE),
        (3500, Means.BOARD, NOV_20, True, Means.ONLINE),
        (0, Means.BOARD, NOV_20, True, Means.ONLINE),  # nobody counted
        (3499, Means.BOARD, None, True, Means.ONLINE),  # no deliberation
        (3499, Means.BOARD, NOV_20 + timedelta(days=1), True, Means.ONLINE),  # not yet
        (900, Means.BOARD, NOV_20, False, Means.ONLINE),  # an intercommunal body has no choice
    ],
)
def test_under_3500_residents_the_council_chooses_how_its_acts_are_made_public(
    population, chosen, decided_on, is_commune, expected
):
    assert means_of(population, chosen, decided_on, NOV_20, is_commune=is_commune) is expected


def test_without_a_deliberation_nothing_is_made_public_otherwise_than_online(world):
    today = paris_date(now())
    for body, population, decided_on, sentence in (
        (world.anor, 3200, None, "Sans délibération, c’est en ligne"),
        (world.anor, 3200, today + timedelta(days=1), "n’a pas encore délibéré"),
        (world.anor, 0, today, "Écrivez le nombre d’habitants"),
        (world.anor, 3500, today, "la loi ne laisse pas le choix"),
        (world.body, 900, today, "Seule une commune"),
    ):
        choice = {"body": body, "population": population, "decided_on": decided_on}
        for means in (Means.BOARD, Means.PAPER):
            with pytest.raises(Refusal, match=sentence):
                choose_display(**choice, means=means, by=SYSTEM)
            assert DisplayChoice(**choice, means=means).in_force is Means.ONLINE, sentence
        assert choose_display(**choice, means=Means.ONLINE, by=SYSTEM).in_force is Means.ONLINE
    assert (
        choose_display(body=world.anor, population=1, means=Means.PAPER, decided_on=today, by=SYSTEM).in_force
        == "papier"
    )


def test_a_choice_that_was_never_deliberated_does_not_make_an_act_inform_only(world):
    DisplayChoice.objects.create(body=world.anor, population=3200, means=Means.BOARD)
    assert a_posted_notice(world.anor).means == Means.ONLINE


@given(st.sampled_from(list(Kind)), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_an_act_stands_two_months_whatever_its_day(kind, posted, days):
    dates = Dates(posted, meeting_on=posted + timedelta(days=days), until=posted + timedelta(days=days))
    until = shown_until(kind, dates, posted)
    assert until is not None
    if kind not in {Kind.SUMMONS, Kind.INQUIRY, Kind.OTHER}:
        assert (until - posted).days >= 59


def test_a_notice_that_is_shown_has_a_number_an_hour_and_the_hash_of_its_document(world):
    first, second = a_posted_notice(world.anor), a_posted_notice(world.anor)
    year = paris_date(now()).year
    assert [first.reference, second.reference] == [f"{year}-001", f"{year}-002"]
    assert a_posted_notice(world.fourmies).reference == f"{year}-001"
    assert first.sha256 == first.document.sha256
    assert first.posted_at <= now()


def test_what_is_shown_never_changes(world):
    notice = a_posted_notice(world.anor)
    notice.title = "Tarifs de la cantine 2028"
    with pytest.raises(Posted, match="title"):
        notice.save()
    with pytest.raises(Posted):
        LegalNotice.objects.get(pk=notice.pk).delete()
    for change in (lambda: LegalNotice.objects.update(title="Autre"), lambda: LegalNotice.objects.all().delete()):
        with pytest.raises(Posted):
            change()
    for act in (
        lambda: write_notice(body=world.anor, columns=GIVEN, replaces=notice, by=SYSTEM),
        lambda: drop_notice(notice, by=SYSTEM),
        lambda: post_notice(notice, by=SYSTEM),
    ):
        with pytest.raises(Refusal, match="ne change plus"), transaction.atomic():
            act()
    assert LegalNotice.objects.get().title == GIVEN["title"]


def test_a_document_that_changed_on_the_disk_is_not_shown(world):
    notice = a_draft_notice(world.anor)
    notice.document.path.write_bytes(b"%PDF-1.4 autre chose")
    with pytest.raises(Refusal, match="Rien n’est affiché"):
        post_notice(notice, by=SYSTEM)
    notice.document.path.unlink()
    with pytest.raises(Refusal, match="Rien n’est affiché"):
        post_notice(notice, by=SYSTEM)
    notice.refresh_from_db()
    assert notice.state == LegalNotice.State.DRAFT


def test_what_changed_since_it_was_read_is_not_shown(world):
    notice = a_draft_notice(world.anor)
    write_notice(body=world.anor, columns={**GIVEN, "title": "Autre"}, replaces=notice, by=SYSTEM)
    for read in (None, notice.draft_digest, ""):
        with pytest.raises(Refusal, match="a changé ce brouillon"):
            post_notice(notice, read=read, by=SYSTEM)
    notice.refresh_from_db()
    assert (notice.state, notice.reference) == (LegalNotice.State.DRAFT, "")
    assert post_notice(notice, read=notice.draft_digest, by=SYSTEM).title == "Autre"


def test_another_document_or_column_is_another_draft(world):
    notice = a_draft_notice(world.anor, until=date(2025, 6, 1))
    seen = {LegalNotice.objects.get(pk=notice.pk).draft_digest}
    assert seen == {notice.draft_digest}
    for name in COLUMNS:
        other = LegalNotice.objects.get(pk=notice.pk)
        setattr(other, name, None if getattr(other, name) else "arrete")
        seen.add(other.draft_digest)
    again = keep_pdf(notice.document.path.read_bytes(), name="acte.pdf", body=world.anor, by=SYSTEM)
    write_notice(body=world.anor, columns=GIVEN, document=again, replaces=notice, by=SYSTEM)
    seen.add(LegalNotice.objects.get(pk=notice.pk).draft_digest)
    assert len(seen) == len(COLUMNS) + 2
    with pytest.raises(Refusal, match="a changé ce brouillon"):  # its first document is gone
        post_notice(notice, read="", by=SYSTEM)


def test_the_draft_of_this_minute_is_checked_not_the_one_that_was_held(world):
    held = a_draft_notice(world.anor)
    order = {**GIVEN, "kind": "arrete", "author_name": ""}
    fresh = write_notice(body=world.anor, columns=order, replaces=held, by=SYSTEM)
    with pytest.raises(Refusal, match="qui a signé"):
        post_notice(held, read=fresh.draft_digest, by=SYSTEM)
    assert LegalNotice.objects.get().state == LegalNotice.State.DRAFT


def test_an_act_of_tomorrow_waits_for_its_day(world):
    tomorrow = paris_date(now()) + timedelta(days=1)
    notice = a_draft_notice(world.anor, acted_on=tomorrow)
    with pytest.raises(Refusal, match="n’est pas encore venu"):
        post_notice(notice, by=SYSTEM)
    assert LegalNotice.objects.get().state == LegalNotice.State.DRAFT
    with pretending(start_of(tomorrow)):
        assert post_notice(notice, by=SYSTEM).state == LegalNotice.State.POSTED


def test_a_draft_that_another_threw_away_is_gone_for_everybody(world):
    notice = a_draft_notice(world.anor)
    drop_notice(LegalNotice.objects.get(), by=SYSTEM)
    for act in (
        lambda: write_notice(body=world.anor, columns=GIVEN, replaces=notice, by=SYSTEM),
        lambda: drop_notice(notice, by=SYSTEM),
        lambda: post_notice(notice, by=SYSTEM),
    ):
        with pytest.raises(Refusal, match="a supprimé ce brouillon"), transaction.atomic():
            act()


def test_a_notice_leaves_with_a_reason_and_once(world):
    notice = a_posted_notice(world.anor)
    with pytest.raises(Refusal, match="Dites pourquoi"):
        withdraw_notice(notice, reason="  ", by=SYSTEM)
    gone = withdraw_notice(notice, reason="pièce jointe erronée", by=SYSTEM)
    assert (gone.state, gone.withdrawn_reason) == ("withdrawn", "pièce jointe erronée")
    with pytest.raises(Refusal, match="rien à retirer"):
        withdraw_notice(notice, reason="encore", by=SYSTEM)
    gone.withdrawn_reason = "autre motif"
    with pytest.raises(Posted):
        gone.save()


def test_a_draft_is_written_anew_or_thrown_away_with_its_document(world):
    notice = a_draft_notice(world.anor)
    before, other = notice.document, keep_pdf(pdf(2), name="autre.pdf", body=world.anor, by=SYSTEM)
    write_notice(body=world.anor, columns={**GIVEN, "title": "Autre"}, document=other, replaces=notice, by=SYSTEM)
    notice.refresh_from_db()
    assert (notice.title, notice.document) == ("Autre", other)
    assert not StoredFile.objects.filter(pk=before.pk).exists()
    drop_notice(notice, by=SYSTEM)
    assert not LegalNotice.objects.exists()
    assert not StoredFile.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "convocation"}, "le jour de la séance"),
        ({"kind": "enquete"}, "le dernier jour de l’enquête"),
        ({"until": date(2024, 11, 1)}, "La fin vient avant"),
    ],
)
def test_days_that_say_nothing_are_refused(world, changes, sentence):
    with pytest.raises(Refusal, match=sentence):
        a_draft_notice(world.anor, **changes)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "arrete", "author_title": ""}, "qui a signé"),
        ({"kind": "convocation", "meeting_on": date(2026, 1, 5), "acted_on": date(2026, 1, 1)}, "fini avant"),
        ({"kind": "enquete", "until": date(2026, 1, 5), "acted_on": date(2026, 1, 1)}, "fini avant"),
    ],
)
def test_what_the_law_would_not_have_is_not_shown(world, changes, sentence):
    with pytest.raises(Refusal, match=sentence):
        a_posted_notice(world.anor, **changes)
    assert LegalNotice.objects.get().state == LegalNotice.State.DRAFT


def test_an_act_is_kept_byte_for_byte(world):
    data = armed_pdf()
    assert keep_act(upload(data, "acte.pdf"), name="acte.pdf", body=world.anor, by=SYSTEM).path.read_bytes() == data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "est vide"),
        (encoded(picture()), "n’est pas un PDF"),
        (b"%PDF-1.7 rien", "ne s’ouvre pas"),
        (saved(pikepdf.new(), encryption=pikepdf.Encryption(owner="a", user="b")), "ne s’ouvre pas|mot de passe"),
    ],
)
def test_what_is_not_an_act_is_said_to_who_publishes_it(world, data, sentence):
    with pytest.raises(Refusal, match=sentence) as no:
        keep_act(upload(data, "acte.pdf"), name="acte.pdf", body=world.anor, by=SYSTEM)
    assert "Rien n’est enregistré" in no.value.sentence


def test_a_long_act_is_taken_and_an_endless_one_is_not(world):
    assert keep_act(upload(pdf(60), "plu.pdf"), name="plu.pdf", body=world.anor, by=SYSTEM).pages == 60
    with pytest.raises(Refusal, match="dépasse 1000 pages"):
        keep_act(upload(pdf(1001), "plu.pdf"), name="plu.pdf", body=world.anor, by=SYSTEM)


def test_the_way_acts_are_made_public_is_written_on_each_when_it_is_shown(world):
    choose_display(body=world.anor, population=3200, means="affichage", decided_on=GIVEN["acted_on"], by=SYSTEM)
    paper = a_posted_notice(world.anor)
    choose_display(body=world.anor, population=3200, means="en-ligne", decided_on=None, by=SYSTEM)
    online = a_posted_notice(world.anor)
    paper.refresh_from_db()
    assert (paper.means, paper.is_for_information, online.is_for_information) == ("affichage", True, False)
    assert "par affichage à la mairie" in text_of_pdf(certificate_pdf(paper, now()))


def test_the_certificate_tells_what_was_shown_and_until_when(world):
    world.anor.signatory_name = "Jeanne Lemoine"
    with pretending(now() - timedelta(days=90)):
        old = a_posted_notice(world.anor)
    running, gone = a_posted_notice(world.anor), a_posted_notice(world.anor)
    withdraw_notice(gone, reason="pièce jointe erronée.", by=SYSTEM)
    gone.refresh_from_db()
    at = now()
    for notice, words in ((running, "et l’est toujours"), (old, "inclus"), (gone, "puis retiré")):
        text = text_of_pdf(certificate_pdf(notice, at))
        assert "Certificat d’affichage" in text
        assert words in text
        assert notice.sha256[:8] in text
    assert "pièce jointe erronée." in text_of_pdf(certificate_pdf(gone, at))


def test_the_journal_tells_each_step_and_the_pages_grow_old(world):
    before = world.anor.version
    notice = a_posted_notice(world.anor)
    withdraw_notice(notice, reason="erreur", by=SYSTEM)
    world.anor.refresh_from_db()
    assert world.anor.version == before + 2
    kinds = Record.objects.about("legal_notice", notice.pk).values_list("kind", flat=True)
    assert set(kinds) == {"LegalNoticeWritten", "LegalNoticePosted", "LegalNoticeWithdrawn"}


def test_a_notice_is_written_whole():
    assert set(GIVEN) == set(COLUMNS)
