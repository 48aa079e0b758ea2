"""Papers scanned during a visit: added to a request it opened, or copied for the person and kept nowhere."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.accounts.rules import Right
from guichet.cases.actions import answer_as_resident
from guichet.cases.asking.files import ACCEPT, keep_each
from guichet.cases.facts import CaseReceived
from guichet.cases.models import Case
from guichet.catalogue.models import Procedure
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.desk.views.visits import to_visit, visit_or_404
from guichet.documents.actions import discard, join_pages
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file
from guichet.journal.models import Record
from guichet.kit.refusal import Refusal
from guichet.visits.actions import in_her_name, note_copy, turn_to
from guichet.visits.models import Visit

COPY = "copie"


@require_http_methods(["GET", "HEAD", "POST"])
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_scan(request: DeskRequest, reference: str) -> HttpResponse:
    """Where the papers go is chosen with them: a request of this visit, or a copy to print."""
    found = visit_or_404(request, reference)
    cases = _cases_of(found)
    if request.method != "POST":
        return _shown(request, found, cases)
    chosen = request.POST.get("pour", "")
    case = next((one for one in cases if one.reference == chosen), None)
    if case is None and chosen != COPY:
        return _shown(request, found, cases, refused=[_("Cette demande est close. Choisissez où vont ces papiers.")])
    by = in_her_name(found, by=request.actor, procedure=_procedure_of(case))
    kept: list[StoredFile] = []
    try:
        turn_to(found, by=request.actor)
        kept, refused = keep_each(request.FILES.getlist("papiers"), body=found.body, by=by)
        if refused or not kept:
            discard(kept, by=by)
            return _shown(request, found, cases, refused=refused or [_("Choisissez d’abord les papiers numérisés.")])
        if case is None:
            return _copy(request, found, kept)
        answer_as_resident(case, _("Papiers numérisés à l’accueil."), kept, by=by)
    except Refusal as no:
        discard(kept, by=by)
        return _shown(request, found, cases, refused=[no.sentence])
    messages.success(request, _("C’est ajouté à %(reference)s.") % {"reference": case.reference})
    return to_visit(found)


def _copy(request: DeskRequest, found: Visit, kept: Sequence[StoredFile]) -> HttpResponse:
    """One PDF to print; what was sent is erased at once."""
    by, made = request.actor, list(kept)
    try:
        made.append(join_pages(kept, name=_("Copie.pdf"), body=found.body, by=by))
        with open_file(made[-1]) as content:
            pdf = content.read()
        note_copy(found, made[-1].pages, by=by)
    finally:
        discard(made, by=by)
    return pdf_response(pdf, _("Copie.pdf"))


def _procedure_of(case: Case | None) -> Procedure | None:
    return Procedure.objects.filter(slug=case.procedure).first() if case else None


def _cases_of(found: Visit) -> list[Case]:
    """The requests this visit opened and that go on."""
    opened = Record.objects.at_visit(found.pk).filter(kind=CaseReceived.__name__).values_list("subject_id", flat=True)
    return [case for case in Case.objects.filter(pk__in=list(opened)) if case.is_open]


def _shown(request: DeskRequest, found: Visit, cases: Sequence[Case], *, refused: Sequence[str] = ()) -> HttpResponse:
    choices: list[dict[str, object]] = [
        {"value": case.reference, "text": f"{_(case.kind.title)}, {case.reference}"} for case in cases
    ]
    choices.append({"value": COPY, "text": _("Une copie pour la personne"), "hint": _("Imprimée, gardée nulle part")})
    chosen = request.POST.get("pour", "" if cases else COPY)
    for choice in choices:
        choice["checked"] = choice["value"] == chosen
    context = {"visit": found, "choices": choices, "refused": refused, "accept": ACCEPT}
    return page(request, "desk/visits/scan.html", context, here="reception")
