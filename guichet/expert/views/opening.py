"""The door: a code sent to the department, never to an address that the visitor types; then the code typed.

Every page is the same for a reference that nothing here has: nobody learns what exists.
"""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.accounts.actions import take_submission
from guichet.accounts.rules import Sent
from guichet.accounts.sessions import network_address
from guichet.cases.actions import send_opening_code, use_opening_code
from guichet.expert.guard import ExpertRequest, entrusted_case, expert, forget, grant, opened_case, private
from guichet.expert.page import page
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean

LONGEST = 40
TOO_SOON = 429


def door(request: ExpertRequest, reference: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Whose page this is, and the button that sends the code."""
    context = {"reference": reference, "refusal": refusal, "closed": request.GET.get("ferme") == "1"}
    return page(request, "expert/door.html", context, status=status)


@require_POST
def send(request: ExpertRequest, reference: str) -> HttpResponse:
    """Send a code to the department that has this case, if there is one."""
    try:
        take_submission(network_address(request), Sent.CODE)
        take_submission(f"case:{reference}", Sent.CASE_CODE)
        take_submission(f"case:{reference}", Sent.CASE_CODES_OF_DAY)
    except Refusal as no:
        return door(request, reference, refusal=no.sentence, status=TOO_SOON)
    case = entrusted_case(request, reference)
    if case is not None:
        send_opening_code(case)
    response = redirect("expert:unlock", reference)
    response.headers["Location"] += "?envoye=1"
    return private(response)


@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: ExpertRequest, reference: str) -> HttpResponse:
    """Type the code; the right one opens this case, on this device, for four hours."""
    if request.method != "POST":
        if opened_case(request, reference) is not None:
            return private(redirect("expert:case", reference))
        return _form(request, reference, was_sent=request.GET.get("envoye") == "1")
    typed = clean(request.POST.get("code", ""))[:LONGEST]
    if not typed:
        return _form(request, reference, error=_("Tapez les six chiffres du code, par exemple 041 736."))
    case = entrusted_case(request, reference)
    by = expert(case) if case else SYSTEM
    try:
        use_opening_code(case, typed, reference=reference, address=network_address(request), by=by)
    except Refusal as no:
        return _form(request, reference, error=no.sentence, status=TOO_SOON if no.code == "too-soon" else 200)
    assert case is not None, "no code is right for nothing"
    response = private(redirect("expert:case", reference))
    grant(request, response, case)
    return response


@require_POST
def close(request: ExpertRequest, reference: str) -> HttpResponse:
    """Forget the case on this device, and come back to its door."""
    response = private(redirect("expert:case", reference))
    response.headers["Location"] += "?ferme=1"
    forget(request, response, reference)
    return response


def _form(
    request: ExpertRequest, reference: str, *, was_sent: bool = False, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "reference": reference,
        "was_sent": was_sent,
        "error": error,
        "errors": [{"href": "#code", "text": error}] if error else [],
    }
    return page(request, "expert/unlock.html", context, status=status)
