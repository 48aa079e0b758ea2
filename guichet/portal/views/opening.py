"""Open a request, a visit or a mandate with its two codes, from a form or from the ticket's QR code; close it when done."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.accounts.actions import check_secret
from guichet.cases.models import Case
from guichet.cases.rules import typed_reference
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.portal.frame import page
from guichet.portal.guard import (
    PortalRequest,
    cases_of,
    comes_from_here,
    counted_address,
    forget,
    grant,
    granted_cases,
    private,
)
from guichet.portal.trail import TRAILS, Trail, forget_trails, grant_trail, granted_trails, trail_of
from guichet.portal.walk import due_url

LONGEST = 60
TOO_SOON = 429


# The form stands on the home page, which is cached and carries no token; `comes_from_here` does the token's work.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: PortalRequest) -> HttpResponse:
    """Ask for reference and code; the right pair opens the request on this device, another commune's pair never."""
    if request.method != "POST":
        return _form(request, reference=_typed(request.GET.get("reference", "")))
    reference, secret = _typed(request.POST.get("reference", "")), _typed(request.POST.get("secret", ""))
    errors = {}
    if not reference:
        errors["reference"] = _("Écrivez la référence de votre ticket, par exemple BAC-26-00418.")
    if not secret:
        errors["secret"] = _("Écrivez le code secret de votre ticket : douze lettres et chiffres.")
    if not comes_from_here(request):
        errors["secret"] = _("Cette page vient d’un autre site. Appuyez encore une fois sur « Voir ma demande ».")
    if errors:
        return _form(request, reference=reference, secret=secret, errors=errors)
    reference = typed_reference(reference)
    found = trail_of(request.town, reference) or cases_of(request.town).filter(reference=reference).first()
    try:
        check_secret(secret, found.secret if found else None, reference=reference, address=counted_address(request))
    except Refusal as no:
        status = TOO_SOON if no.code == "too-soon" else 200
        return _form(request, reference=reference, secret=secret, errors={"secret": no.sentence}, status=status)
    assert found is not None, "no secret is right for nothing"
    return _opened(request, found)


@require_safe
def ticket(request: PortalRequest, reference: str, secret: str) -> HttpResponse:
    """The address in the QR code: one button opens the request. Nothing is checked before it is pressed, so that
    a messenger that looks at every link opens nothing and counts nothing."""
    is_trail = reference.startswith(TRAILS)
    context = {"noindex": True, "reference": reference, "secret": secret, "is_trail": is_trail}
    return private(page(request, "portal/follow/ticket.html", context, section="follow"))


@require_POST
def finish(request: PortalRequest) -> HttpResponse:
    """Forget the codes on this device (a shared computer, the one of the library)."""
    response = private(redirect(f"{reverse('portal:follow')}?fini=1"))
    forget(response)
    forget_trails(response)
    return response


def case_url(case: Case) -> str:
    """Where the codes lead: to what is still to be filled in, or to the follow-up."""
    return due_url(case) if case.is_draft else reverse("portal:case", args=[case.reference])


def _opened(request: PortalRequest, found: Case | Trail) -> HttpResponse:
    if isinstance(found, Trail):
        response = private(redirect(found.url))
        grant_trail(request, response, found)
    else:
        response = private(redirect(case_url(found)))
        grant(request, response, found)
    return response


def _typed(text: str) -> str:
    return clean(text)[:LONGEST]


def _form(
    request: PortalRequest,
    *,
    reference: str = "",
    secret: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    errors = errors or {}
    context = {
        "reference": reference,
        "secret": secret,
        "errors": [{"href": f"#{name}", "text": sentence} for name, sentence in errors.items()],
        "reference_error": errors.get("reference", ""),
        "secret_error": errors.get("secret", ""),
        "opened": [
            *(
                {"reference": case.reference, "subject": case.subject, "url": case_url(case)}
                for case in granted_cases(request)
            ),
            *(
                {"reference": trail.reference, "subject": _("Fait en votre nom"), "url": trail.url}
                for trail in granted_trails(request)
            ),
        ],
        "finished": request.GET.get("fini") == "1",
        "crumbs": [{"text": _("Accueil"), "url": "/"}, {"text": _("Suivre ma demande")}],
    }
    response = page(request, "portal/follow/form.html", context, section="follow", status=status)
    return private(response) if request.method == "POST" or request.GET or context["opened"] else response
