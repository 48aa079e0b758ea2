"""Give the cases received before there was a column for it their sheet, and the day on which silence decides.

Bins were the only request: each was begun from the sheet named as its type, and silence accepts it two months after
its receipt (CRPA, L.231-1), as its receipt told. A thousand rows at a time, each batch in a transaction of its own:
stopped in the middle, it goes on where it was. The arithmetic is the one of that day (guichet/cases/rules.py), copied:
a migration does not follow later changes.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

BATCH = 1000
BINS = "bacs-ordures"
PARIS = ZoneInfo("Europe/Paris")
_FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def silence_of(case):
    """Two months after receipt, the same day of the month or its last; then the first day on which people work."""
    if case.type_slug != BINS or case.received_at is None:
        return None
    received = case.received_at.astimezone(PARIS).date()
    first = date(received.year + (received.month > 10), (received.month + 1) % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = first.replace(day=min(received.day, last.day))
    while day.weekday() > 4 or _is_holiday(day):
        day += timedelta(days=1)
    return day


def _is_holiday(day):
    return (day.month, day.day) in _FIXED or day - _easter(day.year) in {timedelta(1), timedelta(39), timedelta(50)}


def _easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def fill_all(apps, schema_editor, batch=BATCH):
    Case, last = apps.get_model("cases", "Case"), 0
    fields = ["procedure", "silence_on"]
    while rows := list(Case.objects.filter(pk__gt=last, procedure="").order_by("pk")[:batch]):
        last = rows[-1].pk
        for row in rows:
            row.procedure, row.silence_on = row.type_slug, silence_of(row)
        Case.objects.bulk_update(rows, fields, batch_size=200)  # in a transaction by itself


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0004_routing_and_silence")]

    operations = [migrations.RunPython(fill_all, migrations.RunPython.noop)]
