"""Cases that a body without accounts has not opened yet: nobody there has a desk that would show them."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from guichet.cases.facts import CaseRead
from guichet.cases.models import Case, CaseQuerySet
from guichet.cases.rules import Tray
from guichet.communes.models import Body
from guichet.journal.models import Record
from guichet.kit.actor import ActorKind
from guichet.kit.dates import add_working_days, paris_date, start_of

PATIENCE_WORKING_DAYS = 3
DAYS_BETWEEN_REMINDERS = 7


def unopened_cases(body: Body | None = None, *, landed_before: date | None = None) -> CaseQuerySet:
    """Open cases that no department read since they reached it, the oldest first: to be cut, counted or walked through.

    `body`: those that came by its portal or its members'; `landed_before`: those that landed on an earlier day.
    """
    cases = Case.objects.of_bodies_without_accounts().filter(tray=Tray.TODO)
    if body is not None:
        portals = Body.objects.filter(Q(pk=body.pk) | Q(member_of=body))
        cases = cases.filter(commune_id__in=portals.values("pk"))
    landed_at = Coalesce("sent_on_at", "received_at")
    earlier = Q(landed_at__lt=start_of(landed_before)) if landed_before else Q()
    read = Record.objects.filter(
        subject_kind="case", subject_id=OuterRef("pk"), kind=CaseRead.__name__, actor_kind=ActorKind.EXPERT,
        at__gte=OuterRef("landed_at"),
    )  # fmt: skip
    unread: CaseQuerySet = cases.alias(landed_at=landed_at).filter(earlier, ~Exists(read)).order_by(landed_at, "pk")
    return unread.select_related("department__body", "commune", "owner", "sender__body")


def landing_of(case: Case) -> datetime:
    """When a received case reached the department that has it now."""
    landed_at = case.sent_on_at or case.received_at
    assert landed_at is not None, "a draft is nobody's"
    return landed_at


def landed_on(case: Case) -> date:
    return paris_date(landing_of(case))


def reminders_by(case: Case, day: date) -> int:
    """How many reminders of an unopened case are due by this day: the first after three working days, then one a week."""
    since = (day - add_working_days(landed_on(case), PATIENCE_WORKING_DAYS)).days
    return 0 if since < 0 else 1 + since // DAYS_BETWEEN_REMINDERS
