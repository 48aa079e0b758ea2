"""Rights of each role, derived secrets, delays after wrong secrets. Pure."""

import base64
import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network


class Right(StrEnum):
    READ_CASES = "cases.read"
    TREAT_CASES = "cases.treat"
    SEND_POST = "post.send"
    HAND_OUT_FORMS = "cabinet.hand_out"
    RECEIVE_PEOPLE = "visits.receive"
    EDIT_CONTENT = "content.edit"
    MANAGE_AGENTS = "agents.manage"
    WATCH_HOUSE = "house.watch"


class RoleKind(StrEnum):
    RECEPTION = "reception"
    OFFICER = "officer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


# Who receives people, and who treats what they asked, give them papers alike.
_COUNTER = frozenset({Right.READ_CASES, Right.TREAT_CASES, Right.SEND_POST, Right.HAND_OUT_FORMS, Right.RECEIVE_PEOPLE})

RIGHTS: dict[RoleKind, frozenset[Right]] = {
    RoleKind.RECEPTION: _COUNTER,
    RoleKind.OFFICER: _COUNTER,
    RoleKind.EDITOR: frozenset({Right.EDIT_CONTENT}),
    # Who manages the accounts does not read the cases: a second role of the same account may.
    RoleKind.ADMINISTRATOR: frozenset({Right.MANAGE_AGENTS, Right.EDIT_CONTENT, Right.WATCH_HOUSE}),
}

SECRET_LENGTH = 12
# Letters and figures that a hand mistakes: our alphabet (RFC 4648 base32) has neither 0, 1 nor 8.
_MISTAKEN = str.maketrans("018", "OIB")


def derive_secret(key: bytes, kind: str, id_: int, version: int) -> str:
    """Twelve base32 characters (60 bits) for one thing at one version; raising the version revokes them."""
    digest = hmac.new(key, f"{kind}:{id_}:{version}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:SECRET_LENGTH].decode()


CODE_LENGTH = 6


def derive_code(key: bytes, kind: str, id_: int, version: int) -> str:
    """Six figures for one thing at one version: short enough to be copied from an e-mail, worth little without patience."""
    digest = hmac.new(key, f"code:{kind}:{id_}:{version}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_LENGTH:0{CODE_LENGTH}d}"


def spoken_code(code: str) -> str:
    """In two groups, as it is read in the e-mail: 041\u00a0736."""
    return f"{code[:3]}\u00a0{code[3:]}"


def same_code(typed: str, code: str) -> bool:
    """Compare in constant time, with or without spaces."""
    figures = "".join(c for c in typed if c.isascii() and c.isdigit())
    return hmac.compare_digest(figures.encode(), code.encode())


def typed_secret(text: str) -> str:
    """What a person typed, without spaces or dashes, with mistaken figures read as letters."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum()).translate(_MISTAKEN)


def same_secret(typed: str, secret: str) -> bool:
    """Compare in constant time, however the person typed it."""
    return hmac.compare_digest(typed_secret(typed).encode(), secret.encode())


def spoken_secret(secret: str) -> str:
    """In groups of four, as it is printed: KDRT-MLNW-27QA."""
    return "-".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def network_of(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or the /64 of an IPv6 one; anything else is itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address


class Counted(StrEnum):
    """What wrong secrets are counted by."""

    SUBJECT = "subject"  # the case, or the account
    ADDRESS = "address"
    OFFICE = "office"  # the address of agents: a whole town hall signs in from one


class Tried(StrEnum):
    """What is tried: each is counted apart, so that mistakes with one never slow another."""

    CASE = "case"  # a reference and the code of its ticket
    SHEET = "sheet"  # the one-time code of a first access
    PASSWORD = "password"  # noqa: S105  # the word, not a password
    FACTOR = "factor"  # a code of the application, or a recovery code
    OPENING = "opening"  # the one-time code sent to a department without accounts
    ENROLMENT = "enrolment"  # the one-time code that gives a kiosk its key


class Sent(StrEnum):
    """What is counted for each network address, hour by hour (of `CASE_CODES_OF_DAY`, day by day)."""

    REQUEST = "request"
    DRAFT = "draft"
    FILE = "file"
    SEARCH = "search"  # words that found nothing, or the answer to « avez-vous trouvé ? »
    ADDRESS = "address"  # words that the address service is asked to complete
    CODE = "code"  # one-time codes asked from an address
    CASE_CODE = "case-code"  # one-time codes asked for one case, from wherever
    CASE_CODES_OF_DAY = "case-codes-of-day"  # the same, until midnight


# For each request that may be sent: a whole town hall shares an address, people begin more than they end,
# and a request brings a few files, a few searches and an address typed letter by letter.
_FOR_EACH_REQUEST = {Sent.REQUEST: 1, Sent.DRAFT: 3, Sent.FILE: 10, Sent.SEARCH: 5, Sent.ADDRESS: 30, Sent.CODE: 1}
# The mailbox of a department is not to be filled from outside, and each code is a new chance for who guesses.
_FOR_EACH_CASE = {Sent.CASE_CODE: 10, Sent.CASE_CODES_OF_DAY: 20}


def most_per_hour(what: Sent, requests: int) -> int:
    """How many of these one address may send, or be sent for one case, within an hour; `requests` is an address's limit.

    Of `CASE_CODES_OF_DAY`: within a day.
    """
    return _FOR_EACH_CASE[what] if what in _FOR_EACH_CASE else requests * _FOR_EACH_REQUEST[what]


# (wrong tries free of delay, longest delay): a delay grows, a right code always opens at the end of it.
# The subject's stays short, so that nobody can keep its owner out by typing nonsense.
_PATIENCE = {
    Counted.SUBJECT: (5, timedelta(seconds=30)),
    Counted.ADDRESS: (10, timedelta(minutes=10)),
    Counted.OFFICE: (30, timedelta(minutes=1)),
}


def delay_after(wrong: int, counted: Counted) -> timedelta:
    """How long to wait after this many wrong secrets: nothing at first, then 1, 2, 4… seconds up to a ceiling."""
    free, ceiling = _PATIENCE[counted]
    if wrong < free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(wrong - free, 20)), ceiling)
