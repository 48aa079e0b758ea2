"""Tell a department that a case has landed: at once, once a day, or never. No name, no address, no answer."""

from django.db import transaction

from guichet.communes.models import Department
from guichet.journal.actions import record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import now
from guichet.notifications.actions.suppliers import available_channels
from guichet.notifications.facts import MessageQueued
from guichet.notifications.models import DEPARTMENT_NEWS, DailyNews, Message
from guichet.notifications.rules import Channel
from guichet.notifications.wording import Wording, render

NEW_CASE = "notifications/messages/new-case.txt"
NEW_CASES = "notifications/messages/new-cases.txt"


@transaction.atomic
def tell_department(
    *,
    department: Department,
    subject_kind: str,
    subject_id: int,
    reference: str,
    label: str,
    url: str,
    landing: str = "",
    by: Actor,
) -> Message | None:
    """Tell of a new case, as the department wishes; None when nothing is queued now. A second call changes nothing.

    `landing` tells one coming from another: a case that was sent on and given back is told again. `label` is the kind of the case ("Bacs d’ordures"), `url` its page at the desk: never anything of the person.
    """
    if not _is_reachable(department) or department.news == Department.News.NEVER:
        return None
    if department.news == Department.News.DAILY:
        DailyNews.objects.get_or_create(
            department=department,
            subject_kind=subject_kind,
            subject_id=subject_id,
            defaults={"reference": reference, "label": label, "url": url},
        )
        return None
    return _queue(
        department,
        render(NEW_CASE, {"reference": reference, "label": label, "url": url}),
        key=f"{subject_kind}:{subject_id}:department:{department.pk}{landing}",
        about=(subject_kind, subject_id),
        by=by,
    )


def send_daily_news() -> int:
    """Send each department one e-mail of the new cases it has not been told of; returns how many were queued."""
    waiting = DailyNews.objects.values_list("department", flat=True).distinct().order_by("department")
    return sum(_send_digest(department_id) for department_id in list(waiting))


@transaction.atomic
def _send_digest(department_id: int) -> bool:
    department = Department.objects.get(pk=department_id)
    news = list(DailyNews.objects.select_for_update().filter(department=department).order_by("pk"))
    told = bool(news) and _is_reachable(department)
    if told:
        _queue(
            department,
            render(NEW_CASES, {"news": news, "count": len(news)}),
            key=f"department:{department.pk}:news:{news[-1].pk}",
            about=("department", department.pk),
            by=SYSTEM,
        )
    DailyNews.objects.filter(pk__in=[row.pk for row in news]).delete()
    return told


def _is_reachable(department: Department) -> bool:
    return bool(department.email) and Channel.EMAIL in available_channels()


def _queue(department: Department, wording: Wording, *, key: str, about: tuple[str, int], by: Actor) -> Message:
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "body_id": department.body_id,
            "department": department,
            "subject_kind": about[0],
            "subject_id": about[1],
            "purpose": DEPARTMENT_NEWS,
            "channel": Channel.EMAIL,
            "to": department.email,
            "subject": wording.subject,
            "text": wording.text,
            "created_at": now(),
        },
    )
    if is_new:
        record(MessageQueued(message.pk), by=by, body_id=message.body_id)
    return message
