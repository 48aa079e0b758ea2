"""Each kind of element of the State's files, from the file to the words of the tree; and what must never be taken for it."""

from datetime import date

import pytest

from guichet.national.reading.parsing import DEEPEST, MOST_ELEMENTS, Unreadable
from guichet.national.reading.sheets import read_sheet
from guichet.national.reading.words import typeset
from guichet.national.rules import Kind, in_words, kind_of, official_id, official_url, safe_url
from guichet.national.tests.archives import SAMPLE, needs_sample, sheet, text


def read(inside, **more):
    number = more.get("number", "F1")
    return read_sheet(sheet(inside, **more).encode(), number)


def body(inside, **more):
    return read(inside, **more).body


def paragraph(*runs):
    return {"is": "text", "in": list(runs)}


P = "<Paragraphe>Un mot.</Paragraphe>"
ONE = paragraph("Un mot.")
BLOCKS = [
    (P, ONE),
    ("<Paragraphe>  </Paragraphe>", None),
    ("<Paragraphe>D'un <MiseEnEvidence>mot</MiseEnEvidence> fort</Paragraphe>", paragraph("D’un ", {"is": "strong", "in": ["mot"]}, " fort")),
    ("<Paragraphe><Valeur>10 €</Valeur></Paragraphe>", paragraph({"is": "value", "in": ["10\xa0€"]})),
    ("<Paragraphe>m<Exposant>2</Exposant></Paragraphe>", paragraph("m", {"is": "raised", "in": ["2"]})),
    ("<Paragraphe>De <Variable>(nom)</Variable></Paragraphe>", paragraph("De ", {"is": "blank", "in": ["(nom)"]})),
    ("<Paragraphe><Citation>dit</Citation></Paragraphe>", paragraph({"is": "quote", "in": ["dit"]})),
    ("<Paragraphe><Expression>dit</Expression></Paragraphe>", paragraph("dit")),
    ('<Paragraphe><TermeEtranger langue="en">share</TermeEtranger></Paragraphe>', paragraph({"is": "foreign", "language": "en", "in": ["share"]})),
    ('<Paragraphe><LienInterne LienPublication="F2">là</LienInterne></Paragraphe>', paragraph({"is": "link", "to": "F2", "in": ["là"]})),
    ('<Paragraphe><LienExterne URL="https://a.fr/">là</LienExterne>\n.</Paragraphe>', paragraph({"is": "web", "url": "https://a.fr/", "in": ["là"]}, ".")),
    ('<Paragraphe><LienExterne URL="https://www.service-public.fr/particuliers/vosdroits/F9">là</LienExterne></Paragraphe>', paragraph({"is": "link", "to": "F9", "in": ["là"]})),
    ('<Paragraphe><LienExterne URL="javascript:alert(1)">là</LienExterne></Paragraphe>', paragraph("là")),
    ('<Paragraphe><LienIntra LienID="R9" type="Définition de glossaire">mot</LienIntra></Paragraphe>', paragraph("mot")),
    (f'<Liste type="numero"><Item>{P}</Item><Item/></Liste>', {"is": "list", "kind": "numbers", "items": [{"in": [ONE]}]}),
    (f'<Liste type="caseACocher"><Item>{P}</Item></Liste>', {"is": "list", "kind": "boxes", "items": [{"in": [ONE]}]}),
    ('<Liste type="puce"><Item>nu</Item></Liste>', {"is": "list", "kind": "bullets", "items": [{"in": [paragraph("nu")]}]}),
    ("<Liste/>", None),
    (f"<Attention><Titre>Attention</Titre>{P}</Attention>", {"is": "note", "kind": "attention", "title": "Attention", "in": [ONE]}),
    (f"<ASavoir><Titre>À savoir</Titre>{P}</ASavoir>", {"is": "note", "kind": "know", "title": "À savoir", "in": [ONE]}),
    (f"<ANoter>{P}</ANoter>", {"is": "note", "kind": "note", "title": "", "in": [ONE]}),
    (f"<Exemple>{P}</Exemple>", {"is": "note", "kind": "example", "title": "", "in": [ONE]}),
    (f"<Rappel>{P}</Rappel>", {"is": "note", "kind": "reminder", "title": "", "in": [ONE]}),
    (f"<Consigne>{P}</Consigne>", {"is": "note", "kind": "instruction", "title": "", "in": [ONE]}),
    ("<Rappel><Titre>Rappel</Titre></Rappel>", None),
    (f"<Chapitre><Titre><Paragraphe>Ici</Paragraphe></Titre>{P}</Chapitre>", {"is": "chapter", "title": ["Ici"], "in": [ONE]}),
    ("<Chapitre><Titre>Seul</Titre></Chapitre>", None),
    ("<TitreFlottant>Là</TitreFlottant>", paragraph({"is": "strong", "in": ["Là"]})),
    (f"<BlocCas><Cas><Titre>Un</Titre>{P}</Cas><Cas><Titre>Vide</Titre></Cas></BlocCas>", {"is": "cases", "in": [{"title": ["Un"], "in": [ONE]}]}),
    (f'<FragmentConditionne><Condition><estVrai var="T1"/></Condition>{P}</FragmentConditionne>', {"is": "fragment", "in": [ONE], "when": ["is", "T1"]}),
    ("<Image><Legende>Plan</Legende><TexteDeRemplacement>Un plan.</TexteDeRemplacement></Image>", {"is": "picture", "title": "Plan", "text": "Un plan."}),
    ("<OuSAdresser type='Local'><Titre>Mairie</Titre><PivotLocal>mairie</PivotLocal></OuSAdresser>", {"is": "office", "title": "Mairie", "near": True, "pivot": "mairie"}),
    ("<Reference URL='https://a.fr/'><Titre>Code</Titre><Complement>art. 1</Complement></Reference>", {"is": "resource", "title": "Code", "url": "https://a.fr/", "more": "art. 1"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("element", "node"), BLOCKS, ids=[f"{n} {element[:40]}" for n, (element, _) in enumerate(BLOCKS)]
)
def test_each_element_becomes_its_node(element, node):
    assert body(text(element)).get("main", []) == ([node] if node else [])


def test_a_table_keeps_its_headings_and_its_merged_cells():
    rows = (
        '<Tableau><Titre>Prix</Titre><Colonne type="header"/><Colonne type="normal"/>'
        '<Rangée type="header"><Cellule fusionHorizontale="2"><Paragraphe>A</Paragraphe></Cellule></Rangée>'
        f'<Rangée type="normal"><Cellule fusionVerticale="99999">{P}</Cellule><Cellule/></Rangée></Tableau>'
    )
    (table,) = body(text(rows))["main"]
    head, row = table["rows"]
    assert (table["title"], head["cells"]) == ("Prix", [{"in": [paragraph("A")], "head": True, "across": 2}])
    assert row["cells"] == [{"in": [ONE], "head": True}, {"in": []}]


def test_situations_are_tabs_or_steps():
    one = f"<Situation><Titre>Marié</Titre><Introduction>{P}</Introduction>{text(P)}</Situation>"
    (tabs,) = body(f'<ListeSituations affichage="onglet">{one}</ListeSituations>')["main"]
    assert tabs == {"is": "situations", "ordered": False, "in": [{"title": ["Marié"], "in": [ONE, ONE]}]}
    (steps,) = body(f'<ListeSituations affichage="sequentiel">{one}</ListeSituations>')["main"]
    assert steps["ordered"]


def test_a_form_is_told_with_its_number_its_notice_and_its_annexes():
    service = (
        '<ServiceEnLigne ID="R1" type="Formulaire" URL="https://a.fr/f.pdf" numerocerfa="12100*02" format="application/pdf" poids="412.9 KB">'
        '<Titre>Demande</Titre><Source>Ministère</Source><NoticeLiee URL="https://a.fr/n.pdf" numerocerfa="51">Notice</NoticeLiee>'
        '<ServiceEnLigneAnnexe numerocerfa="13"><Titre>Annexe</Titre><LienWeb URL="https://a.fr/a"/></ServiceEnLigneAnnexe></ServiceEnLigne>'
    )
    (form,) = body(service)["services"]
    assert form == {
        "is": "service", "kind": "form", "title": "Demande", "id": "R1", "url": "https://a.fr/f.pdf", "cerfa": "12100*02",
        "file": "PDF, 412,9\xa0Ko", "source": "Ministère", "notices": [{"title": "Notice", "url": "https://a.fr/n.pdf", "cerfa": "51"}],
        "annexes": [{"title": "Annexe", "url": "https://a.fr/a", "cerfa": "13"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "section", "said"),
    [
        ('<Fiche ID="F2">Un</Fiche>', "contents", [{"links": [{"is": "link", "to": "F2", "in": ["Un"]}]}]),
        ('<SousTheme ID="N3"><Titre>Sous</Titre><Dossier ID="N4">D</Dossier></SousTheme>', "contents", [{"title": "Sous", "id": "N3", "links": [{"is": "link", "to": "N4", "in": ["D"]}]}]),
        ('<QuestionReponse ID="F5">Pourquoi ?</QuestionReponse>', "asked", [{"is": "link", "to": "F5", "in": ["Pourquoi\xa0?"]}]),
        ('<CommentFaireSi ID="F6">Je pars</CommentFaireSi>', "how_to", [{"is": "link", "to": "F6", "in": ["Je pars"]}]),
        ('<VoirAussi><Fiche ID="F7" audience="Professionnels"><Titre>T</Titre></Fiche></VoirAussi>', "see", [{"is": "link", "to": "F7", "in": ["T"], "audience": "Professionnels"}]),
        ('<Definition ID="R8"><Titre>Mot</Titre><Texte><Paragraphe>Sens.</Paragraphe></Texte></Definition>', "words", [{"id": "R8", "title": "Mot", "in": [paragraph("Sens.")]}]),
        ('<PourEnSavoirPlus URL="https://a.fr/"><Titre>Site</Titre></PourEnSavoirPlus>', "more", [{"title": "Site", "url": "https://a.fr/"}]),
        ('<LienExterneCommente><Commentaire><Paragraphe>Un mot.</Paragraphe></Commentaire><LienExterne URL="https://a.fr/">S</LienExterne></LienExterneCommente>', "outside", [{"link": [{"is": "web", "url": "https://a.fr/", "in": ["S"]}], "more": [ONE]}]),
        (f'<Avertissement date="2026-01-05"><Titre>Avis</Titre>{text(P)}</Avertissement>', "warnings", [{"title": "Avis", "in": [ONE], "day": "2026-01-05"}]),
        ("<Questionnaire><Question><Titre>Qui ?</Titre><Choix><Titre>Moi</Titre></Choix></Question></Questionnaire>", "questions", [{"title": "Qui\xa0?", "answers": ["Moi"]}]),
    ],
)  # fmt: skip
def test_each_section_of_a_file_is_read(inside, section, said):
    assert body(inside)[section] == said


def test_a_word_explained_in_the_file_leads_to_its_explanation():
    words = f'<Definition ID="R8"><Titre>Mot</Titre>{text(P)}</Definition>'
    linked = '<Paragraphe><LienIntra LienID="R8" type="Définition de glossaire">mot</LienIntra></Paragraphe>'
    assert body(text(linked) + words)["main"] == [paragraph({"is": "word", "to": "R8", "in": ["mot"]})]


GUIDE = (
    "<Problematiques><Problematique><Titre>En France</Titre><SiSelectionne><affecteVrai var='T1'/></SiSelectionne>"
    "<Branche><Titre>Majeur</Titre><SiSelectionne><affecteVrai var='T2'/></SiSelectionne><LienInterne LienPublication='F9'/></Branche>"
    "</Problematique></Problematiques>"
)


def test_a_guided_search_leads_down_to_its_sheets_and_says_their_conditions():
    found = read(GUIDE, kind="Recherche guidée")
    assert found.kind is Kind.GUIDE
    assert found.body["guide"] == [{"title": "En France", "in": [{"title": "Majeur", "links": [{"to": "F9"}]}]}]
    assert found.choices["F9"] == {"T1": ["En France"], "T2": ["Majeur"]}


TOLD = {"T1": ["En France"], "T2": ["Majeur", "Mineur"], "T3": list("abcde")}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('<estVrai var="T1"/>', "En France"),
        ('<ou><estVrai var="T1"/><estIndefini var="T1"/></ou>', "En France"),
        ('<et><estVrai var="T1"/><estVrai var="T2"/></et>', "En France et Majeur ou Mineur"),
        ('<estFaux var="T1"/>', "sauf En France"),
        ('<non><estVrai var="T1"/></non>', "sauf En France"),
        ('<estVrai var="T3"/>', ""),
        ('<et><estVrai var="T1"/><estVrai var="T404"/></et>', ""),
    ],
)
def test_a_condition_is_told_by_the_titles_of_its_choices_or_not_at_all(condition, words):
    (node,) = body(text(f"<Chapitre><Condition>{condition}</Condition>{P}</Chapitre>"))["main"]
    assert in_words(node["when"], TOLD, words=(" ou ", " et ", "sauf ")) == words


def test_a_condition_on_what_nobody_answered_is_none():
    (node,) = body(text(f'<Chapitre><Condition><estIndefini var="T1"/></Condition>{P}</Chapitre>'))["main"]
    assert "when" not in node


def test_an_unknown_element_gives_its_text_and_is_counted():
    found = read(
        text(f"<Nouveau>{P}</Nouveau><Autre>dit</Autre><Paragraphe>x <Clin>y</Clin></Paragraphe>") + "<Tout>là</Tout>"
    )
    assert found.body["main"] == [ONE, paragraph("dit"), paragraph("x y"), paragraph("là")]
    assert found.unknown == {"Nouveau": 1, "Autre": 1, "Clin dans un texte": 1, "Tout": 1}


def test_a_file_says_what_it_is_and_where_it_stands():
    path = '<FilDAriane><Niveau ID="Particuliers">Accueil</Niveau><Niveau ID="N1">Argent</Niveau><Niveau ID="R1">Le formulaire</Niveau></FilDAriane>'
    theme = '<Theme ID="N2"><Titre>Fiscalité</Titre><Audience>Professionnels</Audience></Theme><Theme ID="N1"><Titre>Argent</Titre></Theme>'
    web = '<NumeroCerfa>11942*18</NumeroCerfa><LienWeb URL="https://impots.gouv.fr/f"><Source>Impôts</Source></LienWeb>'
    found = read(path + theme + web, number="R1", kind="Formulaire", title="Formulaire 11942*18 : Le formulaire")
    assert (found.title, found.kind, found.cerfa, found.source) == ("Le formulaire", Kind.FORM, "11942*18", "Impôts")
    assert (found.path, found.themes) == ([["N1", "Argent"]], [["N1", "Argent"], ["N2", "Fiscalité"]])
    assert (found.modified_on, found.schema, found.url) == (date(2026, 3, 2), "3.5", "https://impots.gouv.fr/f")
    assert found.official_url == "https://www.service-public.gouv.fr/particuliers/vosdroits/R1"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<Publication",
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + sheet("&c;").partition("?>")[2].encode(),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet().partition("?>")[2].encode(),
        sheet("<a>" * DEEPEST + "</a>" * DEEPEST).encode(),
        sheet("<a/>" * MOST_ELEMENTS).encode(),
        sheet(number="F2").encode(),
        sheet(title="").encode(),
    ],
    ids=["empty", "cut", "entities", "document type", "deep", "wide", "number of another", "no title"],
)
def test_a_file_that_could_harm_or_says_nothing_is_unreadable(data):
    with pytest.raises(Unreadable):
        read_sheet(data, "F1")


def test_an_index_is_no_sheet():
    assert read_sheet(b"<Arborescence/>", "N1") is None


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("Fiche Question-réponse conditionnée", Kind.QUESTION),
        ("Fiche Comment faire si - simulateur", Kind.HOW_TO),
        ("Téléservice personnalisé sur SP", Kind.SERVICE),
        ("Dossier redirigé", Kind.FOLDER),
        ("Demain", Kind.OTHER),
    ],
)
def test_a_declared_type_has_its_kind(declared, kind):
    assert kind_of(declared) is kind


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", " JAVASCRIPT:x", "ftp://a"]
)
def test_an_address_that_a_browser_could_run_is_none(url):
    assert safe_url(url) == ""


def test_addresses_of_the_state_are_known_on_both_domains():
    assert safe_url("http://www.service-public.fr/x") == "https://www.service-public.gouv.fr/x"
    assert safe_url("https://www.service-public.free.example/") == "https://www.service-public.free.example/"
    assert (
        official_id(official_url("F12", "Professionnels")) == official_id(official_url("F12", "Associations")) == "F12"
    )
    assert official_id("https://evil.example/service-public.fr/F12") == ""


def test_french_signs_keep_to_their_words_and_the_words_stay():
    assert typeset("L'« été »  :\n 10 % ?") == "L’«\xa0été\xa0»\xa0: 10\xa0%\xa0?"


@needs_sample
def test_every_element_of_the_real_files_is_known(sample_files):
    assert {
        number: read_sheet(data, number).unknown
        for number, data in sample_files.items()
        if read_sheet(data, number).unknown
    } == {}
    assert SAMPLE.exists()
