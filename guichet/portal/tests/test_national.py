"""The State's sheets as residents read them: each kind of element, every real file, the lists, the town's own page first."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from lxml.html import fromstring

from guichet.catalogue.actions import write_local_sheet
from guichet.catalogue.models import Procedure
from guichet.kit.actor import SYSTEM
from guichet.national.models import NationalSheet
from guichet.national.rules import Kind
from guichet.national.telling.runs import Surroundings
from guichet.national.telling.sections import sections
from guichet.national.tests.archives import SAMPLE, imported, needs_sample, sheet, text, zipped
from guichet.portal.frame import EXPIRES
from guichet.portal.tests.base import browser_at
from guichet.portal.views.national import national_url
from tests.base import text_of

RAW_TAG = re.compile(r"</?[A-Z][A-Za-zé]+[ />]|&lt;/?[A-Z]")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@needs_sample
def test_every_real_file_is_shown_without_raw_tag_empty_section_or_dead_link(portal, lucie):
    assert imported(SAMPLE).total == 710
    rows = {one.national_id: one for one in NationalSheet.objects.all()}
    bad = {}
    for number, one in rows.items():
        around = Surroundings(national_url, frozenset(rows), one.told, "Mairie", "/#accueil")
        html = "".join(f"{title_of(part)}{part.html}" for part in sections(one, around))
        assert html or one.kind == Kind.SERVICE, number
        bad[number] = [*RAW_TAG.findall(html), *problems(fromstring(f"<main>{html}</main>"), rows)]
    assert {number: found for number, found in bad.items() if found} == {}
    for kind in {one.kind for one in rows.values()}:
        number = next(number for number, one in rows.items() if one.kind == kind)
        page = fromstring(text_of(lucie.get(f"/services-publics/{number}/"))).find(".//main")
        assert problems(page, rows) == [], number


def title_of(part):
    return f'<h2 id="{part.id}">{part.title}</h2>' if part.title and not part.is_part else ""


def problems(page, held):
    """What would look broken: a title above nothing, an empty box, a link to nowhere, two places of one name."""
    boxes = page.xpath(".//p | .//li | .//ul | .//ol | .//dd | .//details/div | .//section | .//article")
    found = [f"empty {one.tag}" for one in boxes if not words(one)]
    for title in page.xpath(".//h2 | .//h3 | .//h4 | .//h5 | .//h6"):
        following = title.getnext()
        is_fold = title.getparent().tag == "summary"
        if not is_fold and (following is None or title.tag >= following.tag >= "h2"):
            found.append(f"nothing below {words(title)}")
    names = Counter(page.xpath(".//@id"))
    found += [f"two #{name}" for name, count in names.items() if count > 1]
    return found + [f"dead {link.get('href')}" for link in page.xpath(".//a[@href]") if is_dead(link, held, names)]


def words(element):
    return "".join(element.itertext()).strip()


def is_dead(link, held, names):
    href = link.get("href")
    if href.startswith("#"):
        return href[1:] not in names
    inner = re.fullmatch(r"/services-publics/([^/#]+)/(?:#.*)?", href)
    return not words(link) or (inner is not None and inner[1] not in held)


P = "<Paragraphe>Un mot.</Paragraphe>"


@pytest.fixture
def held(portal, tmp_path):
    """Puts the sheets of a test in force."""
    return lambda **files: imported(zipped(tmp_path, {f"{number}.xml": data for number, data in files.items()}))


def drawn(lucie, held, inside, **more):
    """The article of a sheet made of these elements."""
    held(F1=sheet(inside, **more))
    return soup(lucie.get("/services-publics/F1/")).article


def test_a_script_in_any_text_is_shown_as_text(lucie, held):
    harm = "&lt;script&gt;alert(1)&lt;/script&gt;"
    service = f'<ServiceEnLigne type="Formulaire" URL="javascript:alert(1)" numerocerfa="{harm}"><Titre>{harm}</Titre></ServiceEnLigne>'
    table = (
        f"<Tableau><Titre>{harm}</Titre><Rangée><Cellule><Paragraphe>{harm}</Paragraphe></Cellule></Rangée></Tableau>"
    )
    case = f'<BlocCas><Cas><Titre>{harm}" onclick="x</Titre>{P}</Cas></BlocCas>'
    page = drawn(lucie, held, text(f"<Paragraphe>{harm}</Paragraphe>{table}{case}") + service, title=harm)
    assert page.find("script") is None
    assert page.find(onclick=True) is None
    assert page.get_text().count("<script>alert(1)</script>") >= 5
    assert "javascript:" not in str(page)


def test_situations_and_cases_open_and_say_all_of_themselves(lucie, held):
    situations = "".join(f"<Situation><Titre>{name}</Titre>{text(P)}</Situation>" for name in ("Marié", "Pacsé"))
    page = drawn(lucie, held, f"<ListeSituations affichage='onglet'>{situations}</ListeSituations>")
    assert [one.get_text(strip=True) for one in page.select("details > summary")] == ["Marié", "Pacsé"]
    assert all("Un mot." in one.get_text() for one in page.select("details > div"))


def test_one_situation_alone_is_told_openly_and_steps_are_numbered(lucie, held):
    alone = f"<Situation><Titre>Marié</Titre>{text(P)}</Situation>"
    page = drawn(lucie, held, f"<ListeSituations affichage='onglet'>{alone}</ListeSituations>")
    assert page.details is None
    assert page.h2.get_text() == "Marié"
    page = drawn(lucie, held, f"<ListeSituations affichage='sequentiel'>{alone}{alone}</ListeSituations>")
    assert len(page.select("ol.state-steps > li")) == 2


def test_a_condition_is_told_in_words_when_a_guide_gives_them(lucie, held):
    when = '<Condition><estVrai var="T1"/></Condition>'
    inside = text(f"<FragmentConditionne>{when}{P}</FragmentConditionne>")
    assert "Selon votre situation" in drawn(lucie, held, inside).get_text()
    choice = "<Choix><Titre>En France</Titre><SiSelectionne><affecteVrai var='T1'/></SiSelectionne></Choix>"
    asked = f"<Questionnaire><Question><Titre>Où ?</Titre>{choice}</Question></Questionnaire>"
    assert "Si\xa0: En France." in drawn(lucie, held, inside + asked).get_text()


def test_a_link_leads_here_when_the_sheet_is_held_and_to_the_state_when_it_is_not(lucie, held):
    links = "".join(f'<LienInterne LienPublication="{to}">{to}</LienInterne>' for to in ("F2", "F3", "N4-1"))
    held(F1=sheet(text(f"<Paragraphe>{links}</Paragraphe>")), F2=sheet(text(P), number="F2"), N4=sheet(number="N4"))
    page = soup(lucie.get("/services-publics/F1/")).article
    there = "https://www.service-public.gouv.fr/particuliers/vosdroits/F3"
    found = [link["href"] for link in page.find_all("a", string=re.compile("^[FN]"))]
    assert found == ["/services-publics/F2/", there, "/services-publics/N4/#N4-1"]
    assert lucie.get("/services-publics/N4-1/").headers["Location"] == "/services-publics/N4/#N4-1"
    assert lucie.get("/services-publics/F3/").status_code == 404


def test_the_states_town_hall_is_the_one_of_this_portal(portal, lucie, held):
    office = '<OuSAdresser type="Local"><Titre>Mairie</Titre><PivotLocal>mairie</PivotLocal></OuSAdresser>'
    link = drawn(lucie, held, office).find("a", href="/#accueil")
    assert link.get_text() == portal.anor.office


def test_the_states_town_hall_is_not_the_office_of_an_intercommunal_body(portal, held):
    office = '<OuSAdresser type="Local"><Titre>Mairie</Titre><PivotLocal>mairie</PivotLocal></OuSAdresser>'
    held(F1=sheet(office))
    page = soup(browser_at(portal.body).get("/services-publics/F1/")).article
    assert portal.body.office not in page.get_text()
    assert page.find("a", href="/#accueil") is None
    assert "Mairie" in page.get_text()


def test_a_sheet_says_whose_it_is_from_which_file_and_under_which_licence(portal, lucie, tmp_path):
    imported(zipped(tmp_path, {"F1.xml": sheet(text(P))}), address="https://lecomarquage.service-public.gouv.fr/z.zip")
    page = soup(lucie.get("/services-publics/F1/")).article
    told = page.get_text().replace("\xa0", " ")
    said = (
        "Service-Public.gouv.fr / DILA",
        "2 mars 2026",
        "vosdroits-latest.zip",
        "20 novembre 2026",
        "Licence Ouverte 2.0",
    )
    assert all(words in told for words in said)
    assert page.find("a", href="https://lecomarquage.service-public.gouv.fr/z.zip")


def test_the_page_of_a_form_opens_on_its_door_and_a_letter_can_be_copied(lucie, held):
    web = '<NumeroCerfa>12100*02</NumeroCerfa><LienWeb URL="https://a.fr/f"><Source>Ministère</Source></LienWeb>'
    held(R1=sheet(web, number="R1", kind="Formulaire"), R2=sheet(text(P), number="R2", kind="Modèle de document"))
    form = soup(lucie.get("/services-publics/R1/")).article
    assert form.select_one("a.button")["href"] == "https://a.fr/f"
    assert "cerfa n° 12100*02" in form.get_text()
    assert soup(lucie.get("/services-publics/R2/")).select_one(".state-letter").get_text(strip=True) == "Un mot."


def test_a_page_of_the_state_is_kept_by_the_cache_and_read_with_few_questions(
    portal, lucie, held, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("guichet.config.hosts._FRESH_FOR", 3600.0)
    held(F870=sheet(text(P), number="F870"))
    with django_assert_max_num_queries(10):
        response = lucie.get("/services-publics/F870/")
    assert EXPIRES in response.headers
    lucie.get("/services-publics/")
    for address in ("/services-publics/", "/services-en-ligne/", "/formulaires/", "/simulateurs/"):
        with django_assert_max_num_queries(10):
            assert EXPIRES in lucie.get(address).headers


def test_without_an_archive_each_line_says_what_it_is_about_once(lucie):
    names = [one.get_text(strip=True) for one in soup(lucie.get("/formulaires/")).select(".procedure-item__name")]
    told = " | ".join(names)
    assert "Passeport\u00a0: demande sur papier, pour un majeur" in told
    assert "Procuration de vote" in told
    assert "procuration de vote" not in told


def test_a_procedure_and_its_national_sheet_lead_to_each_other(lucie, held):
    assert "Pour tout savoir" not in text_of(lucie.get("/demarches/recensement-citoyen/"))
    held(F870=sheet(text(P), number="F870", title="Recensement"))
    assert soup(lucie.get("/demarches/recensement-citoyen/")).main.find("a", href="/services-publics/F870/")
    assert soup(lucie.get("/services-publics/F870/")).aside.find("a", href="/demarches/recensement-citoyen/")


def found(lucie, words):
    return [one["url"] for one in lucie.get("/recherche.json", {"q": words}).json()["results"]]


def test_the_towns_own_page_stands_for_the_sheet_it_names_unless_the_town_hides_it(portal, lucie, held, monkeypatch):
    monkeypatch.setattr("guichet.config.hosts._FRESH_FOR", 0.0)
    held(
        F870=sheet(text(P), number="F870", title="Recensement citoyen"),
        F5=sheet(text(P), number="F5", title="Zorglub des bois"),
        N6=sheet(number="N6", kind="Dossier", title="Zorglub"),
    )
    assert "/services-publics/F870/" not in found(lucie, "recensement citoyen")
    assert found(lucie, "recensement citoyen")[0] == "/demarches/recensement-citoyen/"
    assert found(lucie, "zorglub") == ["/services-publics/F5/"]
    assert "/services-publics/F5/" in text_of(lucie.get("/recherche/?q=zorglub"))
    procedure = Procedure.objects.get(slug="recensement-citoyen")
    write_local_sheet(procedure, {"is_hidden": True}, body=portal.anor, by=SYSTEM)
    assert "/services-publics/F870/" in found(lucie, "recensement citoyen")


LISTS = {
    "/services-en-ligne/": ("https://www.maprocuration.gouv.fr", "Téléservice"),
    "/formulaires/": ("/demarches/carte-identite/", "Formulaire"),
    "/simulateurs/": ("https://www.mesdroitssociaux.gouv.fr", "Simulateur"),
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_holds_the_links_of_our_procedures_then_those_of_the_archive(lucie, held, address):
    ours, kind = LISTS[address]
    assert soup(lucie.get(address)).main.find("a", href=ours)
    theme = '<Theme ID="N1"><Titre>Argent</Titre></Theme>'
    held(R1=sheet(theme, number="R1", kind=kind), R2=sheet(number="R2", kind="Centre de contact"))
    page = soup(lucie.get(address)).main
    assert [one["href"] for one in page.select(".procedure-item")] == ["/services-publics/R1/"]
    assert page.select_one("section h2").get_text() == "Argent"
    assert lucie.get(f"{address}N1/").status_code == 200
    assert lucie.get(f"{address}N2/").status_code == 404


def test_every_national_link_of_our_procedures_is_in_one_of_the_lists(lucie):
    addresses = ("/services-publics/", *LISTS)
    shown = {link["href"] for address in addresses for link in soup(lucie.get(address)).main.find_all("a", href=True)}
    links = {link.url for procedure in Procedure.objects.all() for link in procedure.sheet.links}
    assert links <= shown


def test_a_long_list_opens_on_its_themes(lucie, held, monkeypatch):
    monkeypatch.setattr("guichet.portal.views.national.MOST_ON_ONE_PAGE", 1)
    theme = '<Theme ID="N1"><Titre>Argent</Titre></Theme>'
    held(R1=sheet(theme, number="R1", kind="Simulateur"), R2=sheet(theme, number="R2", kind="Simulateur"))
    doors = [one["href"] for one in soup(lucie.get("/simulateurs/")).select(".procedure-item")]
    assert doors == ["/simulateurs/N1/"]
    assert len(soup(lucie.get(doors[0])).select(".procedure-item")) == 2


@pytest.mark.parametrize("address", LISTS)
def test_what_has_no_theme_has_a_page_of_its_own_in_a_long_list(lucie, held, monkeypatch, address):
    monkeypatch.setattr("guichet.portal.views.national.MOST_ON_ONE_PAGE", 1)
    assert soup(lucie.get(address)).main.find("a", href=LISTS[address][0])
    theme, kind = '<Theme ID="N1"><Titre>Argent</Titre></Theme>', LISTS[address][1]
    held(R1=sheet(theme, number="R1", kind=kind), R2=sheet(number="R2", kind=kind))
    doors = [one["href"] for one in soup(lucie.get(address)).select(".procedure-item")]
    assert doors == [f"{address}N1/", f"{address}divers/"]
    page = soup(lucie.get(doors[1])).main
    assert [one["href"] for one in page.select(".procedure-item")] == ["/services-publics/R2/"]
    assert page.h1.get_text(strip=True)


@needs_sample
def test_every_theme_of_the_real_lists_opens(portal, lucie, monkeypatch):
    monkeypatch.setattr("guichet.portal.views.national.MOST_ON_ONE_PAGE", 1)
    imported(SAMPLE)
    for address in LISTS:
        doors = [one["href"] for one in soup(lucie.get(address)).select(".procedure-item")]
        assert doors, address
        assert {lucie.get(door).status_code for door in doors} == {200}


def test_the_themes_say_what_they_gather_and_a_withdrawn_sheet_is_gone(lucie, held):
    inside = '<SousTheme ID="N2"><Titre>Banque</Titre><Dossier ID="N3">Comptes</Dossier></SousTheme>'
    held(
        N1=sheet(inside, number="N1", kind="Theme", title="Étranger"),
        F9=sheet(number="F9", kind="Fiche Comment faire si", title="Je pars"),
    )
    page = soup(lucie.get("/services-publics/")).main.get_text(" ")
    assert all(words in page for words in ("Étranger", "Banque", "Je pars"))
    held(N1=sheet(inside, number="N1", kind="Theme", title="Étranger"))
    assert lucie.get("/services-publics/F9/").status_code == 404
