"""Channels, outcomes, priorities; when a visit closes itself, and as what; hours as agents type them. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    DESK = "desk"
    PHONE = "phone"
    KIOSK = "kiosk"
    HOME = "home"
    VIDEO = "video"
    MAIL = "mail"


def is_there(channel: Channel) -> bool:
    """Does the agent see and hear the person, who reads over what is sent in her name?"""
    return channel not in {Channel.PHONE, Channel.MAIL}


class Outcome(StrEnum):
    SETTLED = "settled"
    CASE = "case"
    APPOINTMENT = "appointment"
    REFERRED = "referred"
    PAPERS = "papers"
    COMES_BACK = "comes-back"
    COULD_NOT = "could-not"


class Priority(StrEnum):
    NONE = ""
    DISABILITY = "disability"
    PREGNANCY = "pregnancy"
    OTHER = "other"


# An agent turns from one person to another and back; a third one waits.
MOST_HELD = 2
# After that long without anything done, nobody is in front of the agent any more.
LEFT_OPEN = timedelta(minutes=45)
# What names the person is kept no longer; the visit itself stays, nameless, for the evaluation.
NAMED_FOR = timedelta(days=183)
# Asked for and never done, a home visit waits no longer: whoever still wants it asks again.
ASKED_MONTHS = 12
# An identity paper handed over is known so long, should somebody say she did not get it.
HANDED_KEPT = timedelta(days=30)
# Not fetched after so many months, an identity card or a passport is destroyed (décret 55-1397, décret 2005-1726).
WAITS_MONTHS = 3
# Said with a reason, or nobody learns what stopped us.
WITH_REASON = frozenset({Outcome.COULD_NOT, Outcome.REFERRED})

# What takes back what, by the names of the facts.
_UNDONE = {"HandOverUndone": "IdentityPaperHandedOver"}
# What is done at a visit, by the names of its facts, what weighs most first.
_TELLING = (
    ("CaseReceived", Outcome.CASE),
    ("DoneOnTheSpot", Outcome.SETTLED),
    ("IdentityPaperHandedOver", Outcome.PAPERS),
    ("FormsHandedOut", Outcome.PAPERS),
    ("LetterPrepared", Outcome.PAPERS),
    ("SiteOpened", Outcome.SETTLED),
)


def outcome_of(done: Iterable[str], *, missing: bool) -> Outcome:
    """How a visit seems to end, from the names of its facts, each as often as it happened: proposed to the agent, told
    when nobody closed it. What was undone as often as done counts for nothing."""
    times = Counter(done)
    for undoing, kind in _UNDONE.items():
        times[kind] -= times[undoing]
    told = next((outcome for kind, outcome in _TELLING if times[kind] > 0), None)
    if missing and told != Outcome.CASE:
        return Outcome.COMES_BACK
    return told or Outcome.COULD_NOT


def mean_wait(waits: Iterable[timedelta]) -> int | None:
    """How many minutes people waited, on average, rounded to the nearest; None when nobody did."""
    told = list(waits)
    return round(sum(told, timedelta()) / len(told) / timedelta(minutes=1)) if told else None


# "1 h 30", "1:30", "2 heures"; "90 min"; "1,5" is hours too.
_HOURS = re.compile(r"(\d{1,3})\s*(?:heures?|h|:)\s*(?:([0-5]?\d)\s*(?:minutes?|min|mn)?)?")
_MINUTES = re.compile(r"(\d{1,5})\s*(?:minutes?|min|mn)\.?")
_DECIMAL = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:heures?|h)?")
# Without a unit, more than a day is doubtless minutes, or a slip: we ask.
_MOST_BARE_HOURS = 24
# More than half a year of work is a slip.
MOST_MINUTES = 999 * 60


def read_minutes(typed: str) -> int | None:
    """The minutes of a duration as an agent types it: "1 h 30", "1,5" or "90 min"; None when it is not one."""
    text = typed.replace("\N{NO-BREAK SPACE}", " ").strip().lower()
    if found := _MINUTES.fullmatch(text):
        minutes = int(found[1])
    elif found := _HOURS.fullmatch(text):
        minutes = int(found[1]) * 60 + int(found[2] or 0)
    elif found := _DECIMAL.fullmatch(text):
        hundredths = int((found[2] or "").ljust(2, "0"))
        minutes = int(found[1]) * 60 + round(hundredths * 60 / 100)
        if text[-1].isdigit() and minutes > _MOST_BARE_HOURS * 60:
            return None
    else:
        return None
    return minutes if 0 < minutes <= MOST_MINUTES else None


def minutes_in_words(minutes: int) -> str:
    """Say a duration: "1 h 30", "45 min", "0 min"; `read_minutes` reads it back."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"
