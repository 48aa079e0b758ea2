"""An act that no commune here keeps: the State's own request opened with the person, or a letter printed at once."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.accounts.rules import Right
from guichet.cases.act_letters import (
    letter_step,
    letter_to_registry,
    place_of,
    registry_address,
    registry_of,
    service_of,
)
from guichet.cases.asking.forms import StepForm
from guichet.cases.questions import Answers
from guichet.cases.types.acte_etat_civil import ABROAD, ACTE_ETAT_CIVIL
from guichet.cases.types.entitlement import Act
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.desk.views.visits import matter_or_404, to_visit
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.visits.actions import note_letter
from guichet.visits.models import Matter


def elsewhere_page(request: DeskRequest, matter: Matter, answers: Answers, known: Mapping[str, str]) -> HttpResponse:
    """What was typed fills the letter; nothing of it is kept."""
    act, place = Act(answers["act"]), place_of(answers)
    form = StepForm(letter_step(act, place), {**known, **answers}, request.role.body)
    return _shown(request, matter, act, place, form, commune_typed=answers.get("commune", ""))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_letter(request: DeskRequest, reference: str, slug: str, act: str, place: str) -> HttpResponse:
    """The letter to the registry as a PDF, or the page again with what it lacks."""
    matter = matter_or_404(request, reference, slug)
    commune = registry_of(place)
    if slug not in ACTE_ETAT_CIVIL.procedures or act not in set(Act) or (commune is None and place != ABROAD):
        raise Http404
    typed_name = request.POST.get("ou", "")[:80]
    form = StepForm(letter_step(Act(act), place), {"act": act}, request.role.body, request.POST)
    if not form.is_valid:
        return _shown(request, matter, Act(act), place, form, commune_typed=typed_name)
    answers = {**form.cleaned, "act": act, "commune": typed_name}
    letter = letter_to_registry(answers, commune, today=paris_date(now()))  # what cannot be printed is not told
    try:
        note_letter(matter, by=request.actor)
    except Refusal as no:
        return _shown(request, matter, Act(act), place, form, commune_typed=typed_name, refusal=no)
    return pdf_response(letter, _("Lettre.pdf"))


def _shown(
    request: DeskRequest,
    matter: Matter,
    act: Act,
    place: str,
    form: StepForm,
    *,
    commune_typed: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    commune = registry_of(place)
    if commune is None and place != ABROAD:  # several communes have this name, or none
        return to_visit(matter.visit, wanted=matter.procedure.slug)
    args = [matter.visit.reference, matter.procedure.slug]
    is_ready = not form.point()
    context = {
        "visit": matter.visit,
        "matter": matter,
        "commune": commune,
        "commune_typed": commune_typed,
        "address": registry_address(commune).lines(),
        "service_url": service_of(act, commune),
        "fields": form.fields,
        "errors": form.error_list,
        "refusal": refusal,
        "letter_url": reverse("desk:visit-letter", args=[*args, act, place]),
        "is_ready": is_ready,
    }
    return page(request, "desk/visits/elsewhere.html", context, here="reception")
