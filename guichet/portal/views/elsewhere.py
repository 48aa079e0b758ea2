"""An act that no commune of this instance keeps: the way is shown, a letter is ready, nothing is kept."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.accounts.rules import Sent
from guichet.cases.act_letters import (
    letter_step,
    letter_to_registry,
    place_of,
    registry_address,
    registry_of,
    service_of,
)
from guichet.cases.asking.forms import StepForm
from guichet.cases.models import Case
from guichet.cases.questions import Answers
from guichet.cases.types import CASE_TYPES
from guichet.cases.types.acte_etat_civil import ABROAD, ACTE_ETAT_CIVIL
from guichet.cases.types.entitlement import Act
from guichet.catalogue.models import Procedure
from guichet.communes.official import OfficialCommune, communes_named
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest, count_sent, granted_cases, private
from guichet.portal.walk import due_url


def elsewhere_url(slug: str, answers: Answers, *, draft: Case | None = None) -> str:
    """The page that shows the way; its address says the act and the place, and nothing of the person.

    `draft` is the request that was begun for another place: it stays as it was, and the page leads back to it.
    """
    url = reverse("portal:request-elsewhere", args=[slug, answers["act"], place_of(answers)])
    query = {"commune": answers.get("commune", ""), "dossier": draft.reference if draft else ""}
    return f"{url}?{urlencode({name: value for name, value in query.items() if value})}"


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: PortalRequest, slug: str, act: str, place: str) -> HttpResponse:
    """Where the act is, the State's own request, and a letter filled in here: sent back as a PDF, kept nowhere."""
    procedure = Procedure.objects.shown_on(request.town).filter(slug=slug).first()
    commune = registry_of(place)
    if procedure is None or slug not in ACTE_ETAT_CIVIL.procedures or act not in set(Act):
        raise Http404
    if commune is None and place != ABROAD:
        raise Http404
    step = letter_step(Act(act), place)
    if request.method != "POST":
        return _shown(request, procedure, Act(act), commune, StepForm(step, {}, request.town))
    form = StepForm(step, {"act": act}, request.town, request.POST)
    if not form.is_valid:
        return _shown(request, procedure, Act(act), commune, form)
    try:
        count_sent(request, Sent.DRAFT)
    except Refusal as no:
        return _shown(request, procedure, Act(act), commune, form, refusal=no)
    answers = {**form.cleaned, "act": act, "commune": _typed(request.GET.get("commune", ""), commune)}
    response = HttpResponse(
        letter_to_registry(answers, commune, today=paris_date(now())), content_type="application/pdf"
    )
    response["Content-Disposition"] = content_disposition_header(True, _("lettre-etat-civil.pdf")) or "attachment"
    return private(response)


def _begun(request: PortalRequest, slug: str) -> list[dict[str, str]]:
    """The request this device had begun for another place, if it says so."""
    asked = request.GET.get("dossier", "")
    found = [
        case for case in granted_cases(request) if case.reference == asked and case.is_draft and case.procedure == slug
    ]
    return [{"reference": case.reference, "url": due_url(case)} for case in found]


def _typed(commune: str, found: OfficialCommune | None) -> str:
    """The name that was typed, past ones included, when it is that commune's: an address is written by anybody."""
    same = found is not None and any(one.now == found.now for one in communes_named(commune[:80]))
    return commune[:80] if same else ""


def _shown(
    request: PortalRequest,
    procedure: Procedure,
    act: Act,
    commune: OfficialCommune | None,
    form: StepForm,
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "noindex": True,
        "banner": None,
        "procedure": procedure,
        "kind_title": _(CASE_TYPES[ACTE_ETAT_CIVIL.slug].title),
        "commune": commune,
        "address": registry_address(commune).lines(),
        "service_url": service_of(act, commune),
        "fields": form.fields,
        "errors": form.error_list,
        "notices": [refusal.sentence] if refusal else [],
        "back_url": reverse("portal:request", args=[procedure.slug]),
        "town": request.town.the_name,
        "drafts": _begun(request, procedure.slug),
    }
    return private(page(request, "portal/requests/elsewhere.html", context, section="procedures"))
