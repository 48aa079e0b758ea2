"""The front desk: one visit at a time, everything on one screen."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.accounts.actions import Contact
from guichet.accounts.models import Person
from guichet.accounts.rules import Right
from guichet.cases.asking.forms import StepForm
from guichet.cases.questions import Step
from guichet.cases.types import people
from guichet.catalogue.models import Procedure
from guichet.content.search.index import find
from guichet.desk.cabinet import procedures_of
from guichet.desk.finding import Found, found_people, may_name
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.desk.visit import frequent, visit_screen, visits_of_today
from guichet.kit.refusal import Refusal
from guichet.visits.actions import (
    add_matter,
    change_channel,
    close_visit,
    correct_outcome,
    drop_matter,
    meet_person,
    name_visit,
    note_receipt,
    open_visit,
    reopen_visit,
    turn_to,
)
from guichet.visits.models import Line, Matter, Visit
from guichet.visits.papers import receipt_pdf
from guichet.visits.rules import Channel, Outcome

PROPOSED = 8
NAMESAKES = 4
MESSAGE = "message"
# Only her last name must be known to act in her name; the rest is how to reach her.
NEWCOMER = Step(
    slug="personne",
    title="",
    questions=(
        replace(people.FIRST_NAME, optional=True),
        replace(people.LAST_NAME, missing=gettext_noop("Écrivez son nom.")),
        replace(people.STREET, optional=True),
        replace(people.POSTCODE, optional=True),
        replace(people.CITY, optional=True),
        people.PHONE,
        people.EMAIL,
    ),
)


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def reception(request: DeskRequest) -> HttpResponse:
    """The counter: the visits this agent holds, what she ended today, one key to open the next."""
    held = Visit.objects.held_by(request.role.account_id).select_related("person")
    body = request.role.body
    context = {
        "page_key": uuid4(),
        "new_visit_url": "",  # this page has its own, large
        "held": held.prefetch_related("matters__procedure"),
        "ended": visits_of_today(request.role),
        "frequent": frequent(body),
        "keeps_line": Line.objects.kept_by(body).exists(),
        "outcomes": [{"value": value, "text": words} for value, words in Visit.OUTCOMES],
    }
    return page(request, "desk/visits/reception.html", context, here="reception")


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_open(request: DeskRequest) -> HttpResponse:
    """Somebody is here: one key. `pour` is the slug of what she came for, when it was pressed at once."""
    slug = request.POST.get("pour")
    procedure = _procedure_or_404(request, slug) if slug else None
    try:
        visit = open_visit(body=request.role.body, page=page_key(request), by=request.actor)
        if procedure is not None:
            add_matter(visit, procedure, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:reception")
    return to_visit(visit)


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit(request: DeskRequest, reference: str) -> HttpResponse:
    """The visit on one screen; a visit that ended is read, and may be taken up again the same day."""
    found = visit_or_404(request, reference)
    context = {
        **visit_screen(found, request.role, wanted=request.GET.get("pour", "")),
        "page_key": uuid4(),
        "namesakes": namesakes_of(request, found),
        "at_paper": request.GET.get("papier", ""),
        "message_url": _message_url(request, found),
    }
    return page(request, "desk/visits/visit.html", context, here="reception")


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_turn(request: DeskRequest, reference: str) -> HttpResponse:
    """Turn to the other visit."""
    found = visit_or_404(request, reference)
    return _done(request, found, lambda: turn_to(found, by=request.actor))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_name(request: DeskRequest, reference: str) -> HttpResponse:
    """Who came: a person that this role may see, else what was typed is a first name, else nobody."""
    found = visit_or_404(request, reference)
    typed = " ".join(request.POST.get("qui", "").split())[:60]
    person = _person_or_none(request, typed)
    return _done(request, found, lambda: name_visit(found, first_name=typed, person=person, by=request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_person(request: DeskRequest, reference: str) -> HttpResponse:
    """Who came is not known here: her name and how to reach her, as she says them."""
    found = visit_or_404(request, reference)
    first_name, _space, last_name = found.first_name.partition(" ")
    known = {"first_name": first_name, "last_name": last_name}
    form = StepForm(NEWCOMER, known, request.role.body, request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid:
        try:
            meet_person(found, Contact(**form.cleaned), by=request.actor)
            return to_visit(found)
        except Refusal as no:
            refusal = no
    form.point()
    context = {"visit": found, "fields": form.fields, "refusal": refusal}
    return page(request, "desk/visits/person.html", context, here="reception", status=422 if form.errors else 200)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_channel(request: DeskRequest, reference: str) -> HttpResponse:
    found = visit_or_404(request, reference)
    value = request.POST.get("comment", "")
    if value not in set(Channel):
        raise Http404
    return _done(request, found, lambda: change_channel(found, Channel(value), by=request.actor))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def matter_add(request: DeskRequest, reference: str) -> HttpResponse:
    """What she came for: a procedure chosen, else the first that answers the words typed."""
    found = visit_or_404(request, reference)
    slug, typed = request.POST.get("demarche", ""), request.POST.get("q", "").strip()[:100]
    if typed and not _is_called(request, slug, typed):
        slug = next((one.slug for one in _procedures_found(request, typed)), "")
    if not slug:
        messages.error(
            request, _("Aucune démarche ne répond à « %(words)s ». Essayez les mots de la personne.") % {"words": typed}
        )
        return to_visit(found)
    procedure = _procedure_or_404(request, slug)
    return _done(request, found, lambda: add_matter(found, procedure, by=request.actor), wanted=procedure.slug)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_message(request: DeskRequest, reference: str) -> HttpResponse:
    """A word to a department: one matter more, and its page at once."""
    found = visit_or_404(request, reference)
    procedure = _procedure_or_404(request, MESSAGE)
    try:
        add_matter(found, procedure, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return to_visit(found)
    return redirect("desk:visit-request", found.reference, MESSAGE)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def matter_drop(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    matter = matter_or_404(request, reference, slug)
    return _done(request, matter.visit, lambda: drop_matter(matter, by=request.actor))


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def find_procedures(request: DeskRequest) -> HttpResponse:
    """Procedures that answer, as one types."""
    typed = request.GET.get("q", "").strip()[:100]
    results = [
        {"value": one.short_title, "text": one.short_title, "hint": one.title, "fill": {"demarche": one.slug}}
        for one in _procedures_found(request, typed)
    ]
    return JsonResponse({"results": results, "said": _said(len(results))})


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def find_people(request: DeskRequest) -> HttpResponse:
    """People known here by a case or a visit, as one types a name."""
    typed = request.GET.get("q", "").strip()[:100]
    results = found_people(request.role, typed, limit=PROPOSED)
    return JsonResponse({"results": results, "said": _said(len(results))})


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_receipt(request: DeskRequest, reference: str) -> HttpResponse:
    """The receipt is given; it opens at its own address."""
    found = visit_or_404(request, reference)
    try:
        if found.is_open:
            note_receipt(found, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return to_visit(found)
    address = reverse("desk:visit-receipt-pdf", args=[found.reference])
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_receipt_pdf(request: DeskRequest, reference: str) -> HttpResponse:
    return pdf_response(
        receipt_pdf(visit_or_404(request, reference)), _("Recu-%(reference)s.pdf") % {"reference": reference}
    )


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_close(request: DeskRequest, reference: str) -> HttpResponse:
    """She leaves; back to the counter, or to the other visit."""
    found = visit_or_404(request, reference)
    outcome, why = _outcome(request), request.POST.get("raison", "")
    try:
        if found.closed_itself:
            correct_outcome(found, outcome, why=why, by=request.actor)
        else:
            close_visit(found, outcome, why=why, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return to_visit(found)
    messages.success(request, _("Visite finie : %(outcome)s.") % {"outcome": dict(Visit.OUTCOMES)[outcome]})
    return redirect("desk:reception")


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_reopen(request: DeskRequest, reference: str) -> HttpResponse:
    found = visit_or_404(request, reference)
    return _done(request, found, lambda: reopen_visit(found, by=request.actor))


def visit_or_404(request: DeskRequest, reference: str) -> Visit:
    """A visit of this agent for this body; a colleague's does not exist here."""
    visits = Visit.objects.of_body(request.role.body).filter(agent=request.role.account)
    return get_object_or_404(visits.select_related("person", "body"), reference=reference)


def matter_or_404(request: DeskRequest, reference: str, slug: str) -> Matter:
    found = visit_or_404(request, reference)
    matter = get_object_or_404(found.matters.select_related("procedure"), procedure__slug=slug)
    matter.visit = found
    return matter


def to_visit(found: Visit, *, wanted: str = "", extra: str = "") -> HttpResponse:
    address = reverse("desk:visit", args=[found.reference])
    return redirect(f"{address}?pour={wanted}{extra}" if wanted else address)


def _done(request: DeskRequest, found: Visit, act: Callable[[], object], *, wanted: str = "") -> HttpResponse:
    try:
        act()
    except Refusal as no:
        messages.error(request, no.sentence)
    return to_visit(found, wanted=wanted)


def namesakes_of(request: DeskRequest, found: Visit) -> list[Found]:
    """Whom this counter knows by the name that was typed, to be chosen by who sees her."""
    if found.person or not found.first_name or not found.is_open:
        return []
    return found_people(request.role, found.first_name, limit=NAMESAKES)


def _message_url(request: DeskRequest, found: Visit) -> str:
    """Where a word to a department is written, when the town takes messages."""
    body = request.role.body
    is_offered = procedures_of(body).offered_on(body).filter(slug=MESSAGE).exists()
    return reverse("desk:visit-message", args=[found.reference]) if is_offered else ""


def _said(count: int) -> str:
    return ngettext("%(n)s proposition.", "%(n)s propositions.", count) % {"n": count} if count else _("Rien.")


def _procedures_found(request: DeskRequest, typed: str) -> list[Procedure]:
    slugs = [one.slug for one in find(typed, body=request.role.body, limit=PROPOSED) if one.kind == "procedure"]
    found = {one.slug: one for one in procedures_of(request.role.body).filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]


def _is_called(request: DeskRequest, slug: str, typed: str) -> bool:
    """Typed over since it was chosen, the field names another procedure."""
    return bool(slug) and procedures_of(request.role.body).filter(slug=slug, short_title=typed).exists()


def _procedure_or_404(request: DeskRequest, slug: str) -> Procedure:
    return get_object_or_404(procedures_of(request.role.body), slug=slug)


def _person_or_none(request: DeskRequest, typed: str) -> Person | None:
    """The person said by a button (`foyer`), or chosen among those proposed: typed over since, the field names another."""
    button, chosen = request.POST.get("foyer", ""), request.POST.get("personne", "")
    asked = button or chosen
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    person = may_name(request.role, int(asked))
    return person if button or (person and str(person) == typed) else None


def _outcome(request: DeskRequest) -> Outcome:
    value = request.POST.get("fin", "")
    if value not in set(Outcome):
        raise Http404
    return Outcome(value)


def page_key(request: DeskRequest) -> UUID | None:
    """The page this was pressed on: pressed twice, it is done once."""
    try:
        return UUID(request.POST.get("page", ""))
    except ValueError:
        return None
