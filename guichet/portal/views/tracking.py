"""Where an identity card or passport stands: the State knows, we lead there. Nothing that is typed is kept."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guichet.catalogue.rules import APPLICATION_NUMBER, application_number
from guichet.kit.words import clean
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest, private
from guichet.portal.views.catalogue import procedure_or_404

SLUG = "suivi-titre"
LONGEST = 40


# The form stands on a cached page, which carries no token; it changes nothing anywhere.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: PortalRequest) -> HttpResponse:
    """Check the number's shape, show it as it must be typed, and open the State's own follow-up."""
    procedure = procedure_or_404(request, SLUG)
    if request.method != "POST":
        return redirect("portal:sheet", SLUG)
    typed = clean(request.POST.get("number", ""))[:LONGEST]
    number = application_number(typed)
    context = {
        "procedure": procedure,
        "number": number,
        "typed": typed,
        "error": "" if number else _wrong(typed),
        "links": procedure.sheet.links,
        "crumbs": [
            {"text": _("Accueil"), "url": "/"},
            {"text": procedure.short_title, "url": reverse("portal:sheet", args=[SLUG])},
            {"text": _("Votre numéro")},
        ],
    }
    return private(page(request, "portal/catalogue/tracked.html", context, section="procedures"))


def _wrong(typed: str) -> str:
    count = sum(sign.isalnum() for sign in typed)
    if not count:
        return _("Recopiez le numéro de votre récépissé : dix lettres et chiffres.")
    if count == APPLICATION_NUMBER:
        return _("Ce numéro n’a que des lettres sans accent et des chiffres. Relisez votre récépissé.")
    return _("Il faut dix lettres et chiffres : vous en avez tapé %(n)s.") % {"n": count}
