"""The state of the house, for whoever watches it: what is stuck, what the night did."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.cases.unopened import landed_on, unopened_cases
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.scans import scans_in_words
from guichet.journal.actions import free
from guichet.journal.models import Delivery, Record
from guichet.kit.dates import day_in_words, now, paris_date
from guichet.notifications.models import Message

SHOWN = 50
REMEMBERED = timedelta(days=30)


@require_safe
@agent_view(may=Right.WATCH_HOUSE)
def house(request: DeskRequest) -> HttpResponse:
    """What asks for a hand: deliveries put aside, messages that did not leave, the chores of the night."""
    today = paris_date(now())
    nights = [
        {"day": day_in_words(day), "chores": list(_chores(day.toordinal()))}
        for day in (today, today - timedelta(days=1))
    ]
    failed = Message.objects.sent_from(request.role.body).filter(
        status=Message.Status.FAILED, created_at__gte=now() - REMEMBERED
    )
    context = {
        "parked": _parked(request).order_by("record_id")[:SHOWN],
        "failed": failed[:SHOWN],
        "unopened": [
            {"case": case, "since": day_in_words(landed_on(case))} for case in unopened_cases(request.role.body)[:SHOWN]
        ],
        "scans": scans_in_words(request.role.body),
        "nights": [night for night in nights if night["chores"]],
        "waiting": Delivery.objects.waiting().filter(due_at__lt=now() - timedelta(minutes=5)).count(),
    }
    return page(request, "desk/house/house.html", context, here="house")


@require_POST
@agent_view(may=Right.WATCH_HOUSE)
def delivery_free(request: DeskRequest, delivery: int) -> HttpResponse:
    """Try a parked delivery again."""
    if not _parked(request).filter(pk=delivery).exists():
        raise Http404
    free(delivery)
    messages.success(request, _("C’est remis en route. Le résultat se voit ici dans une minute."))
    return redirect("desk:house")


def _parked(request: DeskRequest) -> "QuerySet[Delivery]":
    """Those of my body, and of nobody's in particular."""
    mine = Q(record__body_id=request.role.body_id) | Q(record__body_id=None)
    return Delivery.objects.parked().filter(mine).select_related("record")


def _chores(day: int) -> "QuerySet[Record]":
    return Record.objects.filter(kind="ChoreDone", subject_id=day).order_by("pk")
