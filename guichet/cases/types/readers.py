"""Readers of typed answers: what is kept, or a sentence that tells how to mend it."""

import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.kit.refusal import Refusal

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


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
                "Il y a trop de chiffres : le numéro en a huit, vous en avez tapé %(n)s. Regardez sous la poignée, ou continuez sans le numéro."
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
                "Il manque le code postal ou la commune : 3 rue de la Gare, 59610 Fourmies. Vous pouvez aussi laisser vide."
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


def past_day(text: str) -> str:
    """A day as people write it: 3/11/2026 or 03-11-26; empty stays empty."""
    if not text.strip():
        return ""
    match = re.fullmatch(r"([0-9]{1,2})[\s./-]+([0-9]{1,2})[\s./-]+([0-9]{4}|[0-9]{2})", text.strip())
    try:
        if match is None:
            raise ValueError
        year = int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3])
        return date(year, int(match[2]), int(match[1])).strftime("%d/%m/%Y")
    except ValueError:
        raise Refusal(
            "day",
            _(
                "Écrivez la date avec le jour, le mois et l’année, par exemple 3/11/2026. Vous pouvez aussi laisser vide."
            ),
        ) from None
