"""How the pages of a request are drawn, and which comes after which."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.cases.asking.files import ACCEPT
from guichet.cases.asking.forms import StepForm
from guichet.cases.models import Attachment, Case
from guichet.cases.questions import Answers, Kind, Question, Step, is_length_known, visible_steps
from guichet.cases.routing import destination_of
from guichet.cases.types import CASE_TYPES, CaseType
from guichet.cases.types.base import straight_on
from guichet.catalogue.models import Offer, Procedure
from guichet.catalogue.papers import paper_line
from guichet.communes.models import Body
from guichet.documents.models import StoredFile
from guichet.documents.rules import MAX_MARKED_PAGES, MAX_PAGES, size_in_words
from guichet.kit.dates import hour_in_words
from guichet.kit.refusal import Refusal
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest
from guichet.portal.robots import HIDDEN_FIELD, STAMP_FIELD, stamp
from guichet.portal.walk import Walk, due_url

# Who fills in a form reads the questions: the town’s notices wait on the other pages.
UNDISTURBED = {"banner": None}
RETURN = "retour"  # ?retour=verifier: this page was opened from the check page


def already_sent(case: Case) -> HttpResponse:
    """To the follow-up of a request that is no draft any more, with a sentence."""
    return redirect(f"{reverse('portal:case', args=[case.reference])}?note=envoyee")


def _crumbs(procedure: Procedure) -> list[dict[str, str]]:
    return [
        {"text": _("Accueil"), "url": "/"},
        {"text": _("Démarches"), "url": reverse("portal:procedures")},
        {"text": procedure.short_title, "url": reverse("portal:sheet", args=[procedure.slug])},
        {"text": _("Demande en ligne")},
    ]


def start_page(request: PortalRequest, offer: Offer, drafts: Sequence[Case]) -> HttpResponse:
    """What is asked, how long it takes, who reads it."""
    kind = CASE_TYPES[offer.case_type]
    slug = offer.procedure.slug
    context = {
        **_promise(kind, offer.body),
        "noindex": False,
        "procedure": offer.procedure,
        "minutes": kind.minutes,
        "papers": [paper_line(paper) for paper in offer.procedure.sheet.papers],
        "first_url": reverse("portal:request-first", args=[slug, kind.steps[0].slug]),
        "drafts": [{"reference": draft.reference, "url": due_url(draft)} for draft in drafts],
        "crumbs": _crumbs(offer.procedure),
    }
    return page(request, "portal/requests/start.html", context, section="procedures")


def first_page(request: PortalRequest, offer: Offer, form: StepForm, *, refusal: Refusal | None = None) -> HttpResponse:
    """The first step, before anything is kept. Drawn again, it is another page."""
    kind = CASE_TYPES[offer.case_type]
    context = {
        **_about(kind, offer.body, form),
        "number": 1,
        "total": _total(kind, form.cleaned),
        "back_url": reverse("portal:request", args=[offer.procedure.slug]),
        "back_text": _("Avant de commencer"),
        "stamp_field": STAMP_FIELD,
        "stamp": stamp(request),
        "notices": [refusal.sentence] if refusal else [],
    }
    return _drawn(request, context)


def step_page(request: PortalRequest, walk: Walk, form: StepForm, *, refused: Sequence[str] = ()) -> HttpResponse:
    """One step of a draft, as it was or as it comes back with what is wrong."""
    case = walk.case
    steps = case.steps
    number = steps.index(form.step) + 1
    before = steps[number - 2] if number > 1 else None
    returning = request.GET.get(RETURN) == "verifier"
    asks_files = [question for question in form.step.questions if question.kind == Kind.FILES]
    context = {
        **_about(case.kind, case.owner, form),
        "number": number,
        "total": _total(case.kind, case.answers),
        "back_url": walk.check_url if returning else walk.step_url(before) if before else walk.start_url,
        "back_text": _("Vérifier vos réponses") if returning else "" if before else _("Avant de commencer"),
        "saved": saved_words(case),
        "notices": [] if asks_files else refused,
        "uploads": [_upload(case, question, refused) for question in asks_files],
    }
    context["errors"] = [
        *form.error_list,
        *({"href": f"#{upload['id']}", "text": sentence} for upload in context["uploads"] for sentence in refused),
    ]
    return _drawn(request, context)


def _total(kind: CaseType, answers: Answers) -> int | None:
    """The pages with the check page; None while an answer to come may open or close one."""
    return len(visible_steps(kind.steps, answers)) + 1 if is_length_known(kind.steps, answers) else None


def check_page(request: PortalRequest, walk: Walk, *, refusal: Refusal | None = None) -> HttpResponse:
    """Every answer with its way back, then one button."""
    case = walk.case
    rows = [_row(walk, step, question) for step in case.steps for question in step.asked(case.answers)]
    destination = destination_of(case) if case.kind.direct is not straight_on else None
    context = {
        **_promise(case.kind, destination.department.body if destination else case.owner),
        "rows": rows,
        "destination": destination,
        "number": len(case.steps) + 1,
        "total": len(case.steps) + 1,
        "back_url": walk.step_url(case.steps[-1]),
        "saved": saved_words(case),
        "hidden_field": HIDDEN_FIELD,
        "notices": [refusal.sentence] if refusal else [],
        "title": _("Vérifiez vos réponses"),
    }
    return page(request, "portal/requests/check.html", {**context, **UNDISTURBED}, section="procedures")


def saved_words(case: Case) -> dict[str, str]:
    """When the draft was kept, and what reopens it."""
    return {"time": hour_in_words(case.updated_at), "reference": case.reference, "code": case.spoken_secret}


def _drawn(request: PortalRequest, context: dict[str, Any]) -> HttpResponse:
    return page(request, "portal/requests/step.html", {**context, **UNDISTURBED}, section="procedures")


def _about(kind: CaseType, owner: Body, form: StepForm) -> dict[str, Any]:
    return {
        **_promise(kind, owner),
        "title": _(form.step.title),
        "fields": form.fields,
        "errors": form.error_list,
        "aside": form.step.aside,
        "aside_template": f"portal/requests/asides/{form.step.aside}.html" if form.step.aside else "",
        "hidden_field": HIDDEN_FIELD,
    }


def _promise(kind: CaseType, owner: Body) -> dict[str, Any]:
    """What these answers are for, who reads them, when they go (RGPD, art. 13)."""
    return {
        "noindex": True,
        "kind_title": _(kind.title),
        "reader": owner.the_name[:1].upper() + owner.the_name[1:],
        "purpose": _(kind.purpose),
        "kept": _(kind.kept_words),
    }


def _upload(case: Case, question: Question, refused: Sequence[str]) -> dict[str, Any]:
    files = [attachment.file for attachment in _attached(case, question)]
    numbers = _page_numbers(files)
    return {
        "id": question.name,
        "name": question.name,
        "label": _(question.label),
        "hint": _hint(question),
        "limits": upload_limits(question.most, MAX_MARKED_PAGES if question.stamped else MAX_PAGES),
        "error": " ".join(refused),
        "accept": ACCEPT,
        "max_bytes": settings.FILE_MAX_BYTES,
        "full_up": len(files) >= question.most,
        "files": [
            {
                "name": numbers[place] if question.pages else file.name,
                "state": _file_state(file, with_name=question.pages),
                **_pictures(case, file),
                "remove_name": "retirer",
                "remove_value": str(file.key),
                "up_name": "monter",
                "up_value": str(file.key) if question.pages and place else "",
            }
            for place, file in enumerate(files)
        ],
    }


def _hint(question: Question) -> str:
    hint = _(question.hint)
    if question.pages:
        joined = _("Chaque photo est une page : nous les réunissons en un seul document.")
        return f"{hint} {joined}" if hint else joined
    return hint


def upload_limits(most: int, pages: int = MAX_PAGES) -> str:
    """What is taken, said before it is sent."""
    words = _(
        "Photos (JPEG, PNG, HEIC, WebP) ou PDF. %(size)s au plus par fichier, %(most)s fichiers au plus, %(pages)s pages au plus en tout."
    )
    return words % {"size": size_in_words(settings.FILE_MAX_BYTES), "most": most, "pages": pages}


def _page_numbers(files: Sequence[StoredFile]) -> list[str]:
    """Which pages of the document each file makes: "Page 1", "Pages 2 à 4"."""
    words, before = [], 0
    for file in files:
        first, before = before + 1, before + file.pages
        words.append(
            _("Page %(n)s") % {"n": first}
            if first == before
            else _("Pages %(first)s à %(last)s") % {"first": first, "last": before}
        )
    return words


def _file_state(file: StoredFile, *, with_name: bool) -> str:
    if file.is_infected:
        state = _("l’antivirus y a trouvé un virus : retirez-le, et envoyez une photo du papier")
    elif file.watermark:
        state = _("%(size)s, reçu, barré de son usage") % {"size": file.size_in_words}
    else:
        state = _("%(size)s, reçu") % {"size": file.size_in_words}
    return f"{file.name}, {state}" if with_name else state


def _pictures(case: Case, file: StoredFile) -> dict[str, Any]:
    """The picture of the first page, then those of the others; none of a file that is not opened any more."""
    if file.is_infected:
        return {}
    url = reverse("portal:file-preview", args=[case.reference, file.key])
    return {"thumbnail": url, "pages": [f"{url}?page={page}" for page in range(2, file.pages + 1)]}


def _row(walk: Walk, step: Step, question: Question) -> dict[str, str]:
    case = walk.case
    if question.kind == Kind.FILES:
        answer = "\n".join(attachment.file.name for attachment in _attached(case, question))
    else:
        answer = _(question.spoken(case.answers[question.name])) if case.answers.get(question.name) else ""
    return {"question": _(question.label), "answer": answer, "change_url": f"{walk.step_url(step)}?{RETURN}=verifier"}


def _attached(case: Case, question: Question) -> list[Attachment]:
    return list(case.attachments.filter(question=question.name).select_related("file"))
