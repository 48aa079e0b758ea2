"""Themes, durations, what a mandate covers, its words and their hash. Pure.

The themes and the durations are those of the national service Aidants Connect, so that people meet the same words
everywhere; a mandate of ours is another thing, for acts without FranceConnect.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guichet.kit.dates import add_months, day_in_words
from guichet.kit.words import marked as _


class Theme(StrEnum):
    PAPERS = "papiers"
    FAMILY = "famille"
    SOCIAL = "social"
    WORK = "travail"
    HOUSING = "logement"
    TRANSPORT = "transports"
    MONEY = "argent"
    JUSTICE = "justice"
    FOREIGNERS = "etranger"
    LEISURE = "loisirs"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def examples(self) -> str:
        return _LABELS[self][1]


_LABELS = {
    Theme.PAPERS: (_("Papiers et citoyenneté"), _("état civil, carte d’identité, passeport, élections")),
    Theme.FAMILY: (_("Famille et école"), _("mariage, naissance, école, cantine")),
    Theme.SOCIAL: (_("Social et santé"), _("CAF, assurance maladie, handicap, retraite")),
    Theme.WORK: (_("Travail"), _("France Travail, formation")),
    Theme.HOUSING: (_("Logement"), _("logement social, énergie, déchets, travaux, terrain")),
    Theme.TRANSPORT: (_("Transports"), _("carte grise, vente d’un véhicule, permis")),
    Theme.MONEY: (_("Argent et impôts"), _("impôts, factures, difficultés à payer")),
    Theme.JUSTICE: (_("Justice"), _("casier judiciaire, aide juridictionnelle, plainte")),
    Theme.FOREIGNERS: (_("Étrangers en France"), _("attestation d’accueil, séjour")),
    Theme.LEISURE: (_("Loisirs et associations"), _("association, fête, commerce")),
}

# The themes of our catalogue, and the procedures that belong elsewhere than their neighbours. A mandate is read
# narrowly (Code civil, art. 1989): a procedure has one theme of mandate, never several.
THEME_OF_CATALOGUE = {
    "etat-civil": Theme.PAPERS,
    "papiers-identite": Theme.PAPERS,
    "elections-citoyennete": Theme.PAPERS,
    "voiture-route": Theme.TRANSPORT,
    "enfance-ecole": Theme.FAMILY,
    "dechets-rue": Theme.HOUSING,
    "travaux-terrain": Theme.HOUSING,
    "associations-fetes": Theme.LEISURE,
    "emploi": Theme.WORK,
    "sante-aides": Theme.SOCIAL,
    "argent-justice": Theme.MONEY,
}
THEME_OF_PROCEDURE = {
    "mariage": Theme.FAMILY,
    "pacs": Theme.FAMILY,
    "reconnaissance-enfant": Theme.FAMILY,
    "declaration-naissance": Theme.FAMILY,
    "logement-social": Theme.HOUSING,
    "cheque-energie": Theme.HOUSING,
    "aide-juridictionnelle": Theme.JUSTICE,
    "casier-judiciaire-b3": Theme.JUSTICE,
    "plainte-en-ligne": Theme.JUSTICE,
    "attestation-accueil": Theme.FOREIGNERS,
}

DURATIONS = (1, 31, 182, 365)  # days
_DURATION_WORDS = {
    1: _("Aujourd’hui seulement"),
    31: _("Un mois (31 jours)"),
    182: _("Six mois (182 jours)"),
    365: _("Un an (365 jours)"),
}
KEPT_MONTHS = 72  # after its end, as a mandate of Aidants Connect is kept (conditions générales, 7.1)
TO_SIGN_WITHIN = timedelta(days=31)  # a text that nobody signed is worth nothing, and names somebody
PREFIX = "MDT"


@dataclass(frozen=True)
class Terms:
    """What is agreed between a person and a body. `address` is its office, `page` where the two codes are typed."""

    person: str
    body: str  # as a subject: "la mairie d’Anor"
    address: str
    page: str
    themes: tuple[Theme, ...]
    starts_on: date
    days: int

    @property
    def ends_on(self) -> date:
        return ends_on(self.starts_on, self.days)


@dataclass(frozen=True)
class Block:
    """A part of the text, as it is shown and read aloud."""

    title: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def theme_of(theme: str, procedure: str) -> Theme | None:
    """The theme of mandate of a procedure of the catalogue, by the slugs of its theme and its own; None: no mandate covers it."""
    return THEME_OF_PROCEDURE.get(procedure) or THEME_OF_CATALOGUE.get(theme)


def duration_words(days: int) -> str:
    return _DURATION_WORDS[days]


def ends_on(starts_on: date, days: int) -> date:
    """The last day on which it counts; the first counts too."""
    return starts_on + timedelta(days=days - 1)


def covers(themes: Iterable[str], starts_on: date, ends_on: date, *, theme: Theme | None, day: date) -> bool:
    """Does a mandate for these themes and days, signed and not revoked, allow something of this theme on this day?"""
    return theme in set(themes) and starts_on <= day <= ends_on


def erased_after(ended_on: date) -> date:
    """The last day on which a mandate that ended this day is kept."""
    return add_months(ended_on, KEPT_MONTHS)


def reference_of(number: int, given_on: date) -> str:
    """ "MDT-26-00012"."""
    return f"{PREFIX}-{given_on:%y}-{number:05d}"


def number_in(reference: str) -> int | None:
    """The number in a reference of ours; None in any other."""
    prefix, _year, number = (*reference.split("-"), "", "", "")[:3]
    return int(number) if prefix == PREFIX and number.isascii() and number.isdigit() and len(number) < 18 else None


def sha256_of(text: str) -> str:
    """The SHA-256 of the text, in 64 hexadecimal figures."""
    return hashlib.sha256(text.encode()).hexdigest()


def mandate_text(terms: Terms) -> str:
    """The mandate in plain French: this is what is read aloud, signed and hashed. French law, hence never translated."""
    return as_text(_blocks(terms))


def as_text(blocks: Iterable[Block]) -> str:
    """The canonical form: a blank line between blocks, one line for each sentence, "- " before each item."""
    return "\n\n".join(
        "\n".join(line for line in (block.title, *block.sentences, *(f"- {item}" for item in block.items)) if line)
        for block in blocks
    )


def blocks_of(text: str) -> list[Block]:
    """The blocks of a canonical text: a first line without a full stop or a colon is a title."""
    found = []
    for part in text.split("\n\n"):
        lines = part.split("\n")
        title = lines.pop(0) if not lines[0].startswith("- ") and not lines[0].endswith((".", ":")) else ""
        sentences = tuple(line for line in lines if not line.startswith("- "))
        found.append(Block(title, sentences, tuple(line[2:] for line in lines if line.startswith("- "))))
    return found


def _blocks(terms: Terms) -> Sequence[Block]:
    until = day_in_words(terms.ends_on)
    days = f"le {until} seulement" if terms.days == 1 else f"du {day_in_words(terms.starts_on)} au {until} compris"
    return (
        Block(
            "",
            (
                f"Moi, {terms.person}, je demande à {terms.body} ({terms.address}) et à ses agents de faire avec moi, ou à ma place, des démarches administratives.",
                "C’est un mandat, au sens des articles 1984 et suivants du Code civil. Il est gratuit.",
            ),
        ),
        Block("Pour quoi, et jusqu’à quand", (f"Il vaut {days}, pour :",), tuple(t.label for t in terms.themes)),
        Block(
            "Ce que les agents font pour moi",
            items=(
                "ils remplissent la demande avec mes réponses, et me la relisent ;",
                "ils l’envoient ou la déposent en mon nom, avec les papiers que je leur donne ;",
                "ils suivent ma demande et me disent la réponse.",
            ),
        ),
        Block(
            "Ce qu’ils ne font jamais",
            items=(
                "ils ne me demandent aucun mot de passe, et n’en gardent aucun : je les tape moi-même ;",
                "ils ne font rien que je n’ai pas demandé, ni pour autre chose que ce qui est écrit ici ;",
                "ils ne paient pas, n’empruntent pas et ne signent pas de contrat à ma place ;",
                "ils ne se connectent pas à FranceConnect à ma place.",
            ),
        ),
        Block(
            "Comment je sais ce qui est fait, et comment j’arrête",
            (
                f"Tout ce qui est fait en mon nom est noté, avec le jour. Je le lis avec mes deux codes sur {terms.page}, et l’accueil me dit quel agent l’a fait.",
                f"J’arrête ce mandat quand je veux, sans dire pourquoi : avec mes deux codes sur {terms.page}, à l’accueil, au téléphone ou par lettre. {_capital(terms.body)} peut aussi y renoncer, en me prévenant.",
            ),
        ),
        Block(
            "Ce que je déclare",
            (
                "Je ne suis ni sous sauvegarde de justice, ni sous curatelle, ni sous tutelle.",
                "Ce texte m’a été lu à voix haute, et je l’ai compris.",
            ),
        ),
        Block(
            "Ce qu’on en garde",
            (
                "Il y a deux exemplaires : un pour moi, un pour la collectivité.",
                "L’exemplaire de la collectivité est gardé six ans après la fin du mandat, puis effacé. Je peux le voir et le faire corriger en le demandant à l’accueil.",
            ),
        ),
    )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
