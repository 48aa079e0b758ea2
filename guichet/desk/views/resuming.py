"""A request that somebody began alone, at home or at the kiosk, goes on at the counter: her two codes open it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.accounts.actions import check_secret
from guichet.accounts.rules import Right
from guichet.cases.models import Case
from guichet.cases.rules import scanned_codes, typed_reference
from guichet.catalogue.models import Procedure
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.visits import page_key
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.visits.actions import open_visit, resume_request, resumed_at
from guichet.visits.models import Visit
from guichet.visits.rules import MOST_HELD

LONGEST = 200  # the address of a ticket, as a hand scanner types it
NEW = "nouvelle"


@dataclass(frozen=True)
class Codes:
    """What was typed, or scanned in either field; `visit` is the reference of the visit that goes on with it."""

    reference: str = ""
    secret: str = ""
    visit: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Codes":
        typed = [clean(data.get(name, ""))[:LONGEST] for name in ("reference", "secret")]
        found = next(filter(None, map(scanned_codes, typed)), (typed[0], typed[1]))
        return cls(*found, visit=data.get("visite", "")[:20])

    @property
    def errors(self) -> dict[str, str]:
        wanting = {}
        if not self.reference:
            wanting["reference"] = _("Écrivez la référence de la demande, par exemple BAC-26-00418.")
        if not self.secret:
            wanting["secret"] = _("Écrivez le code secret : douze lettres et chiffres.")
        return wanting


@require_http_methods(["GET", "HEAD", "POST"])
@agent_view(may=Right.RECEIVE_PEOPLE)
def resume(request: DeskRequest) -> HttpResponse:
    """Ask for the two codes; the right pair opens the request on one screen, at the visit of the person."""
    if request.method != "POST":
        return resume_page(request, Codes.read(request.GET))
    codes = Codes.read(request.POST)
    if codes.errors:
        return resume_page(request, codes, errors=codes.errors)
    try:
        found = _opened(request, codes)
        return _go_on(request, found, codes) if found.is_draft else _already_sent(request, found)
    except Refusal as no:
        wrong = _("Cette référence et ce code ne vont pas ensemble. Relisez-les sur le ticket de la personne.")
        return resume_page(request, codes, errors={"secret": wrong if no.code == "wrong-secret" else no.sentence})


def resume_page(request: DeskRequest, codes: Codes, *, errors: Mapping[str, str] | None = None) -> HttpResponse:
    """The two fields, filled in with these codes: nothing is opened before a press."""
    errors = errors or {}
    context = {
        "codes": codes,
        "errors": [{"href": f"#{name}", "text": sentence} for name, sentence in errors.items()],
        "reference_error": errors.get("reference", ""),
        "secret_error": errors.get("secret", ""),
        "visits": _choices(request, codes.visit),
        "back_url": _back_url(request, codes.visit),
        "page_key": uuid4(),
    }
    return page(request, "desk/visits/resume.html", context, here="reception", status=422 if errors else 200)


def _opened(request: DeskRequest, codes: Codes) -> Case:
    """The request of these codes, begun on this body's portal or kiosk or read by it; refused like a wrong code otherwise."""
    reference, body = typed_reference(codes.reference), request.role.body
    ours = Case.objects.filter(Q(commune=body) | Q(owner=body)).select_related("department")
    found = ours.filter(reference=reference).first()
    check_secret(codes.secret, found.secret if found else None, reference=reference, address=None)
    assert found is not None, "no secret is right for nothing"
    return found


def _go_on(request: DeskRequest, draft: Case, codes: Codes) -> HttpResponse:
    with transaction.atomic():  # refused, it leaves no visit of nobody behind
        visit = _visit_of(request, draft, codes.visit)
        matter = resume_request(visit, draft, Procedure.objects.get(slug=draft.procedure), by=request.actor)
    address = reverse("desk:visit-request", args=[visit.reference, matter.procedure.slug])
    return redirect(f"{address}?demande={draft.reference}")


def _visit_of(request: DeskRequest, draft: Case, wanted: str) -> Visit:
    """The visit that has it already, else the one chosen, else a new one."""
    held = _held(request)
    has_it = (one for one in held if resumed_at(one).filter(pk=draft.pk).exists())
    chosen = (one for one in held if one.reference == wanted)
    known = next(has_it, None) or next(chosen, None)
    return known or open_visit(body=request.role.body, page=page_key(request), by=request.actor)


def _already_sent(request: DeskRequest, case: Case) -> HttpResponse:
    if not Case.objects.readable_by(request.role).filter(pk=case.pk).exists():
        sentence = _("Cette demande est déjà envoyée. Elle est suivie par : %(department)s.")
        raise Refusal("read-elsewhere", sentence % {"department": case.department})
    messages.success(request, _("Cette demande est déjà envoyée : la voici."))
    return redirect("desk:case", case.reference)


def _held(request: DeskRequest) -> list[Visit]:
    held = Visit.objects.of_body(request.role.body).held_by(request.role.account_id)
    return list(held.select_related("person"))


def _choices(request: DeskRequest, wanted: str) -> list[dict[str, Any]]:
    """The visits that may go on with it, the last turned to first; nothing to choose when the agent holds none."""
    held = _held(request)
    if not held:
        return []
    chosen = wanted if wanted in {NEW, *(one.reference for one in held)} else held[0].reference
    choices = [(one.reference, one.who or _("Quelqu’un"), _("visite en cours, %s") % one.reference) for one in held]
    if len(held) < MOST_HELD:
        choices.append((NEW, _("Une autre personne"), _("une visite s’ouvre")))
    return [{"value": value, "text": text, "hint": hint, "checked": value == chosen} for value, text, hint in choices]


def _back_url(request: DeskRequest, wanted: str) -> str:
    known = wanted in {one.reference for one in _held(request)}
    return reverse("desk:visit", args=[wanted]) if known else reverse("desk:reception")
