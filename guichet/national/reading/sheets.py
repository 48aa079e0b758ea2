"""A whole file: what it is, where it stands among the others, and the tree of what it says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from guichet.national.reading.blocks import blocks, blocks_of
from guichet.national.reading.guides import Choices, choices, guide, questions
from guichet.national.reading.parsing import Unreadable, parsed
from guichet.national.reading.resources import annexes, file_words, given, notices, read_office, read_service, resource
from guichet.national.reading.words import Node, Reading, child, children, link_to, plain, runs, typeset
from guichet.national.rules import NATIONAL_ID, Kind, kind_of, official_url, safe_url

ROOTS = {"Publication", "ServiceComplementaire"}
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_NUMBER, LONGEST_SCHEMA = 300, 600, 40, 10
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SCHEMA = re.compile(r"/([0-9]+\.[0-9]+)/")
_MAIN = {
    "Texte",
    "ListeSituations",
    "Groupe",
    "Cout",
    "NbEtapes",
    "Public",
    "Calendrier",
    "CommentFaireSelf",
    "SuiviSelf",
}
# Read by the sections below, or about the file and not for its reader.
_READ_APART = {
    *("title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format"),
    *("identifier", "source", "language", "relation", "coverage", "rights"),
    *("SurTitre", "Audience", "Canal", "Cible", "FilDAriane", "FichePrecedente", "FicheSuivante", "Theme"),
    *("SousThemePere", "DossierPere", "SousDossierPere", "RechercheGuideePere", "Partenaire", "PivotLocal"),
    *("Introduction", "Conclusion", "Avertissement", "Questionnaire", "Problematiques", "Condition"),
    *("SousTheme", "SousDossier", "Dossier", "Fiche", "RechercheGuidee", "LienExterneCommente", "VoirAussi"),
    *("FicheConnexe", "FicheLiee", "QuiPeutMAider", "OuSAdresser", "OuSAdresserSupport", "Reference", "ServiceEnLigne"),
    *("ServiceEnLigneAlternatif", "ServiceEnLigneAnnexe", "NoticeLiee", "PourEnSavoirPlus", "Definition", "Abreviation"),
    *("QuestionReponse", "CommentFaireSi", "FAQ", "LienWeb", "LienCerfaGuide", "NumeroCerfa", "AutreNumero"),
    *("FranceConnect", "Connexion", "ValeurRfr", "ImageIllustration", "VideoIllustration", "Titre"),
}  # fmt: skip


@dataclass(frozen=True)
class ReadSheet:
    """One file of the archive, read. `unknown` counts the elements that the reader does not know, by name."""

    national_id: str
    kind: Kind
    title: str
    summary: str
    themes: list[list[str]]
    path: list[list[str]]
    url: str
    official_url: str
    cerfa: str
    number: str
    source: str
    modified_on: date | None
    schema: str
    body: Node
    choices: Choices
    unknown: dict[str, int]


def read_sheet(data: bytes, national_id: str) -> ReadSheet | None:
    """Read one file; None when it is an index and not a sheet. Raises `Unreadable` with the reason."""
    root = parsed(data)
    if root.tag not in ROOTS:
        return None
    if root.get("ID") != national_id:
        raise Unreadable("another-number")
    path = list(_path(root))
    title = _title(root, path, national_id)
    if not title:
        raise Unreadable("no-title")
    defined = frozenset(one.get("ID", "") for one in children(root, "Definition", "Abreviation"))
    reading = Reading(defined)
    body = _body(root, reading)
    web = child(root, "LienWeb")
    return ReadSheet(
        national_id=national_id,
        kind=kind_of(root.get("type", "")),
        title=title[:LONGEST_TITLE],
        summary=_summary(root, title),
        themes=_themes(root, path),
        path=[level for level in path if level[0] != national_id],
        url=safe_url(web.get("URL", "")) if web is not None else "",
        official_url=safe_url(root.get("spUrl", "")) or official_url(national_id),
        cerfa=plain(child(root, "NumeroCerfa"))[:LONGEST_NUMBER],
        number=plain(child(root, "AutreNumero"))[:LONGEST_NUMBER],
        source=plain(child(web, "Source"))[:LONGEST_TITLE] if web is not None else "",
        modified_on=_day(plain(child(root, "date"))),
        schema=_schema(root),
        body=body,
        choices=choices(root, national_id),
        unknown=dict(reading.unknown),
    )


def _schema(root: Element) -> str:
    found = _SCHEMA.search(root.get("noNamespaceSchemaLocation", ""))
    if found and len(found[1]) > LONGEST_SCHEMA:
        raise Unreadable("schema")
    return found[1] if found else ""


def _title(root: Element, path: list[list[str]], national_id: str) -> str:
    """Its own name in the path: the title of a resource begins with what it is ("Formulaire 11942*18 : …")."""
    own = next((title for number, title in path if number == national_id), "")
    whole = plain(child(root, "title")) or plain(child(root, "Titre"))
    return own if own and root.tag == "ServiceComplementaire" else whole or own


def _summary(root: Element, title: str) -> str:
    said = plain(child(root, "description"))
    if len(said) > LONGEST_SUMMARY:
        said = f"{said[: LONGEST_SUMMARY - 1].rpartition(' ')[0]}…"
    return said if said != title else ""


def _path(root: Element) -> Iterator[list[str]]:
    held = child(root, "FilDAriane")
    for level in children(held, "Niveau") if held is not None else ():
        if (number := level.get("ID", "")) and number[:1] in "FNR" and NATIONAL_ID.fullmatch(number) and plain(level):
            yield [number, plain(level)]


def _themes(root: Element, path: list[list[str]]) -> list[list[str]]:
    """The themes it belongs to, those of residents first: a form may stand in several."""
    found = []
    for theme in children(root, "Theme"):
        if NATIONAL_ID.fullmatch(theme.get("ID", "")):
            of_others = [plain(one) for one in children(theme, "Audience")]
            is_other = bool(of_others) and "Particuliers" not in of_others
            title = plain(child(theme, "Titre")) or plain(theme)
            found.append((is_other, [theme.get("ID", ""), title]))
    found.sort(key=lambda pair: pair[0])
    return [theme for _is_other, theme in found] or [level for level in path[:1] if level[0].startswith("N")]


def _day(said: str) -> date | None:
    found = _DAY.search(said)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _body(root: Element, reading: Reading) -> Node:
    """The sections that say something, in the order people read them."""
    main = [one for one in root if one.tag in _MAIN or one.tag not in _READ_APART]
    return given(
        warnings=list(_warnings(root, reading)),
        intro=blocks(child(root, "Introduction"), reading),
        contents=list(_contents(root)),
        questions=questions(root, reading),
        guide=guide(root, reading),
        main=blocks_of(main, reading),
        conclusion=blocks(child(root, "Conclusion"), reading),
        outside=list(_outside(root, reading)),
        guides=_links(children(root, "RechercheGuidee")),
        services=[one for held in children(root, "ServiceEnLigne") if (one := read_service(held, reading, blocks))],
        others=_links(children(root, "ServiceEnLigneAlternatif")),
        file=file_words(web) if (web := child(root, "LienWeb")) is not None else "",
        notices=notices(root),
        annexes=annexes(root, reading, blocks),
        offices=_offices(root, reading),
        asked=_links(children(root, "QuestionReponse", "FAQ")),
        how_to=_links(children(root, "CommentFaireSi")),
        see=_links([*_inside(root, "VoirAussi"), *children(root, "FicheConnexe", "FicheLiee"), *_folders_of(root)]),
        more=[one for held in children(root, "PourEnSavoirPlus") if (one := resource(held))],
        law=[one for held in children(root, "Reference") if (one := resource(held))],
        words=list(_words(root, reading)),
    )


def _inside(root: Element, name: str) -> Iterator[Element]:
    for held in children(root, name):
        yield from held


def _folders_of(resource_root: Element) -> Iterator[Element]:
    """The folders that name a form or a service: those of a sheet stand in its path."""
    return children(resource_root, "Dossier") if resource_root.tag == "ServiceComplementaire" else iter(())


def _warnings(root: Element, reading: Reading) -> Iterator[Node]:
    for held in children(root, "Avertissement"):
        if inside := blocks(held, reading):
            day = _day(held.get("date", ""))
            told = {"day": day.isoformat()} if day else {}
            yield {"title": plain(child(held, "Titre")), "in": inside, **told}


def _contents(root: Element) -> Iterator[Node]:
    """What a theme or a folder gathers: under titles, then alone."""
    for group in children(root, "SousTheme", "SousDossier"):
        if links := _links(children(group, "Dossier", "Fiche", "SousDossier")):
            yield {"title": _name(group), "id": group.get("ID", ""), "links": links}
    of_a_resource = root.tag == "ServiceComplementaire"
    if links := _links(() if of_a_resource else children(root, "Dossier", "Fiche")):
        yield {"links": links}


def _links(held: Iterable[Element]) -> list[Node]:
    """Other files of the archive by their titles, each once."""
    found: dict[str, Node] = {}
    for one in held:
        to, title = one.get("ID") or one.get("LienPublication") or "", _name(one)
        if NATIONAL_ID.fullmatch(to) and title:
            found.setdefault(to, link_to(to, [title], one.get("audience", "")))
    return list(found.values())


def _name(element: Element) -> str:
    titled = child(element, "Titre")
    return plain(titled) if titled is not None else typeset(element.text or "").strip()


def _outside(root: Element, reading: Reading) -> Iterator[Node]:
    """Sites elsewhere with what one finds there."""
    for held in children(root, "LienExterneCommente"):
        holder = Element("Paragraphe")
        holder.extend(children(held, "LienExterne", "LienInterne"))
        if words := runs(holder, reading):
            comment, source = blocks(child(held, "Commentaire"), reading), plain(child(held, "Source"))
            yield {"link": words, **given(more=comment, source=source)}


def _offices(root: Element, reading: Reading) -> list[Node]:
    held = [*_inside(root, "QuiPeutMAider"), *children(root, "OuSAdresser", "OuSAdresserSupport")]
    return [one for office in held if (one := read_office(office, reading, blocks))]


def _words(root: Element, reading: Reading) -> Iterator[Node]:
    """The words and the abbreviations that the file explains, each once, in alphabetical order."""
    known: dict[str, Node] = {}
    for held in children(root, "Definition", "Abreviation"):
        title, inside = plain(child(held, "Titre")), blocks(child(held, "Texte"), reading)
        if title and inside and held.get("ID"):
            known.setdefault(held.get("ID", ""), {"id": held.get("ID"), "title": title, "in": inside})
    yield from sorted(known.values(), key=lambda word: str(word["title"]).casefold())
