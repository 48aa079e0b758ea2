"""A problem in a street that is known already: the neighbour sees it, without any name, and need not write it again."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.cases.actions import echo_report
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.cases.twins import place_told, twins_of
from guichet.cases.types.signalement_voirie import problem_words
from guichet.kit.dates import day_in_words, paris_date
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest, case_view, resident
from guichet.portal.walk import Walk

SHOWN = 3


@require_http_methods(["GET", "HEAD", "POST"])
@case_view
def known(request: PortalRequest, case: Case, slug: str) -> HttpResponse:
    """« C’est celui-là » counts one more pair of eyes and erases the draft; « Non » goes on with the request."""
    walk = Walk(case)
    if slug != walk.slug or not case.is_draft:
        raise Http404
    found = twins_of(case)
    if not found:
        return redirect(walk.due_url)
    if request.method == "POST":
        chosen = next((one for one in found[:SHOWN] if request.POST.get("report") == _mark(found, one)), None)
        if chosen is not None and echo_report(chosen, case, by=resident(request)):
            return redirect("portal:request-thanks", case.procedure)
        return redirect(walk.due_url)
    context = {
        "noindex": True,
        "banner": None,
        "kind_title": _(case.kind.title),
        "reports": [
            {"mark": _mark(found, one), "title": _said(case), "place": _place(one), "text": _stands(one)}
            for one in found[:SHOWN]
        ],
        "next_url": walk.due_url,
        "back_url": walk.step_url(case.steps[0]),
    }
    return page(request, "portal/requests/known.html", context, section="procedures")


@require_http_methods(["GET", "HEAD"])
def thanks(request: PortalRequest, slug: str) -> HttpResponse:
    """Nothing was sent: one more person saw it, and that is all that is kept."""
    context = {"noindex": True, "sheet_url": reverse("portal:sheet", args=[slug])}
    return page(request, "portal/requests/thanks.html", context, section="procedures")


def _mark(found: list[Case], one: Case) -> str:
    """Its place in the list: a neighbour learns neither its reference nor its number."""
    return str(found.index(one) + 1)


def _said(draft: Case) -> str:
    """The viewer's own street, without her number: the neighbour's words may name somebody, and her number is not his."""
    street = re.sub(r"^\W*\d+\s*(bis|ter|quater)?\b[\s,]*", "", draft.answers.get("street", ""), flags=re.IGNORECASE)
    return f"{problem_words(draft.answers)}, {street}"


def _place(report: Case) -> str:
    place = place_told(report.answers)
    return f"{place[:1].upper()}{place[1:]}." if place else ""


def _stands(report: Case) -> str:
    assert report.received_at is not None, "a draft is never beside"
    since = _("Signalé le %(day)s.") % {"day": day_in_words(paris_date(report.received_at))}
    taken = _("L’équipe s’en occupe.") if report.state == State.IN_PROGRESS else _("L’équipe doit aller voir.")
    return f"{since} {taken}"
