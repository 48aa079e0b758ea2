"""What is known already, and seen by somebody else too."""

from guichet.cases.actions.erasing import erase_case
from guichet.cases.actions.locking import locked
from guichet.cases.facts import ReportEchoed
from guichet.cases.models import Case
from guichet.cases.rules import Tray
from guichet.journal.actions import record
from guichet.kit.actor import Actor


def echo_report(report: Case, draft: Case, *, by: Actor) -> bool:
    """Count one more person who saw what `report` tells, and erase her draft; False when it was erased before."""
    if not erase_case(draft, reason="already-reported", by=by, still=Case.objects.in_tray(Tray.DRAFT)):
        return False
    with locked(report.pk) as current:
        current.echoes += 1
        record(ReportEchoed(current.pk), by=by, body_id=current.owner_id)
    return True
