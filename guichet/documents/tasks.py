from datetime import UTC, date, datetime, time, timedelta

from guichet.documents.actions import scan_waiting, sweep
from guichet.journal.chores import nightly, often


@nightly
def sweep_lost_bytes(day: date) -> int:
    """A writing lasts seconds: what has no row after a whole day never will."""
    return sweep(datetime.combine(day, time(), UTC) - timedelta(days=1))


@often
def scan_later() -> int:
    """An antivirus that was silent is asked again; one that was just configured looks at what is here already."""
    return scan_waiting()
