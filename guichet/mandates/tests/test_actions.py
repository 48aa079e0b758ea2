"""Give, sign, revoke, find, erase."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guichet.accounts.actions import merge_people, part_people
from guichet.accounts.models import Person
from guichet.catalogue.models import Procedure
from guichet.catalogue.models import Theme as CatalogueTheme
from guichet.documents.models import Signature, StoredFile
from guichet.journal.models import Record
from guichet.kit.dates import now, paris_date, pretending
from guichet.kit.refusal import Refusal
from guichet.mandates.actions import (
    erase_old_mandates,
    mandate_for,
    note_mandate_read,
    revoke_mandate,
    sign_mandate_on_glass,
    sign_mandate_on_paper,
)
from guichet.mandates.models import Frozen, Mandate
from guichet.mandates.rules import sha256_of
from guichet.mandates.tests.factories import DRAWING, a_mandate, a_person, a_scan, signed
from tests.base import resident_of

AT = datetime(2026, 11, 26, 9, 47, tzinfo=UTC)
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def today():
    with pretending(AT):
        yield


@pytest.fixture
def by(manon):
    return manon.actor.at_visit(71)


@pytest.fixture
def mandate(world, by):
    return a_mandate(world.anor, by)


def housing(slug="logement-social"):
    return Procedure(slug=slug, theme=CatalogueTheme(slug="sante-aides"))


def test_a_mandate_says_what_is_agreed_and_keeps_the_hash_of_its_words(mandate):
    assert (mandate.starts_on, mandate.ends_on) == (TODAY, date(2026, 12, 26))
    assert mandate.reference == f"MDT-26-{mandate.pk:05d}"
    assert mandate.text_sha256 == sha256_of(mandate.text)
    assert "Moi, Lucie Dubois" in mandate.text
    assert not mandate.is_in_force(TODAY)


def test_asked_twice_on_the_same_day_it_is_the_same_mandate(world, mandate, by):
    assert a_mandate(world.anor, by, mandate.person) == mandate
    assert a_mandate(world.anor, by, mandate.person, days=365) != mandate


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"themes": []}, "mandate-themes"),
        ({"themes": ["tout"]}, "mandate-themes"),
        ({"days": 30}, "mandate-days"),
        ({"is_declared": False}, "mandate-protected"),
    ],
)
def test_an_incomplete_mandate_is_refused(world, by, changed, code):
    with pytest.raises(Refusal) as no:
        a_mandate(world.anor, by, **changed)
    assert no.value.code == code
    assert not Mandate.objects.exists()


def test_a_mandate_bears_a_last_name(world, by):
    with pytest.raises(Refusal) as no:
        a_mandate(world.anor, by, Person.objects.create(first_name="Bernard", last_name=""))
    assert no.value.code == "mandate-nameless"


def test_signed_on_the_screen_it_is_in_force_with_its_evidence(mandate, by):
    current = signed(mandate, by)
    assert current.is_in_force(TODAY)
    assert current.signature.text_sha256 == mandate.text_sha256
    assert current.signature.witness_id == by.id
    assert current.file.is_pdf


def test_signed_on_paper_it_keeps_the_scan(world, mandate, by):
    current = sign_mandate_on_paper(mandate, a_scan(world.anor, by), is_read_aloud=True, by=by)
    assert current.is_in_force(TODAY)
    assert (current.file, current.signature) == (current.scan, None)


@pytest.mark.parametrize("days", [1, 31])
def test_signed_on_paper_one_evening_it_is_recorded_the_next_day(world, mandate, by, days):
    mandate = a_mandate(world.anor, by, mandate.person, days=days)
    with pretending(AT + timedelta(days=1)):
        current = sign_mandate_on_paper(mandate, a_scan(world.anor, by), signed_on=TODAY, is_read_aloud=True, by=by)
        assert current.is_in_force(TODAY)
        assert current.is_in_force(TODAY + timedelta(days=1)) == (days > 1)
        assert paris_date(current.signed_at) == TODAY


def test_it_counts_from_the_day_on_the_paper(world, mandate, by):
    third = TODAY + timedelta(days=2)
    with pretending(AT + timedelta(days=4)):
        sign_mandate_on_paper(mandate, a_scan(world.anor, by), signed_on=third, is_read_aloud=True, by=by)
    current = Mandate.objects.get(pk=mandate.pk)
    for day, counts in ((third - timedelta(days=1), False), (third, True), (current.ends_on, True)):
        assert current.is_in_force(day) == Mandate.objects.in_force(day).exists() == counts
        assert (mandate_for(mandate.person, housing(), day) == mandate) == counts


@pytest.mark.parametrize(("days", "code"), [(-1, "mandate-day"), (3, "mandate-day")])
def test_a_day_before_the_text_or_to_come_is_not_believed(world, mandate, by, days, code):
    with pretending(AT + timedelta(days=2)), pytest.raises(Refusal) as no:
        sign_mandate_on_paper(
            mandate, a_scan(world.anor, by), signed_on=TODAY + timedelta(days=days), is_read_aloud=True, by=by
        )
    assert no.value.code == code


def test_what_was_not_read_aloud_is_not_signed(mandate, by):
    with pytest.raises(Refusal) as no:
        sign_mandate_on_glass(mandate, DRAWING, is_read_aloud=False, by=by)
    assert no.value.code == "mandate-unread"
    assert not StoredFile.objects.exists()


def test_a_mandate_is_signed_once(world, mandate, by):
    stale = Mandate.objects.get(pk=mandate.pk)
    signed(mandate, by)
    with pytest.raises(Refusal) as no:
        signed(Mandate.objects.get(pk=mandate.pk), by)
    assert no.value.code == "mandate-signed"
    with pytest.raises(Refusal):
        sign_mandate_on_paper(stale, a_scan(world.anor, by), is_read_aloud=True, by=by)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("days_later", [31, 400])
def test_a_mandate_that_ended_is_not_signed_any_more(mandate, by, days_later):
    with pretending(AT + timedelta(days=days_later)), pytest.raises(Refusal) as no:
        signed(mandate, by)
    assert no.value.code == "mandate-over"


def test_revoked_by_the_person_it_allows_nothing_and_revoked_again_nothing_changes(world, mandate, by):
    current = signed(mandate, by)
    revoke_mandate(current, by=resident_of(world.anor))
    revoke_mandate(current, by=by)
    current.refresh_from_db()
    assert (current.revoked_by_kind, current.is_in_force(TODAY)) == ("resident", False)
    assert Record.objects.filter(kind="MandateRevoked").count() == 1


def test_revoked_before_it_is_signed_it_is_never_signed(mandate, by):
    revoke_mandate(mandate, by=by)
    with pytest.raises(Refusal) as no:
        signed(Mandate.objects.get(pk=mandate.pk), by)
    assert no.value.code == "mandate-over"


def test_every_fact_keeps_both_identities_and_the_visit(mandate, by):
    signed(mandate, by)
    note_mandate_read(mandate, by=by)
    revoke_mandate(mandate, by=by)
    rows = Record.objects.in_the_name_of([mandate.person_id])
    kinds = ["MandateGiven", "FileKept", "SignatureDrawn", "MandateSigned", "MandateRead", "MandateRevoked"]
    assert [row.kind for row in rows] == kinds
    assert {(row.actor_id, row.for_id, row.mandate_id, row.visit_id) for row in rows} == {
        (by.id, mandate.person_id, mandate.pk, 71)
    }


def test_no_name_and_no_word_of_hers_stands_in_the_journal(mandate, by):
    signed(mandate, by)
    told = "".join(str(row.details) for row in Record.objects.all())
    assert "Dubois" not in told
    assert mandate.text_sha256 not in told


@pytest.mark.parametrize(
    "name", ["text", "text_sha256", "themes", "ends_on", "person_id", "secret_version", "declared_at"]
)
def test_nothing_that_was_agreed_is_ever_rewritten(mandate, name):
    setattr(
        mandate, name, {"ends_on": TODAY, "person_id": a_person().pk, "declared_at": AT - timedelta(1)}.get(name, 7)
    )
    with pytest.raises(Frozen):
        mandate.save()


def test_neither_a_signature_nor_a_revocation_is_taken_back(mandate, by):
    revoke_mandate(signed(mandate, by), by=by)
    for names in (["signed_at", "signature", "read_aloud_at"], ["revoked_at"]):
        current = Mandate.objects.get(pk=mandate.pk)
        for name in names:
            setattr(current, name, None)
        with pytest.raises(Frozen):
            current.save()


def test_a_mandate_is_neither_deleted_nor_updated_in_bulk(mandate):
    for rewrite in (mandate.delete, Mandate.objects.all().delete, lambda: Mandate.objects.update(text="")):
        with pytest.raises(Frozen):
            rewrite()


def test_the_mandate_found_is_signed_in_force_and_of_the_theme(world, mandate, by):
    procedure = housing()
    assert mandate_for(mandate.person, procedure, TODAY) is None
    signed(mandate, by)
    assert mandate_for(mandate.person, procedure, TODAY) == mandate
    assert mandate_for(mandate.person, procedure, TODAY, body=world.anor) == mandate
    assert mandate_for(mandate.person, procedure, TODAY, body=world.body) is None
    assert mandate_for(mandate.person, procedure, date(2026, 12, 27)) is None
    assert mandate_for(mandate.person, housing("caf"), TODAY) is None
    assert mandate_for(a_person(), procedure, TODAY) is None
    revoke_mandate(mandate, by=by)
    assert mandate_for(mandate.person, procedure, TODAY) is None


def test_a_person_has_her_mandates_under_each_of_her_names_until_they_are_parted(mandate, by):
    other, third = a_person("Lucie", "Dubois"), a_person("L.", "Dubois")
    merge = merge_people(other, mandate.person, by=by)
    merge_people(other, third, by=by)
    for person in (other, third, mandate.person):
        assert list(Mandate.objects.for_person(person)) == [mandate]
    part_people(merge, by=by)
    assert list(Mandate.objects.for_person(other)) == []


@pytest.mark.parametrize("reference", ["MDT-25-{0:05d}", "BAC-26-{0:05d}", "{0}", "MDT-26-{0}", "MDT-26-99999"])
def test_only_its_own_reference_finds_a_mandate(mandate, reference):
    assert not Mandate.objects.of_reference(reference.format(mandate.pk)).exists()
    assert Mandate.objects.of_reference(mandate.reference).get() == mandate


@pytest.mark.django_db(transaction=True)
def test_six_years_after_its_end_it_is_erased_with_its_paper_and_its_person(mandate, by):
    path = signed(mandate, by).file.path
    assert erase_old_mandates(date(2032, 12, 26)) == 0
    assert erase_old_mandates(date(2032, 12, 27)) == 1
    assert not Mandate.objects.exists()
    assert not Signature.objects.exists()
    assert not Person.objects.exists()
    assert not path.exists()
    assert erase_old_mandates(date(2032, 12, 27)) == 0


def test_a_revoked_mandate_is_kept_six_years_from_that_day(world, by):
    mandate = signed(a_mandate(world.anor, by, days=365), by)
    revoke_mandate(mandate, by=by)
    assert erase_old_mandates(date(2032, 11, 26)) == 0
    assert erase_old_mandates(date(2032, 11, 27)) == 1


def test_a_text_that_nobody_signed_is_erased_after_a_month_and_its_scan_with_it(world, mandate, by):
    kept = sign_mandate_on_paper(
        a_mandate(world.anor, by, mandate.person, days=365), a_scan(world.anor, by), is_read_aloud=True, by=by
    )
    assert erase_old_mandates(TODAY + timedelta(days=31)) == 0
    assert erase_old_mandates(TODAY + timedelta(days=32)) == 1
    assert list(Mandate.objects.all()) == [kept]
    assert Person.objects.filter(pk=mandate.person_id).exists()


def test_a_mandate_starts_on_the_day_in_paris(world, by):
    with pretending(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        late = a_mandate(world.anor, by)
        assert (late.starts_on, late.reference[:7]) == (date(2027, 1, 1), "MDT-27-")
        assert paris_date(now()) == late.starts_on
