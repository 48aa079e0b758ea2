"""Make a paper of a case: choose a model of the town, read its words over, make it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.accounts.models import ContactPoint
from guichet.accounts.rules import Right
from guichet.cases.actions import draw_document, make_document, note_paper
from guichet.cases.letters import documents_of, models_of, worded
from guichet.cases.models import Attachment, Case, Entry
from guichet.desk.forms.cases import DocumentForm
from guichet.desk.guard import DeskRequest, agent_view, case_or_404
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.desk.views.cases import note_reading_once, status_of
from guichet.documents.reading import open_file
from guichet.documents.seals import certificate_path
from guichet.kit.refusal import Refusal
from guichet.notifications.envelopes import signatory_of
from guichet.notifications.models import LetterModel


@require_http_methods(["GET", "HEAD", "POST"])
@agent_view(may=Right.TREAT_CASES)
def case_document(request: DeskRequest, reference: str, model: int) -> HttpResponse:
    """The words of a model, filled for this case, to read over; then the paper, made or only looked at."""
    case = case_or_404(request, reference)
    chosen = _model_or_404(case, model)
    if request.method == "POST":
        return _make(request, case, chosen)
    note_reading_once(request, case)
    return _compose(request, case, chosen, title=worded(chosen.subject, case), text=worded(chosen.text, case))


@require_safe
@agent_view(may=Right.READ_CASES)
def case_document_pdf(request: DeskRequest, reference: str, key: UUID) -> HttpResponse:
    """A paper we made of the case, to print."""
    case = case_or_404(request, reference)
    made = Attachment.objects.filter(case=case, entry__kind=Entry.Kind.DOCUMENT).select_related("file")
    file = get_object_or_404(made, file__key=key).file
    note_paper(case, "document", by=request.actor)
    with open_file(file) as content:
        return pdf_response(content.read(), file.name)


def _make(request: DeskRequest, case: Case, model: LetterModel) -> HttpResponse:
    form = DocumentForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal("form", str(form.incomplete))
        title, text = form.cleaned_data["title"], form.cleaned_data["text"]
        if "preview" in request.POST:
            return pdf_response(draw_document(case, model, title=title, text=text), _("Aperçu.pdf"))
        make_document(case, model, title=title, text=text, seen_version=form.seen_version, by=request.actor)
    except Refusal as no:
        now_is = case_or_404(request, case.reference)
        return _compose(request, now_is, model, title=form.typed("title"), text=form.typed("text"), refusal=no)
    messages.success(request, _told(case))
    return redirect("desk:case", case.reference)


def _compose(
    request: DeskRequest, case: Case, model: LetterModel, *, title: str, text: str, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "case": case,
        "model": model,
        "title": title,
        "text": text,
        "person": _first_name(case),
        "signed": _signed(case, model),
        "sealed": certificate_path(case.speaker.body).exists(),
        "refusal": refusal if refusal and refusal.code == "case-moved" else None,
        "error": refusal.sentence if refusal and refusal.code != "case-moved" else "",
    }
    return page(request, "desk/cases/document.html", context, here="cases", status=status_of(refusal))


def _model_or_404(case: Case, pk: int) -> LetterModel:
    for model in documents_of(models_of(case), case):
        if model.pk == pk:
            return model
    raise Http404


def _first_name(case: Case) -> str:
    return case.person.first_name if case.person and case.person.first_name else _("la personne")


def _signed(case: Case, model: LetterModel) -> str:
    is_departments = model.signatory == LetterModel.Signatory.DEPARTMENT
    signs = signatory_of(case.speaker.body, case.speaker if is_departments else None)
    return ", ".join(part for part in (signs.signatory_name, signs.signatory_title) if part)


def _told(case: Case) -> str:
    person = case.person
    if person and (person.reach(ContactPoint.Channel.EMAIL) or person.reach(ContactPoint.Channel.PHONE)):
        return _("Le document est fait, et la personne est prévenue. Vous pouvez l’imprimer depuis le fil.")
    return _(
        "Le document est fait. La personne n’a ni e-mail ni téléphone : imprimez-le depuis le fil, et joignez-le à la lettre"
        " qui se prépare dans « Courrier »."
    )
