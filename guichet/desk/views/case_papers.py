"""A paper that came to the counter or by post: said, scanned if one wants, and the delays go on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.accounts.rules import Right
from guichet.cases.actions import receive_paper
from guichet.desk.forms.cases import PaperForm
from guichet.desk.guard import DeskRequest, agent_view, case_or_404
from guichet.desk.views.cases import show_case
from guichet.documents.actions import discard, keep_upload
from guichet.documents.models import StoredFile
from guichet.kit.refusal import Refusal


@require_POST
@agent_view(may=Right.TREAT_CASES)
def case_paper(request: DeskRequest, reference: str) -> HttpResponse:
    """A refused file stops the act: the agent has the paper in her hand and scans it again."""
    case = case_or_404(request, reference)
    form = PaperForm(request.POST)
    kept: list[StoredFile] = []
    try:
        if not form.is_valid():
            raise Refusal("form", str(form.incomplete))
        for upload in request.FILES.getlist("files"):
            kept.append(keep_upload(upload, name=upload.name or "", body=case.owner, by=request.actor))
        receive_paper(case, form.cleaned_data["text"], kept, seen_version=form.seen_version, by=request.actor)
    except Refusal as no:
        discard(kept, by=request.actor)
        return show_case(request, case_or_404(request, reference), form=form, refusal=no)
    messages.success(request, _("Le papier est noté. Le délai repart, et la personne est prévenue."))
    return redirect("desk:case", case.reference)
