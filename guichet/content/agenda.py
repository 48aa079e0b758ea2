"""The agenda as any face tells it: which event on which day, and the words for its days and hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from guichet.content.agenda_rules import Occurrence, Repeat, Rule, occurrences
from guichet.content.models import ListedEvent
from guichet.kit.dates import DAYS, add_months, day_in_words, hour_in_words, paris_date

AHEAD = timedelta(days=366)
_SOME_MONTHS_LACK = 28  # a later number is not in every month
_FIFTH = 5


@dataclass(frozen=True)
class Dated:
    """An event on one of its days."""

    event: ListedEvent
    on: Occurrence


def happening(events: Iterable[ListedEvent], first: date, last: date) -> list[Dated]:
    """Each event on each of its days between these two, both counted, as they follow one another."""
    found = [Dated(event, on) for event in events for on in occurrences(event.rule, first, last)]
    return sorted(found, key=lambda one: (one.on.first_day, one.on.starts_at or time(), one.event.title, one.event.pk))


def still_ahead(found: Iterable[Dated], at: datetime) -> list[Dated]:
    """Those that are not over at this moment."""
    today = paris_date(at)  # only what ends today asks for the hour
    return [one for one in found if one.on.last_day > today or (one.on.last_day == today and one.on.ends > at)]


def changes_at(found: Iterable[Dated], at: datetime) -> datetime | None:
    """When a list of these says something false by the mere passing of time: the first of them is over."""
    ahead = still_ahead(found, at)
    first = min((one.on.last_day for one in ahead), default=None)
    return min((one.on.ends for one in ahead if one.on.last_day == first), default=None)


def coming_days(rule: Rule, at: datetime) -> list[Occurrence]:
    """The days of the rule that are not over, for a year from now or from its beginning; cancelled ones too."""
    today = paris_date(at)
    ahead = occurrences(rule, today, max(today, rule.starts_on) + AHEAD)
    return [one for one in ahead if one.ends > at]


def day_to_show(days: Sequence[Occurrence]) -> Occurrence | None:
    """Of the days of an event, the first on which it takes place; when all are cancelled, the first."""
    return next((one for one in days if not one.is_cancelled), next(iter(days), None))


def in_month(found: Iterable[Dated], month: date) -> list[Dated]:
    """Those that touch the month of this first day."""
    after = add_months(month, 1)
    return [one for one in found if one.on.first_day < after and one.on.last_day >= month]


def months_of(found: Iterable[Dated]) -> list[date]:
    """The first day of each month that one of these touches, in order."""
    months = set()
    for one in found:
        month = one.on.first_day.replace(day=1)
        while month <= one.on.last_day:
            months.add(month)
            month = add_months(month, 1)
    return sorted(months)


def days_in_words(on: Occurrence) -> str:
    """ "samedi 12 décembre 2026", or from which day to which."""
    if on.is_one_day:
        return day_in_words(on.first_day)
    first = day_in_words(on.first_day, year=on.first_day.year != on.last_day.year)
    return _("du %(first)s au %(last)s") % {"first": first, "last": day_in_words(on.last_day)}


def hours_in_words(on: Occurrence) -> str:
    """ "de 14 h à 18 h", "à 20 h"; nothing for a whole day."""
    if on.starts_at is None:
        return ""
    first = hour_in_words(on.starts)
    if on.ends_at is None:
        return _("à %s") % first
    return _("de %(first)s à %(last)s") % {"first": first, "last": hour_in_words(on.ends)}


def repeat_in_words(rule: Rule) -> str:
    """ "chaque samedi", "le 2e samedi de chaque mois"; nothing for an event that takes place once."""
    weekday, number = DAYS[rule.starts_on.weekday()], rule.starts_on.day
    if rule.repeat == Repeat.NONE:
        return ""
    if rule.repeat == Repeat.WEEKLY:
        said = _("chaque %s") % weekday
    elif rule.repeat == Repeat.FORTNIGHTLY:
        said = _("un %s sur deux") % weekday
    elif rule.repeat == Repeat.MONTHLY_BY_DATE:
        said = _months_that_have_it(number > _SOME_MONTHS_LACK) % _nth(number, everyday=True)
    else:
        said = _months_that_have_it(rule.nth == _FIFTH) % f"{_nth(rule.nth)} {weekday}"
    return _("%(said)s, jusqu’au %(day)s") % {"said": said, "day": day_in_words(rule.until)} if rule.until else said


def _months_that_have_it(some_lack: bool) -> str:
    return _("le %s des mois qui en ont un") if some_lack else _("le %s de chaque mois")


def _nth(number: int, *, everyday: bool = False) -> str:
    """ "1er"; then "2e" for a weekday, "2" for a date."""
    if number == 1:
        return _("1er")
    return str(number) if everyday else _("%se") % number
