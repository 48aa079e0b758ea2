from datetime import date

from guichet.cases.actions import discard_lost_files, erase_abandoned_drafts, erase_old_cases, remind_departments
from guichet.journal.chores import nightly


@nightly
def erase_drafts(day: date) -> int:
    return erase_abandoned_drafts(day)


@nightly
def discard_lost(day: date) -> int:
    return discard_lost_files(day)


@nightly
def erase_closed(day: date) -> int:
    return erase_old_cases(day)


@nightly
def remind_bodies_without_accounts(day: date) -> int:
    return remind_departments(day)
