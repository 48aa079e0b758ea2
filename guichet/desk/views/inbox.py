"""The inbox, whole or its list alone for the live client."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.accounts.rules import Right, RoleKind
from guichet.cases.models import Case
from guichet.cases.rules import State, scanned_codes, typed_reference
from guichet.cases.types import CASE_TYPES
from guichet.communes.models import Body
from guichet.desk.deadlines import Deadline, deadline_of
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.inbox import Counts, Due, Tab, Wanted, Whose, counts_of
from guichet.desk.keyset import page_of
from guichet.desk.page import page
from guichet.desk.people import person_url
from guichet.desk.views.resuming import Codes, resume_page
from guichet.kit.dates import now, paris_date

STATE_TAGS = {State.IN_PROGRESS: "info", State.WAITING: "attention", State.SETTLED: "done"}


@dataclass(frozen=True)
class Row:
    """One case of the list."""

    case: Case
    deadline: Deadline | None
    tag: str
    person_url: str = ""


@require_safe
@agent_view()
def home(request: DeskRequest) -> HttpResponse:
    """The first page this role works with: who receives people begins at the counter, who treats cases with them."""
    if request.role.kind == RoleKind.RECEPTION:
        return redirect("desk:reception")
    for right, where in (
        (Right.READ_CASES, "desk:inbox"),
        (Right.MANAGE_AGENTS, "desk:agents"),
        (Right.EDIT_CONTENT, "wagtailadmin_home"),
    ):
        if request.role.may(right):
            return redirect(where)
    return redirect("signin:role")


@require_safe
@agent_view(may=Right.READ_CASES)
def inbox(request: DeskRequest) -> HttpResponse:
    """The cases of my departments; a whole reference typed in the search opens its case at once."""
    wanted = Wanted.read(request.GET.dict())
    if scanned_codes(wanted.text) and request.role.may(Right.RECEIVE_PEOPLE):  # a ticket under the hand scanner
        return resume_page(request, Codes.read({"reference": wanted.text}))
    found = _by_reference(request, wanted.text)
    if found is not None:
        return redirect("desk:case", found.reference)
    today = paris_date(now())
    counts = counts_of(request.role, today)
    context = {**_list(request, wanted, today), **_around(request, wanted, counts)}
    return page(request, "desk/cases/inbox.html", context, here="cases", counts=counts)


@require_safe
@agent_view(may=Right.READ_CASES)
def inbox_list(request: DeskRequest) -> HttpResponse:
    """The list alone, for a page that heard that something changed."""
    context = _list(request, Wanted.read(request.GET.dict()), paris_date(now()))
    return render(request, "desk/cases/fragment_list.html", context)


def _by_reference(request: DeskRequest, text: str) -> Case | None:
    reference = _reference(text)
    return Case.objects.visible_to(request.role).filter(reference=reference).first() if reference else None


def _reference(text: str) -> str:
    """The whole reference of a case that was typed, or nothing."""
    reference = typed_reference(text) if text else ""
    return reference if reference.startswith(tuple(f"{kind.prefix}-" for kind in CASE_TYPES.values())) else ""


def _resume_url(request: DeskRequest, wanted: Wanted) -> str:
    """Where the codes of a request that is not sent yet are typed: whether there is one, only they tell."""
    reference = _reference(wanted.text) if request.role.may(Right.RECEIVE_PEOPLE) else ""
    return f"{reverse('desk:resume')}?{urlencode({'reference': reference})}" if reference else ""


def _list(request: DeskRequest, wanted: Wanted, today: date) -> dict[str, Any]:
    cases = wanted.cases(request.role, today).select_related(
        "person", "assignee", "commune", *(["department__body"] if wanted.tab == Tab.SENT else [])
    )
    found = page_of(cases, wanted.order, after=wanted.after, before=wanted.before)
    here = reverse("desk:inbox")
    return {
        "rows": [
            Row(
                case,
                deadline_of(case, today),
                STATE_TAGS.get(State(case.state), ""),
                person_url(case, request.role) if wanted.text else "",
            )
            for case in found.rows
        ],
        "wanted": wanted,
        "is_done": wanted.tab == Tab.DONE,
        "is_mine": wanted.tab == Tab.MINE,
        "me": request.user.pk,
        "may_treat": request.role.may(Right.TREAT_CASES) and wanted.tab != Tab.SENT,
        "is_sent": wanted.tab == Tab.SENT,
        "previous_url": f"{here}?{wanted.with_(before=found.before)}" if found.before else "",
        "next_url": f"{here}?{wanted.with_(after=found.after)}" if found.after else "",
        "resume_url": _resume_url(request, wanted),
        "clear_url": f"{here}?{urlencode({'onglet': wanted.tab})}",
    }


def _around(request: DeskRequest, wanted: Wanted, counts: Counts) -> dict[str, Any]:
    here = reverse("desk:inbox")
    labels = {
        Tab.TODO: (_("À traiter"), counts.todo),
        Tab.WAITING: (_("Attend la personne"), counts.waiting),
        Tab.MINE: (_("Mes dossiers"), counts.mine),
        Tab.DONE: (_("Clos"), counts.done),
        **({Tab.SENT: (_("Transmis"), counts.sent)} if counts.sent or wanted.tab == Tab.SENT else {}),
    }
    tabs = [
        {"text": text, "url": f"{here}?{urlencode({'onglet': tab})}", "current": tab == wanted.tab, "count": count,
         "hot": tab == Tab.TODO and bool(counts.late)}
        for tab, (text, count) in labels.items()
    ]  # fmt: skip
    if wanted.tab == Tab.ALL:
        tabs.append(
            {"text": _("Recherche"), "url": f"{here}?{wanted.query}", "current": True, "count": "", "hot": False}
        )
    department = request.role.department
    return {
        "title": department.name if department else request.role.body.name,
        "tabs": tabs,
        "search_query": wanted.text,
        "pills": _pills(wanted, here),
        "communes": _communes(request, wanted),
        "kinds": _kinds(wanted),
        "list_src": f"{reverse('desk:inbox-list')}?{wanted.query}",
    }


def _pills(wanted: Wanted, here: str) -> list[dict[str, Any]]:
    """One press each: a filter that is on is taken off by the same pill."""
    choices: list[tuple[str, str, Any]] = []
    if wanted.tab in {Tab.TODO, Tab.MINE}:
        choices += [
            (_("En retard"), "due", Due.LATE),
            (_("Aujourd’hui"), "due", Due.TODAY),
            (_("Cette semaine"), "due", Due.THIS_WEEK),
        ]
    if wanted.tab != Tab.MINE:
        choices += [(_("À prendre"), "whose", Whose.NOBODY), (_("À moi"), "whose", Whose.ME)]
    pills = []
    for text, field, value in choices:
        on = getattr(wanted, field) == value
        changed = wanted.with_(**{field: type(value)("") if on else value})
        pills.append({"text": text, "url": f"{here}?{changed}", "on": on, "remove": on})
    return pills


def _communes(request: DeskRequest, wanted: Wanted) -> list[dict[str, Any]]:
    """The communes whose portals bring cases here; none to choose from for a commune's own desk."""
    members = list(Body.objects.filter(member_of=request.role.body_id).order_by("short_name"))
    if not members:
        return []
    items = [{"value": "", "text": _("Toutes les communes"), "selected": wanted.commune is None}]
    return items + [{"value": b.pk, "text": b.short_name, "selected": b.pk == wanted.commune} for b in members]


def _kinds(wanted: Wanted) -> list[dict[str, Any]]:
    if len(CASE_TYPES) < 2:
        return []
    items = [{"value": "", "text": _("Toutes les demandes"), "selected": not wanted.kind}]
    return items + [
        {"value": k.slug, "text": _(k.title), "selected": k.slug == wanted.kind} for k in CASE_TYPES.values()
    ]
