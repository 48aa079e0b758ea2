"""The receipt of a request: on screen and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.accounts.models import ContactPoint
from guichet.cases.acknowledgement import acknowledgement
from guichet.cases.addresses import ticket_url
from guichet.cases.models import Case
from guichet.cases.receipts import receipt_pdf
from guichet.kit.dates import day_in_words, hour_in_words, paris_date
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest, case_view
from guichet.portal.walk import due_url


@require_safe
@case_view
def receipt(request: PortalRequest, case: Case) -> HttpResponse:
    """It has arrived: what happens now, what the law wants said, and the ticket to keep."""
    if case.is_draft:
        return redirect(due_url(case, request.town))
    assert case.received_at is not None, "a received case says when"
    assert case.due_on is not None, "a received case has a delay"
    context = {
        "noindex": True,
        "case": case,
        "first_name": case.person.first_name if case.person else "",
        "words": acknowledgement(case),
        "steps": [
            {
                "state": "done",
                "title": _("Demande reçue"),
                "when": _("%(day)s à %(hour)s") % {"day": day_in_words(paris_date(case.received_at)), "hour": hour_in_words(case.received_at)},
                "text": _how_told(case),
            },
            {"state": "now", "title": _("Le service s’en occupe"), "text": _(case.kind.next_step)},
            {"title": _("Au plus tard le %s") % day_in_words(case.due_on), "text": _("Notre réponse. C’est notre engagement : %s jours ouvrés.") % case.kind.working_days},
        ],
        "todo": [{"text": _(sentence)} for sentence in case.kind.todo],
        "ticket_url": ticket_url(case, case.secret),
        "pdf_url": reverse("portal:receipt-pdf", args=[case.reference]),
        "case_url": reverse("portal:case", args=[case.reference]),
    }  # fmt: skip
    return page(request, "portal/follow/receipt.html", context, section="follow")


@require_safe
@case_view
def pdf(request: PortalRequest, case: Case) -> HttpResponse:
    if case.is_draft:
        return redirect(due_url(case, request.town))
    response = HttpResponse(receipt_pdf(case), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="recu-{case.reference}.pdf"'
    return response


def _how_told(case: Case) -> str:
    person = case.person
    if person and person.reach(ContactPoint.Channel.EMAIL):
        return _("L’accusé de réception part aussi par e-mail, à l’adresse que vous avez donnée.")
    if person and person.reach(ContactPoint.Channel.PHONE):
        return _("Nous vous prévenons aussi par SMS.")
    return _("L’accusé de réception part aussi par lettre, à votre adresse.")
