"""The State's sheets at the kiosk: each kind, screen after screen, nothing pressed in the text, whose each other site is."""

import re
from html import unescape

import pytest
from django.urls import reverse

from guichet.devices.actions import keep_comfort
from guichet.kiosk.frame import Comfort
from guichet.kiosk.state.cutting import cut
from guichet.kiosk.state.leaves import bind
from guichet.kiosk.state.room import Room
from guichet.kiosk.tests.base import web_address
from guichet.kiosk.views.national import LINES, LOW_LINES, national_url
from guichet.national.models import NationalSheet
from guichet.national.rules import Kind
from guichet.national.telling.runs import Surroundings
from guichet.national.telling.sections import sections
from guichet.national.tests.archives import SAMPLE, imported, needs_sample, sheet, text, zipped

RAW_TAG = re.compile(r"</?[A-Z][A-Za-zé]+[ />]|&lt;/?[A-Z]")
P = "<Paragraphe>Un mot.</Paragraphe>"
LONG = f"<Paragraphe>{'Une phrase qui dit ce qu’il faut faire. ' * 12}</Paragraphe>"
THEME = '<Theme ID="N1"><Titre>Argent</Titre></Theme>'
WEB = '<LienWeb URL="https://www.impots.gouv.fr/f"><Source>Ministère des finances</Source></LienWeb>'


@pytest.fixture
def held(town, tmp_path):
    """Puts the sheets of a test in force."""
    return lambda **files: imported(zipped(tmp_path, {f"{number}.xml": data for number, data in files.items()}))


def chapters(count, inside=LONG):
    return text(
        "".join(
            f"<Chapitre><Titre><Paragraphe>Partie {n}</Paragraphe></Titre>{inside * 3}</Chapitre>"
            for n in range(1, count + 1)
        )
    )


def situations(*names, inside=LONG * 4):
    told = "".join(f"<Situation><Titre>{name}</Titre>{text(inside)}</Situation>" for name in names)
    return f"<ListeSituations affichage='onglet'>{told}</ListeSituations>"


def lines_of(page):
    return [
        (one.select_one(".kiosk-line__name").get_text(strip=True), one.a["href"])
        for one in page.select(".kiosk__main .kiosk-line")
    ]


def screens(visitor, number="F1"):
    """Every screen that Suite leads to, from the first."""
    path, seen = f"/borne/services-publics/{number}/", []
    while path:
        page = visitor.reads(path)
        seen.append(page)
        on = page.select_one("a[data-turn-on]")
        path = on["href"] if on else ""
        assert len(seen) < 60, "Suite goes round"
    return seen


def problems(page):
    """What no screen of a sheet may have."""
    lead, area = page.select_one(".kiosk__lead"), page.find(id="contenu")
    found = [f"raw {tag}" for tag in RAW_TAG.findall(str(area))]
    found += [f"pressed in the text: {one}" for one in lead.find_all(["a", "button", "details", "summary"])]
    for link in [*area.find_all("a", href=True), *page.select(".kiosk__act a")]:
        is_outside = not link["href"].startswith(("/borne/", "?"))
        if is_outside and not (link.has_attr("data-outside") and link["data-whose"]):
            found.append(f"nobody's {link['href']}")
    return found


KINDS = {
    Kind.THEME: (
        "N1",
        "Theme",
        '<SousTheme ID="N2"><Titre>Banque</Titre><Dossier ID="N3">Comptes</Dossier></SousTheme>',
    ),
    Kind.FOLDER: ("N3", "Dossier", '<Fiche ID="F1">Une fiche</Fiche>'),
    Kind.SHEET: ("F1", "Fiche d'information", situations("Marié", "Pacsé")),
    Kind.QUESTION: ("F2", "Fiche Question-réponse", text(P)),
    Kind.HOW_TO: ("F3", "Fiche Comment faire si", text(P)),
    Kind.SERVICE: ("R1", "Téléservice", WEB),
    Kind.FORM: ("R2", "Formulaire", f"<NumeroCerfa>12100*02</NumeroCerfa>{WEB}"),
    Kind.SIMULATOR: ("R3", "Simulateur", WEB),
    Kind.LETTER: ("R4", "Modèle de document", text(P)),
    Kind.FINDER: ("R5", "Outil de recherche", WEB),
}


def test_every_kind_is_shown_with_its_web_address_and_its_source(visitor, held):
    held(
        **{
            number: sheet(inside, number=number, kind=kind, title=f"Titre {number}")
            for number, kind, inside in KINDS.values()
        }
    )
    for number, _kind, _inside in KINDS.values():
        pages = screens(visitor, number)
        assert [problem for page in pages for problem in problems(page)] == [], number
        assert pages[0].h1.get_text() == f"Titre {number}"
        assert "Licence Ouverte 2.0" in pages[0].get_text(), number
        assert web_address(pages[0]).endswith(f"/services-publics/{number}/")


def test_a_long_sheet_opens_on_its_chapters_and_suite_reaches_each_of_them(visitor, held):
    held(F1=sheet(chapters(3)))
    pages = screens(visitor)
    assert [name for name, _url in lines_of(pages[0])] == ["Partie 1", "Partie 2", "Partie 3"]
    titles = [page.h1.get_text() for page in pages]
    assert list(dict.fromkeys(titles)) == ["Une fiche", "Partie 1", "Partie 2", "Partie 3"]
    opened = visitor.reads(f"/borne/services-publics/F1/{lines_of(pages[0])[1][1]}")
    assert opened.h1.get_text() == "Partie 2"
    assert web_address(opened).endswith("/services-publics/F1/#partie-2")


def test_a_short_sheet_is_one_screen_without_suite(visitor, held):
    held(F1=sheet(chapters(2, P)))
    (page,) = screens(visitor)
    assert [one.get_text() for one in page.select(".state-text h2")] == ["Partie 1", "Partie 2"]
    assert page.select_one(".kiosk-suite[hidden]")


def test_long_situations_are_lines_to_press_and_short_ones_are_read_at_once(visitor, held):
    held(F1=sheet(situations("Marié", "Pacsé")))
    pages = screens(visitor)
    assert [name for name, _url in lines_of(pages[0])] == ["Marié", "Pacsé"]
    assert "Ouvrez la vôtre" in pages[0].get_text()
    assert {page.h1.get_text() for page in pages} == {"Une fiche", "Marié", "Pacsé"}
    held(F1=sheet(situations("Marié", "Pacsé", inside=P)))
    (page,) = screens(visitor)
    assert [one.get_text() for one in page.select(".state-text h2")] == ["Marié", "Pacsé"]
    assert "Ouvrez la vôtre" not in page.get_text()


def test_a_sentence_that_announces_a_list_is_not_left_alone_at_the_foot_of_a_screen(visitor, held):
    items = "".join(f"<Item>{LONG}</Item>" for _ in range(3))
    inside = f"{LONG * 2}<Paragraphe>Il faut :</Paragraphe><Liste>{items}</Liste>"
    for before in range(4):
        held(F1=sheet(text(LONG * before + inside)))
        for page in screens(visitor):
            assert not page.select(".state-text > *")[-1].get_text().endswith(":"), before


def test_a_long_list_a_long_table_and_a_long_note_are_cut_in_whole_items(visitor, held):
    items = "".join(f"<Item>{LONG}</Item>" for _ in range(12))
    rows = "".join(f"<Rangée><Cellule>{LONG}</Cellule><Cellule>{P}</Cellule></Rangée>" for _ in range(8))
    head = '<Rangée type="header"><Cellule><Paragraphe>Qui</Paragraphe></Cellule><Cellule><Paragraphe>Quand</Paragraphe></Cellule></Rangée>'
    note = f"<Attention><Titre>Attention</Titre>{LONG * 8}</Attention>"
    held(F1=sheet(text(f'<Liste type="numero">{items}</Liste><Tableau>{head}{rows}</Tableau>{note}')))
    pages = screens(visitor)
    numbers = [item["value"] for page in pages for item in page.select(".state-text ol > li")]
    assert numbers == [str(n) for n in range(1, 13)]
    tables = [table for page in pages for table in page.select("table")]
    assert len(tables) > 1
    assert all(table.thead.get_text() == "QuiQuand" for table in tables)
    assert sum(len(table.select("tbody tr")) for table in tables) == 8
    assert len([page for page in pages if page.select_one(".state-text .notice--attention")]) > 1


def test_links_of_a_text_become_lines_that_stay_here_or_say_whose_site_it_is(visitor, held):
    links = (
        '<LienInterne LienPublication="F2">une autre fiche</LienInterne><LienInterne LienPublication="F3">ailleurs</LienInterne>'
        '<LienExterne URL="mailto:ici@a.example">un mot</LienExterne><LienInterne LienPublication="N4-1">un dossier</LienInterne>'
    )
    held(
        F1=sheet(text(f"<Paragraphe>Lire {links}.</Paragraphe>")), F2=sheet(text(P), number="F2"), N4=sheet(number="N4")
    )
    page = visitor.reads("/borne/services-publics/F1/")
    assert problems(page) == []
    there = "https://www.service-public.gouv.fr/particuliers/vosdroits/F3"
    part = "/borne/services-publics/N4/?partie=N4-1"
    assert lines_of(page) == [("Une autre fiche", national_url("F2")), ("Ailleurs", there), ("Un dossier", part)]
    outside = page.find("a", href=there)
    assert "service-public.gouv.fr" in outside.get_text()
    assert outside["data-name"] == "Ailleurs"
    assert visitor.browser.get(part).headers["Location"] == "/borne/services-publics/N4/?page=1"
    assert visitor.browser.get("/borne/services-publics/N4-1/").headers["Location"] == part
    assert visitor.browser.get("/borne/services-publics/F3/").status_code == 404


def test_a_guided_search_is_pressed_down_to_the_sheet_that_answers(visitor, held):
    fiche = '<Fiche ID="F2">La réponse</Fiche>'
    choices = f"<Choix><Titre>En France</Titre>{fiche}</Choix><Choix><Titre>Ailleurs</Titre>{fiche}</Choix>"
    asked = f"<Questionnaire><Question><Titre>Où ?</Titre>{choices}</Question></Questionnaire>"
    held(F1=sheet(asked, kind="Recherche guidée"), F2=sheet(text(P), number="F2"))
    assert [problem for page in screens(visitor) for problem in problems(page)] == []


def test_a_script_in_any_text_is_shown_as_text(visitor, held):
    harm = "&lt;script&gt;alert(1)&lt;/script&gt;"
    inside = situations(f"{harm}&quot; onclick=&quot;x", "Pacsé") + text(f"<Paragraphe>{harm}</Paragraphe>")
    held(F1=sheet(inside, title=harm))
    for page in screens(visitor):
        area = page.find(id="contenu")
        assert area.find("script") is None
        assert area.find(onclick=True) is None
    assert "<script>alert(1)</script>" in screens(visitor)[0].h1.get_text()


def test_the_door_of_a_service_says_whose_site_it_opens(visitor, held):
    held(R2=sheet(f"<NumeroCerfa>12100*02</NumeroCerfa>{WEB}", number="R2", kind="Formulaire"))
    page = visitor.reads("/borne/services-publics/R2/")
    door = page.select_one(".kiosk__act a[data-outside]")
    assert (door["href"], door["data-whose"]) == ("https://www.impots.gouv.fr/f", "Ministère des finances")
    assert "cerfa n° 12100*02" in page.get_text().replace("\xa0", " ")


def test_in_low_mode_a_screen_has_fewer_lines_and_all_of_them_below(visitor, held):
    held(F1=sheet(chapters(7)))
    assert len(lines_of(screens(visitor)[0])) == 7
    keep_comfort(visitor.passage, {"low": True})
    pages = screens(visitor)
    assert all(len(lines_of(page)) <= LOW_LINES for page in pages)
    assert [problem for page in pages for problem in problems(page)] == []
    assert list(dict.fromkeys(page.h1.get_text() for page in pages))[1:] == [f"Partie {n}" for n in range(1, 8)]


def test_the_procedure_of_the_town_stands_first_on_the_sheet_it_names(visitor, held):
    held(F870=sheet(text(P), number="F870", title="Recensement"))
    name, url = lines_of(visitor.reads("/borne/services-publics/F870/"))[0]
    assert url == "/borne/demarches/recensement-citoyen/"
    assert name == "Recensement à 16 ans"


LISTS = {"services-en-ligne": "Téléservice", "formulaires": "Formulaire", "simulateurs": "Simulateur"}


def test_the_lists_lead_by_theme_to_services_with_and_without_an_archive(visitor, held):
    for address in LISTS:
        page = visitor.reads(f"/borne/{address}/")
        assert 0 < len(lines_of(page)) <= LINES, address
        assert problems(page) == []
    lines = lines_of(visitor.reads(lines_of(visitor.reads("/borne/services-en-ligne/"))[0][1]))
    assert lines
    assert all(url.startswith("https://") for _name, url in lines)
    held(
        **{
            f"R{n}": sheet(THEME if n % 2 else "", number=f"R{n}", kind=kind)
            for n in range(1, 11)
            for kind in ("Simulateur",)
        }
    )
    assert lines_of(visitor.reads("/borne/simulateurs/")) == [
        ("Argent", "/borne/simulateurs/N1/"),
        ("Autres", "/borne/simulateurs/divers/"),
    ]
    page = visitor.reads("/borne/simulateurs/N1/")
    assert [url for _name, url in lines_of(page)] == [national_url(f"R{n}") for n in (1, 3, 5, 7, 9)]
    assert web_address(page).endswith("/simulateurs/N1/")
    assert visitor.browser.get("/borne/simulateurs/N2/").status_code == 404


def test_the_first_page_leads_to_the_lists_and_to_the_themes(visitor, held):
    page = visitor.reads("/borne/services-publics/")
    assert problems(page) == []
    assert [url for _name, url in lines_of(page)][:3] == [f"/borne/{address}/" for address in LISTS]
    held(
        N1=sheet(number="N1", kind="Theme", title="Étranger"),
        F9=sheet(number="F9", kind="Fiche Comment faire si", title="Je pars"),
    )
    urls = [url for _name, url in lines_of(visitor.reads("/borne/services-publics/"))]
    assert urls[3:] == [reverse("kiosk:national-how-to"), national_url("N1")]
    assert lines_of(visitor.reads(urls[3])) == [("Je pars", national_url("F9"))]


@needs_sample
def test_every_real_file_is_cut_without_a_word_lost_or_a_thing_to_press_in_the_text(visitor):
    imported(SAMPLE)
    rows = {one.national_id: one for one in NationalSheet.objects.all()}
    bad = {}
    for comfort in (Comfort(), Comfort(text=3, low=True)):
        for number, one in rows.items():
            around = Surroundings(national_url, frozenset(rows), one.told, "Mairie", "/borne/voir-quelqu-un/")
            told = sections(one, around)
            leaves = bind(one.title, cut(told), Room.of(comfort))
            bad[number] = [
                *lost(told, leaves),
                *(problem for leaf in leaves for problem in bad_leaf(leaf, rows, len(leaves))),
            ]
    assert {number: found for number, found in bad.items() if found} == {}
    for kind in {one.kind for one in rows.values()}:
        number = next(number for number, one in rows.items() if one.kind == kind)
        assert problems(visitor.reads(national_url(number))) == [], number


def words(html):
    return set(re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", html))))


def lost(told, leaves):
    shown = " ".join(
        f"{leaf.title} {leaf.html} {' '.join(f'{link.text} {link.note}' for link in leaf.links)}" for leaf in leaves
    )
    return sorted(words(" ".join(one.html for one in told)) - words(shown))


def bad_leaf(leaf, held, total):
    """What would look broken on one screen."""
    found = [f"raw {tag}" for tag in RAW_TAG.findall(leaf.html)]
    found += re.findall(r"<a[ >]|<details|<summary|tabindex|<p></p>|<li></li>|<ul></ul>", leaf.html)
    if total > 1 and not leaf.html and not leaf.links:
        found.append(f"empty {leaf.title}")
    levels = [1, *(int(level) for level in re.findall(r"<h([1-6])>", leaf.html))]
    found += [
        f"a level is jumped in {leaf.title}"
        for one, following in zip(levels, levels[1:], strict=False)
        if following > one + 1
    ]
    for link in leaf.links:
        inner = re.fullmatch(r"/borne/services-publics/([^/]+)/(?:\?partie=.+)?", link.url)
        turned = re.fullmatch(r"\?page=(\d+)", link.url)
        is_dead = inner and inner[1] not in held or turned and not 0 < int(turned[1]) <= total
        if is_dead or not link.text or not (inner or turned or link.host or link.url == "/borne/voir-quelqu-un/"):
            found.append(f"dead {link.url}")
    return found
