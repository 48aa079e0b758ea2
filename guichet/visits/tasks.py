from datetime import date

from guichet.journal.chores import nightly, often
from guichet.visits.actions import close_left_open, forget_names


@often
def close_visits_left_open() -> int:
    return close_left_open()


@nightly
def forget_who_came(day: date) -> int:
    return forget_names(day)
