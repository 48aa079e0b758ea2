"""Words as people type them."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Lower case without accents nor ligatures: "Cœur d’Île" gives "coeur d’ile"."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of a text, in order, of letters and digits only."""
    return _WORD.findall(fold(text))


def clean(text: str) -> str:
    """What a person typed, without control characters, with plain line ends and no space around."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C").strip()


def marked(sentence: str) -> str:
    """The sentence as it is, found by `makemessages` when imported as `_`: the `gettext_noop` of what imports no Django."""
    return sentence


_ARTICLE = re.compile(r"^(le |la |les |l’)", re.IGNORECASE)


def without_article(name: str) -> str:
    """ "Département du Nord" for "le Département du Nord"."""
    return _ARTICLE.sub("", name)


def of_town(name: str) -> str:
    """Put "de" before a town or a body: "d’Anor", "de Fourmies", "du Cateau", "du Département du Nord"."""
    if name.startswith(("Le ", "le ")):
        return f"du {name[3:]}"
    if name.startswith(("Les ", "les ")):
        return f"des {name[4:]}"
    if name.startswith(("la ", "l’")):
        return f"de {name}"
    if fold(name)[:1] in "aeiouyh":
        return f"d’{name}"
    return f"de {name}"
