"""Whether a counter keeps a line; what is left of it at night."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.communes.models import Body
from guichet.journal.actions import record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import start_of
from guichet.kit.refusal import Refusal
from guichet.visits.actions.visits import leave_line
from guichet.visits.facts import LineKept
from guichet.visits.models import Line, Visit


def check_line(body: Body, *, is_kept: bool) -> None:
    """Refuse what `keep_line` would refuse: nobody who holds a ticket is forgotten."""
    if not is_kept and Line.objects.kept_by(body).exists() and Visit.objects.of_body(body).waiting().exists():
        raise Refusal(
            "line-waits",
            _("Des personnes attendent avec un ticket. Appelez-les d’abord, ou dites qu’elles sont parties."),
        )


@transaction.atomic
def keep_line(body: Body, *, is_kept: bool, by: Actor) -> Line:
    """Keep a line with tickets at this body's counter, or none; said twice, it is said once.

    Refused while somebody waits in a line that would end.
    """
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    check_line(body, is_kept=is_kept)
    line, _is_new = Line.objects.get_or_create(body=body)
    if line.is_kept != is_kept:
        line.is_kept = is_kept
        line.save(update_fields=["is_kept"])
        record(LineKept(body.pk, is_kept), by=by, body_id=body.pk)
    return line


def empty_lines(day: date) -> int:
    """Who took a ticket before this day and was never called has gone; returns how many."""
    left = Visit.objects.filter(state=Visit.State.WAITING, arrived_at__lt=start_of(day))
    for visit in left:
        leave_line(visit, by=SYSTEM)
    return len(left)
