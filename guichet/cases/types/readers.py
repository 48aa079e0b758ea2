"""Readers of typed answers: what is kept, or a sentence that tells how to mend it."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.communes.official import OfficialCommune, communes_at, communes_named, find_communes
from guichet.kit.dates import MONTHS, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.kit.words import words

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
_PART_OF_A_DAY = re.compile(r"(?:en\s+|vers\s+)?(?:(0?[1-9]|1[0-2])[\s./-]+)?([12][0-9]{3})")
_MONTHS = {" ".join(words(name)): str(number) for number, name in enumerate(MONTHS, 1)}


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
        _refuse_part_of_a_day(text)
        raise Refusal("day", _("Écrivez la date avec le jour, le mois et l’année, par exemple 3/11/1984."))
    if not re.search(r"[0-9]{4}\s*$", text):
        example = f"{read.day}/{read.month}/{read.year - 100}"
        raise Refusal(
            "short-year", _("Écrivez l’année avec ses quatre chiffres, par exemple %(day)s.") % {"day": example}
        )
    if read > paris_date(now()):
        raise Refusal("future-day", _("Cette date n’est pas encore passée. Vérifiez l’année."))
    return read.strftime("%d/%m/%Y")


def day_or_part(text: str) -> str:
    """A day read by `day`, or its month and year ("05/1950"), or its year alone: a registry finds an act by less."""
    part = _PART_OF_A_DAY.fullmatch(_in_figures(text))
    if part is None:
        return day(text)
    month, year = int(part[1] or 1), int(part[2])
    if date(year, month, 1) > paris_date(now()):
        raise Refusal("future-day", _("Cette date n’est pas encore passée. Vérifiez l’année."))
    return f"{month:02d}/{year}" if part[1] else str(year)


def _refuse_part_of_a_day(text: str) -> None:
    part = _PART_OF_A_DAY.fullmatch(_in_figures(text))
    if part is None:
        return
    lacking = _("Il manque le jour") if part[1] else _("Il manque le jour et le mois")
    way = _(
        "%(lacking)s. Regardez dans le livret de famille. Si personne ne sait la date entière, téléphonez à l’état civil de cette mairie : il cherche avec l’année."
    )
    raise Refusal("part-of-a-day", way % {"lacking": lacking})


def _in_figures(text: str) -> str:
    """ "1er mai 1950" as "1 5 1950"; what is not a month stays as it is."""
    figures = re.sub(r"\b1er\b", "1", text.strip().lower())
    return re.sub(r"[^\W\d_]+", lambda found: _MONTHS.get(" ".join(words(found[0])), found[0]), figures)


def _day_written(text: str) -> date | None:
    """Two figures are a year of this century; None for what is no day."""
    match = _DAY.fullmatch(_in_figures(text))
    if match is None:
        return None
    year = int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3])
    try:
        return date(year, int(match[2]), int(match[1]))
    except ValueError:
        return None


def day_of(answer: str) -> date:
    """The day that an answer tells ("03/11/2026"); of a part of one ("11/2026", "2026") its last day: the law opens an old act."""
    year, month, number = (*reversed([int(part) for part in answer.split("/")]), 0, 0)[:3]
    month = month or 12
    return date(year, month, number or monthrange(year, month)[1])


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
        raise Refusal("commune-namesakes", _namesakes(found))
    return _with_registers(found[0], text).label


MOST_NAMESAKES = 5


def _namesakes(found: Sequence[OfficialCommune]) -> str:
    """All of them to choose from; when they are many, how to say which one."""
    if len(found) <= MOST_NAMESAKES:
        return _("Plusieurs communes portent ce nom. Écrivez celle qu’il faut, avec son code postal : %(names)s.") % {
            "names": ", ".join(one.label for one in found)
        }
    first, other = found[:2]
    return _(
        "%(n)s communes portent ce nom. Ajoutez le code postal ou le département entre parenthèses, par exemple %(by_code)s ou %(by_department)s."
    ) % {"n": len(found), "by_code": first.label, "by_department": f"{other.name} ({other.department})"}


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
