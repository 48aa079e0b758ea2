"""The receipt of a request: on screen and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
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
        return redirect(due_url(case))
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
            *_to_come(case),
        ],
        "todo": [{"text": _(sentence)} for sentence in case.kind.todo],
        "ticket_url": ticket_url(case, case.secret),
        "pdf_url": reverse("portal:receipt-pdf", args=[case.reference]),
        "case_url": reverse("portal:case", args=[case.reference]),
    }  # fmt: skip
    return page(request, "portal/follow/receipt.html", context, section="follow")


def _to_come(case: Case) -> list[dict[str, str]]:
    """What follows the receipt: the missing paper first, when there is one."""
    assert case.due_on is not None, "a received case has a delay"
    cares = {"title": _("Le service s’en occupe"), "text": _(case.kind.next_step)}
    if case.papers_until is not None:
        brings = _("Donnez-nous ce papier au plus tard le %(day)s : le délai court dès que nous l’avons.")
        until = brings % {"day": day_in_words(case.papers_until)}
        return [{"state": "now", "title": _("Il nous manque un papier"), "text": until}, cares]
    if not case.owner.has_portal:
        return [{"state": "now", "title": case.owner.name, "text": acknowledgement(case).due}]
    promise = ngettext(
        "Notre réponse. C’est notre engagement : %(n)s jour ouvré.",
        "Notre réponse. C’est notre engagement : %(n)s jours ouvrés.",
        case.clock.working_days,
    ) % {"n": case.clock.working_days}
    by_then = _("Au plus tard le %s") % day_in_words(case.due_on)
    return [{**cares, "state": "now"}, {"title": by_then, "text": promise}]


@require_safe
@case_view
def pdf(request: PortalRequest, case: Case) -> HttpResponse:
    if case.is_draft:
        return redirect(due_url(case))
    response = HttpResponse(receipt_pdf(case), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="recu-{case.reference}.pdf"'
    return response


def _how_told(case: Case) -> str:
    person = case.person
    if person and person.reach(ContactPoint.Channel.EMAIL):
        return _("L’accusé de réception part aussi par e-mail, à l’adresse que vous avez donnée.")
    if person and person.reach(ContactPoint.Channel.PHONE):
        return _("Nous vous prévenons aussi par SMS.")
    if person and person.postal_address:
        return _("L’accusé de réception part aussi par lettre, à votre adresse.")
    return _("Gardez ce ticket : sans adresse, nous ne pouvons pas vous écrire. Nos réponses sont ici, et à l’accueil.")
