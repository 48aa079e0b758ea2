from datetime import UTC, date, datetime, time, timedelta

from guichet.documents.actions import sweep
from guichet.journal.chores import nightly


@nightly
def sweep_lost_bytes(day: date) -> int:
    """A writing lasts seconds: what has no row after a whole day never will."""
    return sweep(datetime.combine(day, time(), UTC) - timedelta(days=1))
