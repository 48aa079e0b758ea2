from datetime import date

from guichet.journal.chores import nightly, often
from guichet.visits.actions import (
    close_left_open,
    empty_lines,
    forget_home_visits,
    forget_names,
    forget_papers_handed,
)


@often
def close_visits_left_open() -> int:
    return close_left_open()


@nightly
def forget_who_came(day: date) -> int:
    return forget_names(day)


@nightly
def forget_homes(day: date) -> int:
    return forget_home_visits(day)


@nightly
def forget_identity_papers(day: date) -> int:
    return forget_papers_handed(day)


@nightly
def empty_the_lines(day: date) -> int:
    return empty_lines(day)
