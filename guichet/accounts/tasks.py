from datetime import UTC, date, datetime, time

from guichet.accounts.actions import forget_old_counts
from guichet.journal.chores import nightly


@nightly
def forget_wrong_secrets(day: date) -> int:
    return forget_old_counts(datetime.combine(day, time(), UTC))
