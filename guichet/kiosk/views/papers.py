"""What the kiosk prints: sheets, blank forms, receipts, codes. Each is ordered once and counted in the session's quota."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.cabinet.models import Drawer
from guichet.cabinet.papers import items_of, visitor_pdf
from guichet.cases.addresses import follow_page, ticket_url
from guichet.cases.models import Case
from guichet.cases.receipts import receipt_pdf
from guichet.catalogue.papers import sheet_pdf
from guichet.content.models import LegalNotice
from guichet.devices.actions import order_print
from guichet.documents.reading import open_file
from guichet.documents.rendering import render_pdf, ticket
from guichet.kiosk.frame import page, suite
from guichet.kiosk.guard import KioskRequest, case_view, kiosk_page
from guichet.kiosk.views.jobs import at_work
from guichet.kiosk.views.sheets import procedure_or_404
from guichet.kit.refusal import Refusal
from guichet.notifications.envelopes import letterhead

LINES, LOW_LINES = 6, 3


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_page
def papers(request: KioskRequest) -> HttpResponse:
    """The forms of the cabinet, printed as they are touched; then where the sheet of every procedure is found."""
    if request.method == "POST":
        return _print_blank(request, request.POST.get("tiroir", ""))
    shown = suite(request, _lines(request), LINES, LOW_LINES)
    context = {"lines": shown.items, "suite": shown}
    web_url, back = reverse("portal:procedures"), reverse("kiosk:home")
    return page(request, "kiosk/papers.html", context, web_url=web_url, back_url=back)


def _lines(request: KioskRequest) -> list[dict[str, str]]:
    drawers = Drawer.objects.of_body(request.town).select_related("procedure").exclude(blank=None)
    forms = [
        {
            "name": drawer.label or drawer.procedure.title,
            "note": _("Formulaire vierge, avec sa fiche"),
            "icon": "file-text",
            "value": str(drawer.number),
        }
        for drawer in drawers
    ]
    sheets = (
        (_("Les fiches les plus demandées"), _("Chacune s’imprime avec ses papiers à réunir"), "star", "most-asked"),
        (_("Toutes les fiches"), _("Par situation : déménager, une naissance, la voiture…"), "folders", "events"),
        (_("Les formulaires de l’État"), _("Par thème, à remplir ou à imprimer"), "building-bank", "national-forms"),
    )
    places = [
        {"name": title, "note": note, "icon": icon, "url": reverse(f"kiosk:{name}")}
        for title, note, icon, name in sheets
    ]
    return [*forms, *places]


@require_POST
@kiosk_page
def print_sheet(request: KioskRequest, slug: str) -> HttpResponse:
    procedure = procedure_or_404(request, slug)
    return ordered(
        request, procedure.short_title, sheet_pdf(procedure, body=request.town), reverse("kiosk:sheet", args=[slug])
    )


def _print_blank(request: KioskRequest, number: str) -> HttpResponse:
    """The blank form of a drawer behind its sheet, as the agent would hand them out."""
    drawers = Drawer.objects.of_body(request.town).select_related("procedure", "blank").exclude(blank=None)
    drawer = drawers.filter(number=number).first() if number.isdecimal() and len(number) < 6 else None
    if drawer is None:
        raise Http404
    procedure = procedure_or_404(request, drawer.procedure.slug)
    pdf = visitor_pdf(items_of([procedure], [drawer]), body=request.town, large=False)
    return ordered(request, procedure.short_title, pdf, reverse("kiosk:papers"))


@require_POST
@kiosk_page
@case_view
def print_receipt(request: KioskRequest, case: Case) -> HttpResponse:
    if case.is_draft:
        raise Http404
    return ordered(request, _("Votre reçu"), receipt_pdf(case), reverse("kiosk:receipt", args=[case.reference]))


@require_POST
@kiosk_page
@case_view
def print_code(request: KioskRequest, case: Case) -> HttpResponse:
    """The two codes of a half-filled request on paper: nothing of its answers."""
    data = {
        "letterhead": letterhead(case.owner, case.department),
        "title": _("Votre demande vous attend"),
        "text": _("Elle est gardée 30 jours. À l’accueil, chez vous ou à la borne, ces deux codes la rouvrent."),
        "ticket": ticket(
            reference=case.reference,
            secret=case.spoken_secret,
            url=ticket_url(case, case.secret),
            shown=follow_page(case.commune),
        ),
        "footer": _("Commune de démonstration, contenu inventé") if settings.DEMONSTRATION else case.owner.name,
    }
    back = reverse("kiosk:request-kept", args=[case.reference])
    return ordered(request, _("Votre code"), render_pdf("kiosk/typst/code.typ", data), back)


@require_POST
@kiosk_page
def print_act(request: KioskRequest, reference: str) -> HttpResponse:
    """An act of the legal display, as it was signed."""
    notice = get_object_or_404(LegalNotice.objects.public(request.town).select_related("document"), reference=reference)
    with open_file(notice.document) as content:
        return ordered(request, notice.title, content.read(), reverse("kiosk:legal-notice", args=[reference]))


def ordered(request: KioskRequest, title: str, pdf: bytes, back_url: str) -> HttpResponse:
    """Order the paper and lead to where one sees it come; beyond the quota, say so and what to do."""
    try:
        return at_work(order_print(request.passage, title=title, pdf=pdf), back_url)
    except Refusal as no:
        context = {"title": _("La borne n’imprime plus pour l’instant."), "text": no.sentence}
        return page(request, "kiosk/refused.html", context, back_url=back_url, status=409)
