"""The archive put in force: all or nothing, only what changed, again after a stop; and the archives nobody should open."""

import struct
import zipfile

import pytest

from guichet.communes.models import Body
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from guichet.national import actions
from guichet.national.actions import import_archive
from guichet.national.archive import Limits
from guichet.national.facts import NationalSheetsImported
from guichet.national.models import LICENCE, Archive, NationalSheet
from guichet.national.tests.archives import SAMPLE, imported, needs_sample, sheet, text, zipped
from guichet.national.tests.peers import archive_peer
from tests.base import facts

pytestmark = pytest.mark.django_db
P = "<Paragraphe>Un mot.</Paragraphe>"


def files(*numbers, inside=P):
    return {f"{number}.xml": sheet(text(inside), number=number, title=f"Fiche {number}") for number in numbers}


def shown():
    return set(NationalSheet.objects.shown().values_list("national_id", flat=True))


def test_a_number_in_digits_of_another_script_is_no_sheet(tmp_path, world):
    arabic = "F\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}"
    imported(zipped(tmp_path, files("F1", arabic)))
    assert shown() == {"F1"}


@pytest.fixture
def before(tmp_path, world):
    """Two sheets are in force."""
    imported(zipped(tmp_path, files("F1", "F2")))
    return tmp_path


def test_an_archive_is_put_in_force_with_where_it_comes_from(tmp_path, world):
    found = imported(
        zipped(tmp_path, {**files("F1", "R2"), "menu.xml": "<Menu/>", "lisez-moi.txt": "x"}),
        address="https://a.fr/z.zip",
    )
    assert (found.total, found.added, found.changed, found.withdrawn, found.broken) == (2, 2, 0, 0, ())
    archive = Archive.objects.last()
    assert (archive.file_name, archive.address, archive.licence) == (
        "vosdroits-latest.zip",
        "https://a.fr/z.zip",
        LICENCE,
    )
    assert (archive.dated_on.isoformat(), archive.sheets) == ("2026-11-20", 2)
    assert shown() == {"F1", "R2"}
    assert facts(NationalSheetsImported) == [NationalSheetsImported(archive.pk, added=2, changed=0, withdrawn=0)]


def test_every_portal_ages_its_pages(before):
    versions = dict(Body.objects.values_list("pk", "version"))
    imported(zipped(before, files("F1")))
    assert all(body.version > versions[body.pk] for body in Body.objects.all())


def test_the_same_archive_again_changes_no_row(before):
    rows = list(NationalSheet.objects.values())
    found = imported(zipped(before, files("F1", "F2")))
    assert (found.added, found.changed, found.withdrawn) == (0, 0, 0)
    assert list(NationalSheet.objects.values()) == rows


def test_only_what_changed_is_read_and_what_is_gone_is_withdrawn(before):
    kept = NationalSheet.objects.get(national_id="F1").pk
    found = imported(
        zipped(before, {**files("F1"), **files("F3"), "F2.xml": sheet(text(P), number="F2", title="Autre")})
    )
    assert (found.added, found.changed, found.withdrawn) == (1, 1, 0)
    assert NationalSheet.objects.get(national_id="F1").pk == kept
    assert NationalSheet.objects.get(national_id="F2").title == "Autre"
    assert imported(zipped(before, files("F3"))).withdrawn == 2
    assert shown() == {"F3"}


@pytest.mark.parametrize(
    "broken",
    [
        "<Publication",
        '<!DOCTYPE x [<!ENTITY a "b">]><Publication/>',
        sheet("<a>" * 200 + "</a>" * 200),
        "<Publication ID='F9'/>",
        sheet(text(P)).replace("/3.5/", "/3.12345678901234567890/"),
    ],
    ids=["cut", "entity", "deep", "another number", "schema"],
)
def test_one_broken_file_is_told_keeps_its_former_sheet_and_the_rest_is_imported(before, broken):
    found = imported(zipped(before, {"F1.xml": broken, **files("F2", "F3")}))
    assert [number for number, _why in found.broken] == ["F1"]
    assert shown() == {"F1", "F2", "F3"}
    assert Archive.objects.last().broken[0][0] == "F1"


def test_a_damaged_entry_is_a_broken_file(before):
    path = zipped(before, files("F1", "F2", inside="<Paragraphe>Repère</Paragraphe>"))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("F2.xml").header_offset + 60
    data[at : at + 8] = b"damaged!"
    path.write_bytes(data)
    assert [number for number, _why in imported(path).broken] == ["F2"]
    assert shown() == {"F1", "F2"}


def test_a_sheet_that_unpacks_to_too_much_is_left(before):
    found = imported(zipped(before, {**files("F1"), "F3.xml": b" " * 50_000}), Limits(file=10_000))
    assert found.broken == (("F3", "too-large"),)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(archive=100), "national-too-large"),
        (Limits(total=2_000), "national-bomb"),
        (Limits(files=1), "national-bomb"),
    ],
)
def test_an_archive_that_nobody_should_open_is_refused_and_changes_nothing(before, limits, code):
    with pytest.raises(Refusal, match="Rien n’a été changé") as refusal:
        imported(zipped(before, {**files("F3"), "F4.xml": " " * 50_000}), limits)
    assert refusal.value.code == code
    assert shown() == {"F1", "F2"}


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_a_file_packed_so_that_it_unpacks_in_one_piece_is_never_unpacked(before, how):
    path = zipped(before, files("F1"))
    with zipfile.ZipFile(path, "a", how) as archive:
        archive.writestr("F3.xml", sheet(text(P), number="F3"))
    assert imported(path).broken == (("F3", "compression"),)
    assert shown() == {"F1"}


def long_directory(path):
    """Few files with long comments weigh in the directory as many files would."""
    with zipfile.ZipFile(path, "a") as archive:
        for info in archive.infolist():
            info.comment = b"x" * 65_000
        archive.comment = b"rewritten"


def in_zip64(path):
    """Say where the directory is as archives beyond 4 GB do."""
    data = path.read_bytes()
    at = data.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack("<HLL", data[at + 10 : at + 20])
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(data[:at] + record + locator + end)


@pytest.mark.parametrize("zip64", [False, True], ids=["zip", "zip64"])
def test_a_directory_too_long_for_its_files_is_not_read(before, zip64):
    path = zipped(before, files("F3", "F4"))
    if zip64:
        in_zip64(path)
    imported(path)
    long = zipped(before, files("F5", "F6"))
    long_directory(long)
    if zip64:
        in_zip64(long)
    with pytest.raises(Refusal, match="Rien n’a été changé") as refusal:
        imported(long, Limits(files=3))
    assert refusal.value.code == "national-bomb"
    assert shown() == {"F3", "F4"}


@pytest.mark.parametrize(
    ("data", "code"), [(b"PK", "national-not-a-zip"), (b"", "national-not-a-zip")], ids=["cut", "empty"]
)
def test_what_is_no_archive_is_refused_and_changes_nothing(before, data, code):
    (before / "x.zip").write_bytes(data)
    with pytest.raises(Refusal) as refusal:
        imported(before / "x.zip")
    assert refusal.value.code == code
    assert shown() == {"F1", "F2"}


def test_an_archive_without_a_sheet_withdraws_nothing(before):
    with pytest.raises(Refusal, match="aucune fiche"):
        imported(zipped(before, {"menu.xml": "<Menu/>", "F9.xml": "<broken"}))
    assert shown() == {"F1", "F2"}


def test_an_archive_that_would_withdraw_a_third_of_what_is_shown_is_refused_unless_it_is_meant(tmp_path, world):
    many = [f"F{number}" for number in range(1, 61)]
    imported(zipped(tmp_path, files(*many)))
    wrong = zipped(tmp_path, files(*many[:41], "F900"))
    with pytest.raises(Refusal, match="retirerait 19 des 60 fiches affichées") as refusal:
        imported(wrong)
    assert refusal.value.code == "national-most-withdrawn"
    assert shown() == set(many)
    assert imported(wrong, replace_all=True).withdrawn == 19
    assert shown() == {*many[:41], "F900"}


def test_a_few_sheets_may_be_withdrawn_without_a_word(tmp_path, world):
    many = [f"F{number}" for number in range(1, 61)]
    imported(zipped(tmp_path, files(*many)))
    assert imported(zipped(tmp_path, files(*many[:42]))).withdrawn == 18
    assert imported(zipped(tmp_path, files("F1"))).withdrawn == 41


def test_a_file_that_is_not_there_is_said(before):
    with pytest.raises(Refusal, match="n’existe pas"):
        imported(before / "absent.zip")


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def test_an_import_that_is_stopped_changes_nothing_and_the_next_takes_up_what_it_read(before, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 1)
    path = zipped(before, files("F3", "F4", "F5"))

    def stop(_label: str, done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        import_archive(str(path), by=SYSTEM, progress=stop)
    assert shown() == {"F1", "F2"}
    arrived = dict(NationalSheet.objects.arriving().values_list("national_id", "pk"))
    assert set(arrived) == {"F3", "F4"}
    assert imported(path).added == 3
    assert shown() == {"F3", "F4", "F5"}
    assert arrived.items() <= dict(NationalSheet.objects.values_list("national_id", "pk")).items()
    assert not NationalSheet.objects.arriving().exists()


def test_two_imports_at_once_do_not_mix(before):
    def meddle(label: str, done: int, _total: int) -> None:
        if label.startswith("Mise") and done == 0:
            NationalSheet.objects.arriving().update(digest="of another archive")

    with pytest.raises(Refusal, match="Un autre import"):
        import_archive(str(zipped(before, files("F3"))), by=SYSTEM, progress=meddle)
    assert shown() == {"F1", "F2"}


def test_what_arrived_for_an_archive_of_yesterday_is_thrown_away(before):
    NationalSheet.objects.create(national_id="F9", title="Hier", kind="sheet", digest="x")
    imported(zipped(before, files("F1", "F2")))
    assert not NationalSheet.objects.filter(national_id="F9").exists()


GUIDE = (
    "<Problematiques><Problematique><Titre>En France</Titre><SiSelectionne><affecteVrai var='T1'/></SiSelectionne>"
    "<LienInterne LienPublication='F1'/></Problematique></Problematiques>"
)


def test_a_guide_gives_the_words_of_the_conditions_of_the_sheets_it_leads_to(before):
    guided = {**files("F1", "F2"), "F8.xml": sheet(GUIDE, number="F8", kind="Recherche guidée")}
    imported(zipped(before, guided))
    assert NationalSheet.objects.get(national_id="F1").told == {"T1": ["En France"]}
    imported(zipped(before, files("F1", "F2")))
    assert NationalSheet.objects.get(national_id="F1").told == {}


def test_unknown_elements_are_counted_over_all_that_is_in_force(before):
    odd = {**files("F1"), "F2.xml": sheet(text("<Neuf>x</Neuf>"), number="F2")}
    assert imported(zipped(before, odd)).unknown == {"Neuf": 1}
    assert imported(zipped(before, odd)).unknown == {"Neuf": 1}


def test_an_archive_is_fetched_by_its_address(before):
    with archive_peer(zipped(before, files("F3")).read_bytes()) as peer:
        assert imported(peer.url, Limits()).added == 1
    archive = Archive.objects.last()
    assert (archive.file_name, archive.address) == ("vosdroits-latest.zip", peer.url)


@pytest.mark.parametrize(
    ("mood", "code"),
    [("absent", "national-unavailable"), ("cut", "national-unavailable"), ("endless", "national-too-large"), ("huge", "national-too-large")],
)  # fmt: skip
def test_a_server_that_gives_something_else_changes_nothing(before, mood, code):
    with archive_peer(b"x" * 5000, mood) as peer, pytest.raises(Refusal, match="Rien n’a été changé") as refusal:
        imported(peer.url, Limits(archive=20_000))
    assert refusal.value.code == code
    assert shown() == {"F1", "F2"}


@needs_sample
def test_the_states_own_archive_is_read_whole(tmp_path, sample_files):
    some = {f"{number}.xml": data for number, data in sorted(sample_files.items())[::20]}
    found = imported(zipped(tmp_path, some))
    assert (found.total, found.broken, found.unknown) == (len(some), (), {})
    assert SAMPLE.exists()
