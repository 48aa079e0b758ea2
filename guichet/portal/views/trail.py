"""What was done in somebody's name, read with the codes of a visit or of a mandate; and how to end a mandate."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date
from guichet.mandates.actions import revoke_mandate
from guichet.mandates.models import Mandate
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest, resident
from guichet.portal.trail import Trail, trail_view
from guichet.visits.telling import Line, lines_of

NOTES = {"revoque": gettext_lazy("Le mandat est arrêté. Plus rien n’est fait avec lui.")}


@require_safe
@trail_view
def trail(request: PortalRequest, trail: Trail) -> HttpResponse:
    context = {
        "noindex": True,
        "trail": trail,
        "about": _about(trail),
        "steps": [_told(line) for line in lines_of(trail.records())],
        "mandates": [_mandate(trail, mandate) for mandate in trail.mandates()],
        "note": NOTES.get(request.GET.get("note", ""), ""),
        "crumbs": [*_crumbs(), {"text": trail.reference}],
    }
    return page(request, "portal/trail/trail.html", context, section="follow")


@require_http_methods(["GET", "HEAD", "POST"])
@trail_view
def revoke(request: PortalRequest, trail: Trail, mandate: str) -> HttpResponse:
    """Say what ends and what stays, then end it; ended already, it is said so."""
    found = next((one for one in trail.mandates() if one.reference == mandate), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        revoke_mandate(found, by=resident(request))
    elif not found.is_revoked:
        context = {
            "noindex": True,
            "trail": trail,
            "mandate": _mandate(trail, found),
            "crumbs": [*_crumbs(), {"text": trail.reference, "url": trail.url}, {"text": _("Arrêter un mandat")}],
        }
        return page(request, "portal/trail/revoke.html", context, section="follow")
    return redirect(f"{trail.url}?note=revoque#mandats")


def _crumbs() -> list[dict[str, str]]:
    return [
        {"text": _("Accueil"), "url": "/"},
        {"text": _("Suivre ma demande"), "url": reverse("portal:follow")},
    ]


def _about(trail: Trail) -> str:
    """How far these codes see."""
    if isinstance(trail.subject, Mandate):
        return _("Ce que les agents ont fait en votre nom pour %(body)s.") % {"body": trail.subject.body.the_name}
    day = day_in_words(paris_date(trail.subject.arrived_at))
    return _("Ce que les agents ont fait avec vous ou pour vous à votre visite du %(day)s.") % {"day": day}


def _told(line: Line) -> dict[str, Any]:
    when = _("%(day)s à %(hour)s") % {"day": day_in_words(paris_date(line.at)), "hour": hour_in_words(line.at)}
    return {"state": "done", "icon": line.icon, "title": line.text, "when": when}


def _mandate(trail: Trail, mandate: Mandate) -> dict[str, Any]:
    return {
        "reference": mandate.reference,
        "themes": mandate.theme_labels,
        "body": mandate.body.the_name,
        "state": _state(mandate),
        "is_in_force": mandate.is_in_force(paris_date(now())),
        "revoke_url": reverse("portal:trail-revoke", args=[trail.reference, mandate.reference]),
    }


def _state(mandate: Mandate) -> str:
    if mandate.revoked_at is not None:
        return _("Arrêté le %s") % day_in_words(paris_date(mandate.revoked_at))
    if mandate.ends_on < paris_date(now()):
        return _("Terminé le %s") % day_in_words(mandate.ends_on)
    return _("Jusqu’au %s compris") % day_in_words(mandate.ends_on)
