"""Channels, outcomes, priorities; when a visit closes itself, and as what. Pure."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    DESK = "desk"
    PHONE = "phone"
    KIOSK = "kiosk"
    HOME = "home"
    VIDEO = "video"
    MAIL = "mail"


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
# Said with a reason, or nobody learns what stopped us.
WITH_REASON = frozenset({Outcome.COULD_NOT, Outcome.REFERRED})

_OPENED = frozenset({"CaseReceived"})
_GIVEN = frozenset({"FormsHandedOut", "BringBackPrinted"})


def outcome_of(done: Collection[str], *, missing: bool) -> Outcome:
    """How a visit that nobody closed ended, from the names of the facts it holds: what weighs most is told."""
    if _OPENED.intersection(done):
        return Outcome.CASE
    if missing:
        return Outcome.COMES_BACK
    return Outcome.PAPERS if _GIVEN.intersection(done) else Outcome.SETTLED if done else Outcome.COULD_NOT
