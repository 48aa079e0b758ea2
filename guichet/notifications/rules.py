"""Phone numbers, the length of an SMS, the channel of a message. Pure."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

NO_BREAK = "\u00a0"


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"


def choose_channel(*, email: str, phone: str, available: Collection[Channel]) -> Channel:
    """E-mail when the person gave one, else SMS to a mobile, else a letter; only what this instance can send."""
    if email and Channel.EMAIL in available:
        return Channel.EMAIL
    number = phone_number(phone)
    if number and receives_sms(number) and Channel.SMS in available:
        return Channel.SMS
    return Channel.LETTER


# Overseas numbers are dialled with the same ten figures but have country codes of their own
# (national numbering plan, Arcep decision 2018-0881): first three figures after the 0 → country code.
_OVERSEAS = {
    **dict.fromkeys(("262", "263", "692", "693", "269", "639"), "262"),
    **dict.fromkeys(("590", "690", "691"), "590"),
    **dict.fromkeys(("594", "694"), "594"),
    **dict.fromkeys(("596", "696", "697"), "596"),
}
_FRENCH_CODES = ("33", *sorted(set(_OVERSEAS.values())))
_SEPARATORS = re.compile(r"[\s.\-/_\u2010\u2011\u2013]+")
_FRENCH = re.compile(r"[1-9]\d{8}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}")


def phone_number(typed: str) -> str | None:
    """The number in E.164 (+33612345678), however it was typed; None when it is not a phone number.

    Without a country code a number is French; emergency and other short numbers are not numbers to write to.
    """
    text = _SEPARATORS.sub("", typed.strip()).replace("(0)", "").replace("(", "").replace(")", "")
    if not text.isascii():
        return None
    if text.startswith("00"):
        text = f"+{text[2:]}"
    if text.startswith("+33"):
        national = text[3:].removeprefix("0")
    elif text.startswith("+"):
        return text if _INTERNATIONAL.fullmatch(text) else None
    elif text.startswith("0"):
        national = text[1:]
    else:
        return None
    if not _FRENCH.fullmatch(national):
        return None
    return f"+{_OVERSEAS.get(national[:3], '33')}{national}"


def spoken_phone(number: str) -> str:
    """As one says it, with no-break spaces: "06 12 34 56 78", "+32 47 01 23 456"; as it is when it is no number."""
    e164 = phone_number(number)
    if e164 is None:
        return number
    for code in _FRENCH_CODES:
        if e164.startswith(f"+{code}") and len(e164) == len(code) + 10:
            return _by_pairs(f"0{e164[len(code) + 1 :]}")
    return f"+{_by_pairs(e164[1:])}"


def receives_sms(e164: str) -> bool:
    """Whether an SMS can reach it: French fixed lines cannot; nothing is known of foreign numbers, so they may."""
    if e164.startswith("+33"):
        return e164[3] in "67"
    if e164[1:4] in _FRENCH_CODES:
        return e164[4] in "67"
    return True


def _by_pairs(figures: str) -> str:
    last = len(figures) - (3 if len(figures) % 2 else 2)
    return NO_BREAK.join([*(figures[i : i + 2] for i in range(0, last, 2)), figures[last:]])


# GSM 03.38: the letters an SMS holds in seven bits, and those that count twice.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("^{}\\[~]|€")
_TYPOGRAPHY = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "•": "-",
        "œ": "oe", "Œ": "OE", "Æ": "AE", "\u00a0": " ", "\t": " ",
    }
)  # fmt: skip
_QUOTED = re.compile("«\\s*(.*?)\\s*»", re.DOTALL)

SINGLE_SMS, JOINED_SMS = 160, 153


def gsm_safe(text: str) -> str:
    """The same words in the seven-bit alphabet: one letter outside of it leaves 70 letters in an SMS instead of 160."""
    text = _QUOTED.sub(r'"\1"', unicodedata.normalize("NFC", text)).translate(_TYPOGRAPHY)
    return "".join(c if c in _BASIC or c in _DOUBLE else _plain(c) for c in text)


def _plain(char: str) -> str:
    letters = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return letters if letters and all(c in _BASIC for c in letters) else "?"


def sms_parts(text: str) -> int:
    """How many SMS a seven-bit text is billed as: one up to 160, else parts of 153; no double letter is cut in two."""
    sizes = [2 if c in _DOUBLE else 1 for c in text]
    if sum(sizes) <= SINGLE_SMS:
        return 1
    parts, room = 1, JOINED_SMS
    for size in sizes:
        if size > room:
            parts, room = parts + 1, JOINED_SMS
        room -= size
    return parts


_LINKING = {"de", "du", "des", "la", "le", "les", "d", "l", "et", "en"}


def sms_sender(name: str) -> str:
    """The name an SMS comes from: three to eleven letters and figures ("CCSudAvesnois" is cut to "CCSudAvesno")."""
    parts = re.findall(r"[A-Za-z0-9]+", "".join(_plain(c) for c in name.replace("’", " ").replace("'", " ")))
    short = "".join(part[0].upper() + part[1:] for part in parts if part not in _LINKING)[:11]
    return short if len(short) >= 3 and not short.isdigit() else f"Mairie{short}"[:11]
