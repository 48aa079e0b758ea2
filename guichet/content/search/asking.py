"""What people typed: counted without who, so that the town's editors see which words find nothing."""

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
MOST_DIGITS = 5


class Verdict(StrEnum):
    """What is counted; each is a column of `SearchedWords`."""

    NOTHING = "without_result"
    FOUND = "found"
    NOT_FOUND = "not_found"


@transaction.atomic
def note_search(text: str, verdict: Verdict, *, body: Body) -> None:
    """Count these words once more, unless they look personal. Beyond two thousand, those typed least and longest ago go."""
    words, today = " ".join(fold(text).split()), paris_date(now())
    if not words or len(words) > LONGEST or _looks_personal(words):
        return
    rows = SearchedWords.objects.filter(body=body)
    _row, is_new = rows.get_or_create(body=body, words=words, defaults={"last_on": today})
    if is_new and rows.count() > MOST_KEPT:
        typed = F("without_result") + F("found") + F("not_found")
        least = rows.exclude(words=words).order_by(typed, "last_on", "pk").first()
        assert least is not None, "there are two thousand others"
        least.delete()
    rows.filter(words=words).update(**{verdict: F(verdict) + 1, "last_on": today})


def _looks_personal(words: str) -> bool:
    """A telephone number, an e-mail address, a file number: somebody's, and of no use to an editor."""
    return "@" in words or sum(sign.isdigit() for sign in words) > MOST_DIGITS


@nightly
def forget_old_searches(day: date) -> int:
    """Erase what nobody typed for half a year; returns how many."""
    count, _kinds = SearchedWords.objects.filter(last_on__lt=day - timedelta(days=KEPT_DAYS)).delete()
    return count
