"""One person across the cases a role may see: her household, who may be the same, what was said of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.actions import merge_people, note_person_read, part_people, tell_people_apart
from guichet.accounts.models import Person
from guichet.accounts.rules import Right
from guichet.desk.forms.people import MergeForm, OtherForm
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.people import MOST_CASES, Seen, around, seen_person
from guichet.desk.portrait import case_columns, case_rows, contacts, merges, side_by_side
from guichet.desk.views.cases import ONE_READING
from guichet.journal.models import Record
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal


@require_safe
@agent_view(may=Right.READ_CASES)
def person(request: DeskRequest, person: int) -> HttpResponse:
    """A person with what this role may see of her; that an agent looked is kept. One joined to her leads to her."""
    seen = _person_or_404(request, person)
    if seen.person.pk != person:
        return redirect("desk:person", seen.person.pk)
    _note_reading(request, seen.person)
    return _show(request, seen)


@require_POST
@agent_view(may=Right.TREAT_CASES)
def person_merge(request: DeskRequest, person: int) -> HttpResponse:
    """These two are one. She on whose page it is said is kept, unless the other already stands for several."""
    seen, other = _both_or_404(request, person)
    kept, joined = (other, seen) if other.joined and not seen.joined else (seen, other)
    return _said(
        request,
        seen,
        lambda: merge_people(kept.person, joined.person, by=request.actor),
        _("C’est noté : une seule personne. Vous pouvez les séparer à tout moment, rien n’est perdu."),
    )


@require_POST
@agent_view(may=Right.TREAT_CASES)
def person_apart(request: DeskRequest, person: int) -> HttpResponse:
    """These two are two, and are not proposed again."""
    seen, other = _both_or_404(request, person)
    return _said(
        request,
        seen,
        lambda: tell_people_apart(seen.person, other.person, by=request.actor),
        _("C’est noté : deux personnes. Nous ne vous le demanderons plus."),
    )


@require_POST
@agent_view(may=Right.TREAT_CASES)
def person_part(request: DeskRequest, person: int) -> HttpResponse:
    """Undo one of her merges."""
    seen = _person_or_404(request, person)
    form = MergeForm(request.POST)
    merge = next((m for m in seen.joined if form.is_valid() and m.pk == form.cleaned_data["merge"]), None)
    if merge is None:
        raise Http404
    return _said(
        request,
        seen,
        lambda: part_people(merge, by=request.actor),
        _("Elles sont séparées : chacune a retrouvé ses dossiers et ses coordonnées."),
    )


def _person_or_404(request: DeskRequest, person: int) -> Seen:
    """A person with a case the chosen role may see; any other does not exist here."""
    seen = seen_person(request.role, person)
    if seen is None:
        raise Http404
    return seen


def _both_or_404(request: DeskRequest, person: int) -> tuple[Seen, Seen]:
    seen = _person_or_404(request, person)
    form = OtherForm(request.POST)
    if not form.is_valid():
        raise Http404
    other = _person_or_404(request, form.cleaned_data["other"])
    if seen.is_bound or other.is_bound:
        raise Http404
    return seen, other


def _said(request: DeskRequest, seen: Seen, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refusal as no:
        return _show(request, _person_or_404(request, seen.person.pk), refusal=no)
    messages.success(request, done)
    return redirect("desk:person", seen.person.pk)


def _note_reading(request: DeskRequest, person: Person) -> None:
    lately = Record.objects.about("person", person.pk).filter(
        kind="PersonRead", actor_id=request.user.pk, at__gte=now() - ONE_READING
    )
    if not lately.exists():
        note_person_read(person, by=request.actor)


def _show(request: DeskRequest, seen: Seen, *, refusal: Refusal | None = None) -> HttpResponse:
    near = around(request.role, seen)
    today = paris_date(now())
    context = {
        "seen": seen,
        "contacts": contacts(seen),
        "columns": case_columns(),
        "rows": case_rows(seen.cases[:MOST_CASES], today),
        "is_cut": len(seen.cases) > MOST_CASES,
        "merges": merges(seen),
        "proposals": [side_by_side(seen, proposal) for proposal in near.proposals],
        "household": near.household,
        "apart": near.apart,
        "refusal": refusal,
    }
    return page(request, "desk/people/person.html", context, here="cases", status=409 if refusal else 200)
