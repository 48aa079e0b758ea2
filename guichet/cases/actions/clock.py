"""The two delays of a locked case: the one we announce, and the one after which silence decides."""

from guichet.cases.models import Case
from guichet.cases.rules import due_after, due_after_pause, papers_until, silence_after, silence_after_pause
from guichet.cases.types import Silence
from guichet.kit.dates import now, paris_date


def start_clock(case: Case) -> None:
    """Both delays run from today (CRPA, L.112-3; from receipt by the competent body, L.114-2)."""
    today, clock = paris_date(now()), case.clock
    case.due_on = due_after(today, clock.working_days)
    case.silence_on = silence_after(today, clock.silence_months) if clock.silence_months else None
    case.paused_on = case.papers_until = None


def pause_clock(case: Case) -> None:
    """Both stand still while something is missing."""
    case.paused_on = paris_date(now())
    case.papers_until = papers_until(case.paused_on)


def resume_clock(case: Case) -> None:
    """End the pause, if there is one."""
    if case.paused_on is not None and case.due_on is not None:
        today, clock = paris_date(now()), case.clock
        case.due_on = due_after_pause(case.due_on, case.paused_on, today)
        if case.silence_on is not None:
            case.silence_on = silence_after_pause(
                case.silence_on,
                accepts=clock.silence == Silence.ACCEPTANCE,
                months=clock.silence_months,
                paused=case.paused_on,
                resumed=today,
                limit=case.papers_until,
            )
    case.paused_on = case.papers_until = None
