from datetime import UTC, date, datetime, time

from guichet.accounts.actions import forget_ended_sessions, forget_old_counts
from guichet.journal.chores import nightly


@nightly
def forget_wrong_secrets(day: date) -> int:
    return forget_old_counts(datetime.combine(day, time(), UTC))


@nightly
def forget_sessions(day: date) -> int:
    return forget_ended_sessions(datetime.combine(day, time(), UTC))
