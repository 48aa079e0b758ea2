"""Hosts a kiosk may open, its hours, its quota, the code that enrols it, its silence. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from guichet.kit.dates import PARIS

# The tiles of the kiosk's home page that a town may hide.
TILES = (
    "life-events",
    "most-asked",
    "town-life",
    "state",
    "forms",
    "simulators",
    "someone",
    "my-request",
    "internet",
    "print",
    "scan",
)

# Where the procedures' sheets lead: open on every kiosk, whatever a town adds.
OFFICIAL_HOSTS = (
    "*.gouv.fr", "*.justice.fr", "*.ameli.fr", "*.banque-france.fr", "*.caf.fr", "*.cnsa.fr", "*.francetravail.fr",
    "*.info-retraite.fr", "*.lassuranceretraite.fr", "*.msa.fr", "*.urssaf.fr", "*.laposte.fr",
    "dommages-reseaux.orange.fr", "www.cada.fr", "www.conciliateurs.fr", "www.declaloc.fr",
    "www.le-recensement-et-moi.fr", "www.majdc.fr", "www.unedic.org",
)  # fmt: skip

MOST_PAGES = 200
MOST_SCANS = 40  # in one session: a whole file, not somebody's archives
PRESSED_TWICE = timedelta(seconds=3)  # two touches so near are one wish
WAITED = timedelta(minutes=10)  # somebody who rang stands beside the screen without touching it
LIVED = 2 * WAITED  # and so long may stay a page that was drawn at the end of the wait
# The least and the most of what the workshop sets: seconds, pages, minutes.
BOUNDS = {"idle_seconds": (60, 600), "page_quota": (0, MOST_PAGES), "internet_minutes": (0, 120)}

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:\*\.)?(?:{_LABEL}\.)+[a-z]{{2,24}}")  # a star stands before two names at least


def read_hosts(typed: str) -> list[str]:
    """The patterns of a list typed one by line, in small letters, without what people paste around them."""
    lines = (re.sub(r"^https?://|/.*$", "", line.strip().lower()) for line in typed.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def is_host_pattern(pattern: str) -> bool:
    """Is it `www.caf.fr` or `*.caf.fr`? A star over a whole ending (`*.fr`) would allow everything."""
    return _HOST.fullmatch(pattern) is not None


def is_host_allowed(host: str, patterns: Iterable[str]) -> bool:
    """Does one of the patterns name this host? A star stands for the name itself and for what is before it."""
    host = host.lower().rstrip(".")
    return any(
        host == pattern.removeprefix("*.") or (pattern.startswith("*.") and host.endswith(pattern[1:]))
        for pattern in patterns
    )


def is_open_at(opens: time | None, closes: time | None, at: datetime) -> bool:
    """Is the kiosk on at this moment? Without hours it always is."""
    if opens is None or closes is None:
        return True
    return opens <= at.astimezone(PARIS).time() < closes


def are_pages_left(pages: int, *, printed: int, quota: int) -> bool:
    return printed + pages <= quota


# --- the code that enrols a kiosk

# Without the letters and figures that a hand mistakes: 0 and O, 1, I and L, U and V.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
CODE_LASTS = timedelta(hours=1)


def spoken_enrolment_code(code: str) -> str:
    """In two groups, as it is read in the workshop: K7PM-4T9X."""
    return f"{code[:4]}-{code[4:]}"


def typed_enrolment_code(text: str) -> str:
    """What the technician typed, without spaces or dashes."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


# --- silence

# It tells its state every 30 seconds: ten in a row were missed.
SILENT_AFTER = timedelta(minutes=5)
# A session that nobody ends is ended by the kiosk itself; the server waits a little longer, then ends it.
GRACE = timedelta(seconds=60)


def is_silent(seen_at: datetime, opens: time | None, closes: time | None, at: datetime) -> bool:
    """Did a kiosk that should be on tell nothing for five minutes? It has as long to start in the morning."""
    if not is_open_at(opens, closes, at):
        return False
    since = seen_at
    if opens is not None:
        since = max(since, datetime.combine(at.astimezone(PARIS).date(), opens, PARIS))
    return at - since >= SILENT_AFTER


def idle_since(idle_seconds: int, at: datetime) -> datetime:
    """A session not touched after this moment is one that somebody left."""
    return at - timedelta(seconds=idle_seconds) - GRACE
