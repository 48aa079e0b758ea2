"""Readers of typed answers: what is kept, or a sentence that tells how to mend it."""

import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.communes.official import OfficialCommune, communes_at, communes_named, find_communes
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_POSTCODE = re.compile(r"\b[0-9]{5}\b")


def bin_number(text: str) -> str:
    """Eight digits engraved under the handle, written "5901 2047"; empty stays empty."""
    digits = re.sub(r"[\s.\-/]", "", text)
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit():
        raise Refusal(
            "bin-number",
            _("Le numéro du bac n’a que des chiffres. Regardez sous la poignée, ou continuez sans le numéro."),
        )
    if len(digits) < 8:
        lacking = 8 - len(digits)
        raise Refusal(
            "bin-number",
            ngettext("Il manque %(n)s chiffre", "Il manque %(n)s chiffres", lacking) % {"n": lacking}
            + _(" : vous en avez tapé %(typed)s. Regardez sous la poignée, ou continuez sans le numéro.")
            % {"typed": len(digits)},
        )
    if len(digits) > 8:
        raise Refusal(
            "bin-number",
            _(
                "Il y a trop de chiffres : le numéro en a huit, vous en avez tapé %(n)s. Regardez sous la poignée, ou continuez sans le numéro."
            )
            % {"n": len(digits)},
        )
    return f"{digits[:4]}\u00a0{digits[4:]}"


def household(text: str) -> str:
    """A number of people, 1 to 20."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 20:
        raise Refusal("household", _("Écrivez le nombre de personnes en chiffres, par exemple 4."))
    return str(int(text))


def postcode(text: str) -> str:
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise Refusal("postcode", _("Le code postal a cinq chiffres, par exemple 59186."))
    return digits


_WHOLE_ADDRESS = re.compile(r"(?P<street>.*\S)[\s,]+(?P<postcode>\d{5})[\s,]+(?P<city>\S.*)", re.DOTALL)


def address_parts(text: str) -> tuple[str, str, str] | None:
    """Street, postcode and town of an address typed in one go; None when it is not whole."""
    found = _WHOLE_ADDRESS.fullmatch(" ".join(text.split()))
    return (found["street"].rstrip(" ,"), found["postcode"], found["city"].strip(" ,")) if found else None


def whole_address(text: str) -> str:
    """An address in one line, with a postcode and a town; empty stays empty."""
    if text and address_parts(text) is None:
        raise Refusal(
            "address",
            _(
                "Il manque le code postal ou la commune : 3 rue de la Gare, 59610 Fourmies. Vous pouvez aussi laisser vide."
            ),
        )
    return text


def email(text: str) -> str:
    text = text.replace(" ", "")
    if text and not _EMAIL.fullmatch(text):
        raise Refusal(
            "email",
            _(
                "Cette adresse e-mail n’est pas complète. Elle s’écrit comme lucie@exemple.fr. Vous pouvez aussi laisser vide."
            ),
        )
    return text


def phone(text: str) -> str:
    """A French or international number, as digits; empty stays empty."""
    digits = re.sub(r"[\s.\-()/\u00a0]", "", text)
    if not digits:
        return ""
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    if re.fullmatch(r"(\+|00)[1-9][0-9]{7,14}", digits):
        return "+" + digits.removeprefix("00").removeprefix("+")
    raise Refusal(
        "phone",
        _(
            "Ce numéro de téléphone n’est pas complet. Il s’écrit avec dix chiffres, comme 06 12 34 56 78. Vous pouvez aussi laisser vide."
        ),
    )


_DAY = re.compile(r"([0-9]{1,2})[\s./-]+([0-9]{1,2})[\s./-]+([0-9]{4}|[0-9]{2})")


def past_day(text: str) -> str:
    """A day of late as people write it: 3/11/2026 or 03-11-26; empty stays empty."""
    if not text.strip():
        return ""
    read = _day_written(text)
    if read is None:
        raise Refusal(
            "day",
            _(
                "Écrivez la date avec le jour, le mois et l’année, par exemple 3/11/2026. Vous pouvez aussi laisser vide."
            ),
        )
    return read.strftime("%d/%m/%Y")


def day(text: str) -> str:
    """A day that must be known, in any century: its year has four figures; never in the future."""
    read = _day_written(text)
    if read is None:
        raise Refusal("day", _("Écrivez la date avec le jour, le mois et l’année, par exemple 3/11/1984."))
    if not re.search(r"[0-9]{4}\s*$", text):
        example = f"{read.day}/{read.month}/{read.year - 100}"
        raise Refusal(
            "short-year", _("Écrivez l’année avec ses quatre chiffres, par exemple %(day)s.") % {"day": example}
        )
    if read > paris_date(now()):
        raise Refusal("future-day", _("Cette date n’est pas encore passée. Vérifiez l’année."))
    return read.strftime("%d/%m/%Y")


def _day_written(text: str) -> date | None:
    """Two figures are a year of this century; None for what is no day."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3])
    try:
        return date(year, int(match[2]), int(match[1]))
    except ValueError:
        return None


def day_of(answer: str) -> date:
    """The day that an answer read by `day` tells: "03/11/2026"."""
    number, month, year = (int(part) for part in answer.split("/"))
    return date(year, month, number)


def commune(text: str) -> str:
    """A commune of the official list, past names included, as it is told apart from its namesakes."""
    if not text:
        return ""
    found = communes_named(text)
    if not found:
        near = ", ".join(one.label for one in find_communes(text, limit=3) if not one.has_arrondissements)
        raise Refusal(
            "commune",
            _("Nous ne trouvons pas cette commune. Voulez-vous dire %(near)s ?") % {"near": near}
            if near
            else _("Nous ne trouvons pas cette commune. Vérifiez le nom, ou écrivez son code postal."),
        )
    if len({one.now for one in found}) > 1:
        names = ", ".join(one.label for one in found[:5])
        raise Refusal(
            "commune-namesakes",
            _("Plusieurs communes portent ce nom. Écrivez celle qu’il faut, avec son code postal : %(names)s.")
            % {"names": names},
        )
    return _with_registers(found[0], text).label


def _with_registers(commune: OfficialCommune, text: str) -> OfficialCommune:
    """Itself; of Paris, Lyon and Marseille the arrondissement whose postcode was typed: each keeps its own registers."""
    if not commune.has_arrondissements:
        return commune
    postcode = _POSTCODE.search(text)
    found = [one for one in communes_at(postcode[0]) if one.now != commune.now] if postcode else []
    if len(found) != 1:
        raise Refusal(
            "arrondissement",
            _(
                "Quel arrondissement ? Chacun garde ses registres : écrivez par exemple %(name)s 1er ou %(name)s 3e. L’arrondissement est écrit dans le livret de famille."
            )
            % {"name": commune.name},
        )
    return found[0]


def commune_code(text: str) -> str:
    """The INSEE code of today's commune, which keeps the registers, from an answer read by `commune`; empty when none."""
    found = communes_named(text) if text else []
    return found[0].now if found else ""


def mismatch(postcode: str, city: str) -> dict[str, str]:
    """A sentence for a postcode that is not one of this town's; none when either is unknown to the official list.

    The list has no CEDEX, whose postcodes the post gives to whom it likes.
    """
    at = communes_at(postcode)
    if not at or not city:
        return {}
    named = {one.now for one in communes_named(city)}
    if not named or named & {one.now for one in at}:
        return {}
    names = ", ".join(one.name for one in at[:4])
    return {"postcode": _("Ce code postal est celui de %(names)s. Vérifiez le code ou la commune.") % {"names": names}}


def plates(text: str) -> str:
    """One to three number plates: "AB-123-CD" since 2009, "1234 AB 59" before; empty stays empty."""
    typed = [part for part in re.split(r"[,;/\n]|\bet\b|(?<=-[A-Z]{2})\s+", text.upper()) if part.strip()]
    if len(typed) > MOST_PLATES:
        raise Refusal("plates", _("Trois plaques au plus : donnez celles des véhicules que vous prenez le plus."))
    return ", ".join(_plate(part) for part in typed)


MOST_PLATES = 3


def _plate(text: str) -> str:
    compact = re.sub(r"[^A-Z0-9]", "", text.upper())
    if new := re.fullmatch(r"([A-HJ-NP-TV-Z]{2})(\d{3})([A-HJ-NP-TV-Z]{2})", compact):
        return "-".join(new.groups())
    if old := re.fullmatch(r"(\d{1,4})([A-HJ-NP-TV-Z]{2,3})(\d{2}|2[AB]|97[1-6])", compact):
        return " ".join(old.groups())
    if re.fullmatch(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{4,10}", compact):
        return " ".join(text.upper().split())  # another country's, or a temporary one: the agent looks at it
    raise Refusal(
        "plate",
        _("« %(typed)s » n’est pas une plaque. Elle s’écrit comme AB-123-CD, ou 1234 AB 59 pour une ancienne.")
        % {"typed": " ".join(text.split())[:20]},
    )
