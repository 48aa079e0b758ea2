from datetime import date

from django.db import connection

from guichet.journal.chores import nightly


@nightly
def refresh_statistics(day: date) -> int:
    """Without statistics SQLite takes the wrong index among a million rows; PostgreSQL keeps its own."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")
    return 1
