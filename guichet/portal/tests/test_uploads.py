"""Files of every kind people have: what is said before, what is kept, what becomes of pages and of identity papers."""

from io import BytesIO

import pikepdf
import pillow_heif
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from guichet.cases.actions import save_step, start_draft
from guichet.cases.models import Attachment
from guichet.cases.types.acte_etat_civil import FRANCE, POST
from guichet.cases.types.entitlement import Act, Paper
from guichet.catalogue.actions import offer_procedure
from guichet.catalogue.models import Procedure
from guichet.communes.models import Department
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import encoded, pdf, photograph_with_a_past, picture
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import day_in_words, now, paris_date
from guichet.portal.tests.base import begin, open_case, url_of
from tests.base import text_of

ACT = {
    "act": Act.BIRTH,
    "place": FRANCE,
    "commune": "Anor",
    "document": Paper.FULL,
    "delivery": POST,
    "quality": "self",
    "event_on": "3/11/1984",
    "act_last_name": "Marchand",
    "act_first_names": "Lucie",
    "parent_1": "Marchand Jean",
    "parent_2": "",
}


@pytest.fixture(autouse=True)
def files_root(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def draft(portal, lucie):
    """A request of an act, which wants an identity paper: its pages are joined and crossed by what they are for."""
    desk = Department.objects.get(body=portal.anor)
    birth = Procedure.objects.get(slug="acte-naissance")
    offer_procedure(birth, body=portal.anor, department=desk, case_type="acte-etat-civil", by=SYSTEM)
    case = start_draft("acte-etat-civil", commune=portal.anor, department=desk, answers=ACT, by=SYSTEM)
    open_case(lucie, case)
    return case


@pytest.fixture
def photo(lucie):
    """A request open at its page of photographs."""
    case = begin(lucie)
    for step, answers in (("bac", {"waste": "household"}), ("probleme", {"broken": "lid"})):
        lucie.post(url_of(case, step), answers)
    return case


def page_url(case):
    return reverse("portal:request-step", args=[case.procedure, case.reference, "identite"])


def heic():
    output = BytesIO()
    pillow_heif.from_pillow(picture((64, 48))).save(output)
    return output.getvalue()


def sent(name, data):
    return SimpleUploadedFile(name, data)


def join(browser, case, *files):
    return browser.post(page_url(case), {"identity": [sent(*file) for file in files], "joindre": "1"})


def shown(page):
    """The files of the page, as a person reads them."""
    names = BeautifulSoup(page, "html.parser").select(".upload__name b")
    return [name.get_text() for name in names]


def files_of(case):
    return [attachment.file for attachment in Attachment.objects.filter(case=case).order_by("pk")]


def test_bad_files_of_every_kind_stop_none_of_the_good_ones(lucie, photo):
    good = {
        "IMG_1.HEIC": heic(),
        "capture.png": encoded(picture(), "PNG"),
        "tourne.jpg": photograph_with_a_past(),
        "facture.pdf": pdf(2),
    }
    bad = {
        "vide.jpg": b"",
        "papiers.pdf": b"PK\x03\x04" + b"\0" * 99,
        "coupe.jpg": encoded(picture((300, 300)))[:9_000],
    }
    mixed = [
        sent(name, data)
        for pair in zip(good.items(), [*bad.items(), None], strict=True)
        for name, data in filter(None, pair)
    ]
    page = text_of(lucie.post(url_of(photo, "photo"), {"photo": mixed, "joindre": "1"}))
    assert "Il reste 3 choses à corriger" in page
    assert all(name in page for name in bad)
    assert [file.name for file in files_of(photo)] == ["IMG_1.jpg", "capture.jpg", "tourne.jpg", "facture.pdf"]


def test_what_is_taken_is_said_beforehand(lucie, photo, settings):
    settings.FILE_MAX_BYTES = 4_000_000
    page = BeautifulSoup(text_of(lucie.get(url_of(photo, "photo"))), "html.parser")
    limits = page.find(id="photo-limits")
    words = limits.get_text().replace("\u00a0", " ")
    assert words == (
        "Photos (JPEG, PNG, HEIC, WebP) ou PDF. 4 Mo au plus par fichier, 5 fichiers au plus, 50 pages au plus en tout."
    )
    assert limits["id"] in page.find(id="photo")["aria-describedby"].split()


def test_pages_are_numbered_moved_and_joined_when_the_person_goes_on(lucie, draft):
    assert "nous les réunissons en un seul document" in text_of(lucie.get(page_url(draft)))
    join(
        lucie,
        draft,
        ("recto.jpg", encoded(picture((30, 40)))),
        ("verso.pdf", pdf(2)),
        ("dos.png", encoded(picture(), "PNG")),
    )
    page = text_of(lucie.get(page_url(draft)))
    assert shown(page) == ["Page 1", "Pages 2 à 3", "Page 4"]
    recto, verso, back = files_of(draft)
    assert lucie.post(page_url(draft), {"monter": str(back.key)}).headers["Location"] == page_url(draft)
    assert files_of(draft) == [recto, back, verso]
    response = lucie.post(page_url(draft), {})
    assert response.status_code == 302
    assert response.headers["Location"] != page_url(draft)
    [paper] = files_of(draft)
    assert (paper.name, paper.pages) == ("Carte d’identité, passeport ou titre de séjour.pdf", 4)
    assert StoredFile.objects.count() == 1
    assert shown(text_of(lucie.get(page_url(draft)))) == ["Pages 1 à 4"]


def test_files_chosen_and_sent_on_at_once_are_joined_too(lucie, draft):
    two = [sent("recto.jpg", encoded(picture())), sent("verso.jpg", encoded(picture()))]
    assert lucie.post(page_url(draft), {"identity": two}).status_code == 302
    assert [file.pages for file in files_of(draft)] == [2]


def test_an_identity_paper_is_crossed_by_what_it_is_for(lucie, draft):
    join(lucie, draft, ("recto.jpg", encoded(Image.new("RGB", (900, 600), "white"))))
    [file] = files_of(draft)
    day = day_in_words(paris_date(now())).partition(" ")[2]
    assert file.watermark == f"Demande d’acte d’état civil · Mairie d’Anor · {day} · ne vaut pour rien d’autre"
    with Image.open(file.path) as kept:
        assert kept.convert("L").getextrema()[0] < 220
    assert "barré de son usage" in text_of(lucie.get(page_url(draft)))


def test_the_paper_names_the_town_that_keeps_the_act_not_the_one_she_knocked_at(portal, lucie, draft):
    register = Department.objects.get(body=portal.fourmies)
    birth = Procedure.objects.get(slug="acte-naissance")
    offer_procedure(birth, body=portal.fourmies, department=register, case_type="acte-etat-civil", by=SYSTEM)
    save_step(draft, {"commune": "Fourmies (59610)"}, by=SYSTEM)
    join(lucie, draft, ("recto.jpg", encoded(picture())))
    [file] = files_of(draft)
    assert "Mairie de Fourmies" in file.watermark
    assert "Anor" not in file.watermark


def test_without_the_paper_the_person_is_told_and_stays(lucie, draft):
    page = text_of(lucie.post(page_url(draft), {}))
    assert "Joignez votre pièce d’identité" in page


def test_too_many_pages_are_told_and_stay(lucie, draft):
    join(lucie, draft, ("a.pdf", pdf(4)))
    page = text_of(join(lucie, draft, ("b.pdf", pdf(3)), ("c.pdf", pdf(2)))).replace("\u00a0", " ")
    assert "« b.pdf » a 3 pages : nous en prenons 2 au plus" in page
    assert "6 pages au plus en tout" in page
    assert "déjà joint 6 pages" in text_of(join(lucie, draft, ("d.jpg", encoded(picture()))))
    assert [file.pages for file in files_of(draft)] == [4, 2]


@pytest.mark.parametrize(
    ("asked", "status"), [("", 200), ("1", 200), ("2", 200), ("3", 404), ("0", 404), ("-1", 404), ("x", 404)]
)
def test_each_page_of_a_paper_has_its_picture(lucie, photo, asked, status):
    lucie.post(url_of(photo, "photo"), {"photo": sent("a.pdf", pdf(2)), "joindre": "1"})
    [file] = files_of(photo)
    url = reverse("portal:file-preview", args=[photo.reference, file.key])
    assert lucie.get(url, {"page": asked} if asked else {}).status_code == status
    assert f"{url}?page=2" in text_of(lucie.get(url_of(photo, "photo")))


def test_an_infected_file_is_shown_to_nobody_and_its_owner_is_told(lucie, photo):
    lucie.post(url_of(photo, "photo"), {"photo": sent("a.jpg", encoded(picture())), "joindre": "1"})
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED)
    [file] = files_of(photo)
    assert "y a trouvé un virus" in text_of(lucie.get(url_of(photo, "photo")))
    assert lucie.get(reverse("portal:file-preview", args=[photo.reference, file.key])).status_code == 404


def test_the_paper_joined_opens_in_our_own_reader(lucie, draft):
    join(lucie, draft, ("recto.jpg", encoded(picture())), ("verso.jpg", encoded(picture())))
    lucie.post(page_url(draft), {})
    [paper] = files_of(draft)
    with pikepdf.open(paper.path) as document:
        assert len(document.pages) == 2
