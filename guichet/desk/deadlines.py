"""The deadline of a case in the words of the desk."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.cases.types import Silence
from guichet.kit.dates import day_in_words, paris_date

SOON = 2  # days


@dataclass(frozen=True)
class Deadline:
    """What is said, in which colour ("", "soon", "late", "paused"), and how much of the delay is used up."""

    text: str
    state: str
    percent: int


def deadline_of(case: Case, today: date) -> Deadline | None:
    """The deadline of an open case; a closed one and a draft have none."""
    if not case.is_open or case.due_on is None or case.received_at is None:
        return None
    if case.state == State.WAITING:
        if case.papers_until is not None and case.papers_until < today:
            return Deadline(_("papier attendu depuis le %s") % day_in_words(case.papers_until, year=False), "late", 100)
        return Deadline(_("en pause"), "paused", _percent(case, case.due_on, case.paused_on or today))
    left = (case.due_on - today).days
    percent = _percent(case, case.due_on, today)
    if left < 0:
        return Deadline(
            ngettext("en retard de %(n)s jour", "en retard de %(n)s jours", -left) % {"n": -left}, "late", 100
        )
    return Deadline(_left_in_words(left), "soon" if left <= SOON else "", percent)


def legal_delay(case: Case) -> str:
    """What silence will mean and when, for the agent; empty when it means nothing or waits for a paper."""
    if not case.is_open or case.silence_on is None:
        return ""
    day = day_in_words(case.silence_on)
    if case.papers_until is not None:
        return _("Le délai légal attend le papier demandé, à donner au plus tard le %s.") % day_in_words(
            case.papers_until
        )
    if case.clock.silence == Silence.ACCEPTANCE:
        return _("Sans réponse, la demande est acceptée le %s.") % day
    return _("Sans réponse, la demande est refusée le %s.") % day


def _left_in_words(left: int) -> str:
    if left == 0:
        return _("aujourd’hui")
    if left == 1:
        return _("demain")
    return ngettext("%(n)s jour", "%(n)s jours", left) % {"n": left}


def _percent(case: Case, due_on: date, today: date) -> int:
    assert case.received_at is not None, "only a received case has a deadline"
    received_on = paris_date(case.received_at)
    whole = max((due_on - received_on).days, 1)
    return min(100, max(4, round(100 * (today - received_on).days / whole)))
