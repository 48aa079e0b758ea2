"""Say to departments without a desk what waits for them: once at once, then again while they have not looked."""

from datetime import date

from django.utils.translation import gettext as _

from guichet.accounts.models import Role
from guichet.cases.addresses import expert_url
from guichet.cases.models import Case
from guichet.cases.receipts import answered
from guichet.cases.unopened import landed_on, landing_of, reminders_by, unopened_cases
from guichet.communes.models import Body, Department
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import day_in_words
from guichet.notifications.actions import may_reach_by_email, write_to_department

AT_ONCE = 200  # cases in memory


def entrust(case: Case) -> bool:
    """Tell the department of a body without accounts that this case is its own now; a second call changes nothing.

    By e-mail with the address that opens it; without one, by a letter that says the whole request and that the sender
    prints. False when neither can be done: « État » shows the case.
    """
    if not may_reach_by_email(case.department) and not Role.objects.somebody_works_for(_sender(case)[0].pk):
        return False
    # Sent on before the worker told of its receipt, it has reached the department once: the hour says which time.
    _write(
        case,
        key=f"case:{case.pk}:entrusted:{case.department_id}:{landing_of(case).timestamp():.6f}",
        template="cases/messages/entrusted.txt",
    )
    return True


def remind_departments(day: date) -> int:
    """Remind of what nobody opened: after three working days, then every week; returns how many were reminded.

    Safe to run twice, and late: each reminder has its number, a missed night is made up for by the next.
    """
    cases = unopened_cases(landed_before=day).iterator(chunk_size=AT_ONCE)
    return sum(_remind(case, reminders_by(case, day)) for case in cases)


def _remind(case: Case, number: int) -> bool:
    if not number or not may_reach_by_email(case.department):
        return False
    _write(
        case,
        key=f"case:{case.pk}:reminder:{case.department_id}:{landed_on(case):%y%m%d}:{number}",
        template="cases/messages/entrusted-reminder.txt",
        since=day_in_words(landed_on(case)),
    )
    return True


def _write(case: Case, *, key: str, template: str, **more: str) -> None:
    sender, sending = _sender(case)
    write_to_department(
        case.department,
        key=key,
        template=template,
        by_post="cases/messages/entrusted-letter.txt",
        context={
            "label": _(case.kind.title),
            "link": expert_url(case),
            "sender": sender.the_name if sending else "",
            "town": case.commune.of_name,
            "place": case.department.name,
            "answers": [(question, answer.replace("\r", "").replace("\n", " ")) for question, answer in answered(case)],
            **more,
        },
        sender=sender,
        sending=sending,
        subject_kind="case",
        subject_id=case.pk,
        reference=case.reference,
        by=SYSTEM,
    )


def _sender(case: Case) -> tuple[Body, Department | None]:
    """Who entrusts the case: the department that sent it on, else the commune whose portal took it."""
    if case.sender is not None and case.sender.body.has_portal:
        return case.sender.body, case.sender
    return case.commune, None
