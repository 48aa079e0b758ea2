"""What a file of the archive is, where the State shows it, and how a condition is said. Pure: values in, values out."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

# Ours too: it is the address of the sheet here. `\d` would take the digits of every script.
NATIONAL_NUMBER = r"[FNR][0-9]{1,7}(?:-[0-9]{1,3})?"
NATIONAL_ID = re.compile(NATIONAL_NUMBER)
_OFFICIAL = re.compile(
    r"https?://(?:www\.|entreprendre\.)?service-public(?:\.gouv)?\.fr/(?:\S*/)?([FNR][0-9]{1,7})(?:[/?#]\S*)?"
)
_OLD_DOMAIN = re.compile(r"^https?://(www\.|entreprendre\.)?service-public\.fr(?=/|$)")
_SAFE_URL = re.compile(r"(?:https?://[^\s/?#]+|mailto:[^\s@]+@[^\s@]+\.[^\s@]+$|tel:\+?[0-9.() -]+$)", re.IGNORECASE)
MOST_WORDS = 4  # a condition told by more different sentences than this tells nothing


class Kind(StrEnum):
    """What a file is. The first letter of its number says it roughly: F sheets, N what gathers them, R what helps."""

    THEME = "theme"
    FOLDER = "folder"
    SHEET = "sheet"
    QUESTION = "question"
    GUIDE = "guide"
    HOW_TO = "how-to"
    SERVICE = "service"
    FORM = "form"
    SIMULATOR = "simulator"
    LETTER = "letter"
    FINDER = "finder"
    CONTACT = "contact"
    DEFINITION = "definition"
    OTHER = "other"


# How the type that a file declares begins: the State adds "conditionnée", "personnalisable", "redirigé" after.
_KINDS = (
    ("Theme", Kind.THEME),
    ("Thème", Kind.THEME),
    ("Sous-theme", Kind.FOLDER),
    ("Sous-thème", Kind.FOLDER),
    ("Dossier", Kind.FOLDER),
    ("Sous-dossier", Kind.FOLDER),
    ("Fiche Question-réponse", Kind.QUESTION),
    ("Fiche Comment faire si", Kind.HOW_TO),
    ("Accueil Comment faire si", Kind.HOW_TO),
    ("Fiche", Kind.SHEET),
    ("Accueil", Kind.FOLDER),
    ("Recherche guidée", Kind.GUIDE),
    ("Téléservice", Kind.SERVICE),
    ("Service en ligne", Kind.SERVICE),
    ("Formulaire", Kind.FORM),
    ("Simulateur", Kind.SIMULATOR),
    ("Modèle", Kind.LETTER),
    ("Outil de recherche", Kind.FINDER),
    ("Centre de contact", Kind.CONTACT),
    ("Définition", Kind.DEFINITION),
    ("Sigle", Kind.DEFINITION),
    ("Acronyme", Kind.DEFINITION),
)


def kind_of(declared: str) -> Kind:
    """The kind for the type a file declares; one that the State invents tomorrow is OTHER."""
    return next((kind for start, kind in _KINDS if declared.startswith(start)), Kind.OTHER)


def official_url(national_id: str, audience: str = "") -> str:
    """Where the State itself shows it (the domain is service-public.gouv.fr since 2025)."""
    if audience.startswith("Pro"):
        return f"https://entreprendre.service-public.gouv.fr/vosdroits/{national_id}"
    corpus = "associations" if audience.startswith("Asso") else "particuliers"
    return f"https://www.service-public.gouv.fr/{corpus}/vosdroits/{national_id}"


def official_id(url: str) -> str:
    """The number of the sheet that an address of the State leads to; empty for any other address."""
    found = _OFFICIAL.fullmatch(url.strip())
    return found[1] if found else ""


def safe_url(url: str) -> str:
    """An address a page may link to, on the State's present domain; empty for what a browser could run."""
    url = url.strip()
    if not _SAFE_URL.match(url):
        return ""
    return _OLD_DOMAIN.sub(lambda found: f"https://{found[1] or 'www.'}service-public.gouv.fr", url)


# A condition as the archive gives it, pruned of "not answered": ["is", variable], ["not", one], ["or" or "and", one, …].
Condition = Sequence[object]


def in_words(condition: Condition, told: Mapping[str, Sequence[str]], *, words: tuple[str, str, str]) -> str:
    """Say a condition by the titles of the choices that make it true; empty when a part of it has none.

    `words` are those of the language between the titles: (" ou ", " et ", "sauf ").
    """
    or_, and_, except_ = words
    head, *rest = condition
    if head == "is":
        said = told.get(str(rest[0]), ())
        return or_.join(said) if 0 < len(said) <= MOST_WORDS else ""
    parts = [in_words(part, told, words=words) for part in rest if isinstance(part, Sequence)]
    if not all(parts):
        return ""
    if head == "not":
        return f"{except_}{parts[0]}"
    return (or_ if head == "or" else and_).join(dict.fromkeys(parts))
