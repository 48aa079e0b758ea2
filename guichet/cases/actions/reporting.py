"""What is known already, and seen by somebody else too."""

from django.db import transaction

from guichet.cases.actions.erasing import erase_case
from guichet.cases.facts import ReportEchoed
from guichet.cases.models import Case
from guichet.cases.rules import Tray
from guichet.journal.actions import record
from guichet.kit.actor import Actor


@transaction.atomic
def echo_report(report: Case, draft: Case, *, by: Actor) -> bool:
    """Tell that one more person saw what `report` tells, and erase her draft.

    False, and the draft stays, when the report was closed meanwhile. The case does not change: what an agent is writing
    in it stays right.
    """
    current = Case.objects.select_for_update().filter(pk=report.pk, tray__in=[Tray.TODO, Tray.WAITING]).first()
    if current is None:
        return False
    if erase_case(draft, reason="already-reported", by=by, still=Case.objects.in_tray(Tray.DRAFT)):
        record(ReportEchoed(current.pk), by=by, body_id=current.owner_id)
    return True
