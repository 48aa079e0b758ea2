"""Cases that a body without accounts has not opened yet: nobody there has a desk that would show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from guichet.cases.facts import CaseRead
from guichet.cases.models import Case, CaseQuerySet
from guichet.cases.rules import Tray
from guichet.communes.models import Body
from guichet.journal.models import Record
from guichet.kit.actor import ActorKind
from guichet.kit.dates import add_working_days, paris_date

PATIENCE_WORKING_DAYS = 3
DAYS_BETWEEN_REMINDERS = 7


@dataclass(frozen=True)
class Unopened:
    """A case, and the day on which it reached the department."""

    case: Case
    landed_on: date

    @property
    def first_reminder_on(self) -> date:
        return add_working_days(self.landed_on, PATIENCE_WORKING_DAYS)

    def reminders_by(self, day: date) -> int:
        """How many reminders are due by this day: the first after three working days, then one a week."""
        since = (day - self.first_reminder_on).days
        return 0 if since < 0 else 1 + since // DAYS_BETWEEN_REMINDERS


def unopened_cases(body: Body | None = None) -> list[Unopened]:
    """Open cases that no department read since they reached it, the oldest first; `body`: from its portal or its members'."""
    cases: CaseQuerySet = Case.objects.of_bodies_without_accounts().filter(tray=Tray.TODO)
    if body is not None:
        cases = cases.filter(Q(commune=body) | Q(commune__member_of=body))
    landed_at = Coalesce("sent_on_at", "received_at")
    read = Record.objects.filter(
        subject_kind="case", subject_id=OuterRef("pk"), kind=CaseRead.__name__, actor_kind=ActorKind.EXPERT,
        at__gte=OuterRef("landed_at"),
    )  # fmt: skip
    unread = (
        cases.alias(landed_at=landed_at)
        .filter(~Exists(read))
        .select_related("department__body", "commune", "owner", "sender__body")
    )
    return [Unopened(case, paris_date(landing_of(case))) for case in unread.order_by(landed_at, "pk")]


def landing_of(case: Case) -> datetime:
    """When a received case reached the department that has it now."""
    landed_at = case.sent_on_at or case.received_at
    assert landed_at is not None, "a draft is nobody's"
    return landed_at
