"""The line at the counter and its screen on the wall. A body that keeps no line has none of these pages."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.desk.forms.line import TicketForm, held_as_shown
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.line import body_with_line, line_of, ticket_pdf, wall_of
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.kit.refusal import Refusal
from guichet.visits.actions import call_next, leave_line, take_ticket
from guichet.visits.models import Visit


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def line(request: DeskRequest) -> HttpResponse:
    """Who waits, and the two presses of the day: give a ticket, call the next one."""
    body_with_line(request.role)
    return page(request, "desk/line/line.html", line_of(request.role), here="reception")


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def line_list(request: DeskRequest) -> HttpResponse:
    """The line alone, for a page that heard that it moved."""
    body_with_line(request.role)
    return render(request, "desk/line/fragment_list.html", line_of(request.role))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def line_take(request: DeskRequest) -> HttpResponse:
    """Somebody waits: her ticket opens at its own address; shown again there, it is no other ticket."""
    body = body_with_line(request.role)
    form = TicketForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Cette page est trop ancienne. La voici à jour : donnez le ticket de nouveau."))
        return redirect("desk:line")
    visit = take_ticket(body=body, priority=form.priority, page=form.cleaned_data["page"], by=request.actor)
    return HttpResponseRedirect(reverse("desk:line-ticket", args=[visit.reference]), status=HTTPStatus.SEE_OTHER)


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def line_ticket(request: DeskRequest, reference: str) -> HttpResponse:
    """The ticket as a PDF of 80 mm."""
    visit = _ticket_or_404(request, reference)
    return pdf_response(ticket_pdf(visit), _("Ticket %(number)s.pdf") % {"number": visit.ticket_number})


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def line_call(request: DeskRequest) -> HttpResponse:
    """Call who is next: her visit opens."""
    body = body_with_line(request.role)
    try:
        visit = call_next(body, seen=held_as_shown(request.POST), by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:line")
    if visit is None:
        messages.success(request, _("Personne n’attend."))
        return redirect("desk:line")
    return redirect("desk:visit", visit.reference)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def line_leave(request: DeskRequest, reference: str) -> HttpResponse:
    """She has gone before her turn: nobody is called for nothing."""
    visit = _ticket_or_404(request, reference)
    leave_line(visit, by=request.actor)
    messages.success(request, _("Le numéro %(number)s est parti.") % {"number": visit.ticket_number})
    return redirect("desk:line")


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def line_screen(request: DeskRequest) -> HttpResponse:
    """What hangs on the wall: the number called, in the largest figures there are."""
    return render(request, "desk/line/screen.html", wall_of(body_with_line(request.role)))


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def line_screen_numbers(request: DeskRequest) -> HttpResponse:
    """The numbers alone, for a screen that heard that the line moved."""
    return render(request, "desk/line/fragment_screen.html", wall_of(body_with_line(request.role)))


def _ticket_or_404(request: DeskRequest, reference: str) -> Visit:
    body = body_with_line(request.role)
    tickets = Visit.objects.of_body(body).exclude(ticket_number=None).select_related("body")
    return get_object_or_404(tickets, reference=reference)
