from datetime import date

from guichet.cases.actions import erase_abandoned_drafts, erase_old_cases
from guichet.journal.chores import nightly


@nightly
def erase_drafts(day: date) -> int:
    return erase_abandoned_drafts(day)


@nightly
def erase_closed(day: date) -> int:
    return erase_old_cases(day)
