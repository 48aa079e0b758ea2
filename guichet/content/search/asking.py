"""What people typed: counted without who, so that the town's editors see which words find nothing."""

import re
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from guichet.communes.models import Body
from guichet.content.models import SearchedWords
from guichet.journal.chores import nightly
from guichet.kit.dates import now, paris_date
from guichet.kit.words import fold

KEPT_DAYS = 180
MOST_KEPT = 2000
LONGEST = 80
# A telephone number, an e-mail address, a file number: somebody's, and of no use to an editor.
_PERSONAL = re.compile(r"@|\d[\d .-]{3,}")


class Verdict(StrEnum):
    """What is counted; each is a column of `SearchedWords`."""

    NOTHING = "without_result"
    FOUND = "found"
    NOT_FOUND = "not_found"


@transaction.atomic
def note_search(text: str, verdict: Verdict, *, body: Body) -> None:
    """Count these words once more; neither what looks personal nor more than two thousand different searches."""
    words = " ".join(fold(text).split())
    if not words or len(words) > LONGEST or _PERSONAL.search(words):
        return
    rows = SearchedWords.objects.filter(body=body)
    if not rows.filter(words=words).exists():
        if rows.count() >= MOST_KEPT:
            return
        rows.get_or_create(body=body, words=words, defaults={"last_on": paris_date(now())})
    rows.filter(words=words).update(**{verdict: F(verdict) + 1, "last_on": paris_date(now())})


@nightly
def forget_old_searches(day: date) -> int:
    """Erase what nobody typed for half a year; returns how many."""
    count, _kinds = SearchedWords.objects.filter(last_on__lt=day - timedelta(days=KEPT_DAYS)).delete()
    return count
