"""A request filled in beside the person, on one screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guichet.accounts.models import ContactPoint, Person
from guichet.accounts.rules import Right
from guichet.cases.actions import save_step, start_draft
from guichet.cases.asking.files import ACCEPT, attach_each, detach, join_asked, missing_files
from guichet.cases.asking.forms import StepForm
from guichet.cases.asking.whole import WholeForm
from guichet.cases.models import Case
from guichet.cases.questions import Kind, Question
from guichet.cases.routing import is_ours
from guichet.cases.rules import Tray
from guichet.cases.types import CASE_TYPES, CaseType
from guichet.cases.types.base import Recipient
from guichet.catalogue.models import Offer
from guichet.communes.models import Body, Department
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.visit_letters import elsewhere_page
from guichet.desk.views.visits import matter_or_404, to_visit
from guichet.documents.models import StoredFile
from guichet.kit.actor import Actor
from guichet.kit.dates import day_in_words
from guichet.kit.refusal import Refusal
from guichet.visits.actions import in_her_name, mandate_of, request_key, resumed_at, send_request, turn_to
from guichet.visits.models import Matter, Visit
from guichet.visits.rules import Channel, is_there

SHOWN = "vue"  # the pages of the request that were on the screen
MOST_ALIKE = 9  # children, bins: more of one kind is another visit
STAYING = frozenset({"joindre", "retirer"})


@dataclass(frozen=True)
class Asked:
    """The request that the page fills in: one begun at this visit, or elsewhere and taken over with its codes.

    `mark` is what the page says of itself when it is sent: the rank of the first, the reference of the second.
    """

    matter: Matter
    kind: CaseType
    town: Body
    department: Department
    mark: str
    draft: Case | None
    is_resumed: bool = False

    @property
    def key(self) -> UUID:
        """One draft for each request begun here."""
        return request_key(self.matter.visit, self.matter.procedure.slug, int(self.mark))


@require_http_methods(["GET", "HEAD", "POST"])
@agent_view(may=Right.RECEIVE_PEOPLE)
def visit_request(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    """The whole request on one screen; sent, it is in the visit with its codes."""
    matter = matter_or_404(request, reference, slug)
    asked = _resumed(request, matter) or _begun_here(request, matter)
    if not matter.visit.is_open:
        messages.error(request, _("Cette visite est finie. Reprenez-la pour remplir une demande."))
        return to_visit(matter.visit, wanted=slug)
    draft = asked.draft
    if draft is not None and not draft.is_draft:
        messages.success(request, _("Cette demande est déjà envoyée : %(reference)s.") % {"reference": draft.reference})
        return to_visit(matter.visit, wanted=slug)
    known = known_answers(matter, asked.kind)
    saved = draft.answers if draft else {}
    if request.method != "POST":
        return _shown(request, asked, WholeForm(asked.kind, saved, known, asked.town), draft)
    shown = frozenset(request.POST.getlist(SHOWN))
    form = WholeForm(asked.kind, saved, known, asked.town, typed=request.POST, shown=shown)
    if not is_ours(asked.kind, form.answers):
        return elsewhere_page(request, matter, form.answers, known)
    return _keep(request, asked, form)


def _resumed(request: DeskRequest, matter: Matter) -> Asked | None:
    """The one that the page names, else one of this procedure that is still to be sent."""
    named = request.POST.get("rang", "") if request.method == "POST" else request.GET.get("demande", "")
    known = resumed_at(matter.visit).filter(procedure=matter.procedure.slug).select_related("commune", "department")
    if request.method == "POST" or named:
        draft = known.filter(reference=named).first()
    else:
        draft = known.filter(tray=Tray.DRAFT).first()
    if draft is None:
        return None
    return Asked(matter, draft.kind, draft.commune, draft.department, draft.reference, draft, is_resumed=True)


def _begun_here(request: DeskRequest, matter: Matter) -> Asked:
    offer = Offer.objects.on_portal(request.role.body, matter.procedure)
    if offer is None:
        raise Http404
    rank = _rank(request, matter.visit, matter.procedure.slug)
    draft = Case.objects.filter(first_page=request_key(matter.visit, matter.procedure.slug, rank)).first()
    return Asked(matter, CASE_TYPES[offer.case_type], request.role.body, offer.department, str(rank), draft)


def _rank(request: DeskRequest, visit: Visit, slug: str) -> int:
    """Which request of this procedure the page is: the one it says when it is sent, else the first not yet sent."""
    told = request.POST.get("rang", "")
    if told.isascii() and told.isdigit() and 1 <= int(told[:3]) <= MOST_ALIKE:
        return int(told[:3])
    keys = {request_key(visit, slug, rank): rank for rank in range(1, MOST_ALIKE + 1)}
    sent = Case.objects.filter(first_page__in=keys).exclude(tray=Tray.DRAFT).values_list("first_page", flat=True)
    gone = {keys[key] for key in sent if key}
    return next((rank for rank in keys.values() if rank not in gone), MOST_ALIKE)


def _keep(request: DeskRequest, asked: Asked, form: WholeForm) -> HttpResponse:
    """Keep what is right; send it when nothing wants."""
    visit, slug = asked.matter.visit, asked.matter.procedure.slug
    by = in_her_name(visit, by=request.actor, procedure=asked.matter.procedure)
    refused: list[str] = []
    draft = asked.draft
    try:
        turn_to(visit, by=request.actor)  # who fills in a long page is still there
        draft = _kept(asked, form, by)
        refused = _take_files(request, draft, form, by)
        draft.refresh_from_db()
        if not refused and form.is_valid and not STAYING & set(request.POST):
            refused = _send(request, asked.matter, draft, by)
            if not refused:
                return to_visit(visit, wanted=slug)
    except Refusal as no:
        refused = [no.sentence]
    return _shown(request, asked, form, draft, refused=refused)


def _kept(asked: Asked, form: WholeForm, by: Actor) -> Case:
    if asked.is_resumed and asked.draft:
        return save_step(asked.draft, form.answers, by=by)
    return start_draft(
        asked.kind.slug, commune=asked.town, department=asked.department, procedure=asked.matter.procedure.slug,
        answers=form.answers, by=by, page=asked.key,
    )  # fmt: skip


def _send(request: DeskRequest, matter: Matter, draft: Case, by: Actor) -> list[str]:
    for asked in draft.steps:
        if wanting := missing_files(draft, asked) or join_asked(draft, asked, by=by):
            return wanting
    case = send_request(matter.visit, draft, matter.procedure, by=request.actor)
    messages.success(request, _("C’est envoyé : %(reference)s.") % {"reference": case.reference})
    return []


def _take_files(request: DeskRequest, draft: Case, form: WholeForm, by: Actor) -> list[str]:
    refused: list[str] = []
    if key := request.POST.get("retirer"):
        detach(draft, key, by=by)
    for question in _file_questions(form):
        if uploads := request.FILES.getlist(question.name):
            refused += attach_each(uploads, draft, question=question.name, by=by)
        elif question.name not in draft.answers:
            save_step(draft, {question.name: ""}, by=by)  # seen, and left
    return refused


def _file_questions(form: WholeForm) -> list[Question]:
    steps = [one.step for one in form.forms]
    return [question for step in steps for question in step.asked(form.answers) if question.kind == Kind.FILES]


def known_answers(matter: Matter, kind: CaseType) -> dict[str, str]:
    """What is proposed before anything is typed: what the sheet answers, who she is, what is mostly answered here."""
    body, who = matter.visit.body, recipient_of(matter.visit)
    named = {
        "first_name": who.first_name, "last_name": who.last_name, "email": who.email, "phone": who.phone,
        "street": who.street, "postcode": who.postcode or body.postcode, "city": who.city or body.city,
    }  # fmt: skip
    slug = matter.procedure.slug
    asks = who if matter.visit.person else Recipient("", "", "", "", "", "", "", "")  # an act is not filled by a guess
    told = {**named, **kind.at_counter(asks, body.city, slug), **kind.procedures.get(slug, {})}
    return {name: value for name, value in told.items() if value and kind.question(name)}


def recipient_of(visit: Visit) -> Recipient:
    """The person of a visit as a request writes her; a first name alone is all that may be known."""
    person: Person | None = visit.person
    if person is None:
        first_name, _space, last_name = visit.first_name.partition(" ")
        return Recipient(first_name, last_name, "", "", "", "", "", "")
    channel, address = ContactPoint.Channel, person.postal_address
    return Recipient(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.reach(channel.EMAIL),
        phone=person.reach(channel.PHONE),
        street=address.street if address else "",
        extra="",
        postcode=address.postcode if address else "",
        city=address.city if address else "",
    )


def _shown(
    request: DeskRequest, asked: Asked, form: WholeForm, draft: Case | None, *, refused: Sequence[str] = ()
) -> HttpResponse:
    is_typed, matter = request.method == "POST", asked.matter
    context = {
        "visit": matter.visit,
        "matter": matter,
        "kind_title": _(form.kind.title),
        "reader": asked.department,
        "sections": [_section(one, draft) for one in form.forms],
        "sends_at_once": not any(one.focus for one in form.forms),
        "notices": refused,
        "wanting": _wanting(form) if is_typed and not form.is_valid else "",
        "saved": draft,
        "is_resumed": asked.is_resumed,
        "shown_name": SHOWN,
        "mandate": _mandate_words(matter),
        "doubt": _doubt(matter),
        "mark": asked.mark,
    }
    return page(request, "desk/visits/request.html", context, here="reception")


def _wanting(form: WholeForm) -> str:
    count = form.wanting
    return ngettext("Il reste %(n)s chose à compléter.", "Il reste %(n)s choses à compléter.", count) % {"n": count}


def _mandate_words(matter: Matter) -> str:
    """Under which mandate it is asked; nothing when the person asks herself."""
    mandate = mandate_of(matter.visit, matter.procedure)
    if mandate is None:
        return ""
    told = {"reference": mandate.reference, "day": day_in_words(mandate.ends_on)}
    return _("Sous le mandat %(reference)s, jusqu’au %(day)s") % told


def _doubt(matter: Matter) -> str:
    """Who is not there says what is sent in her name, or gave a mandate for it."""
    if is_there(Channel(matter.visit.channel)) or mandate_of(matter.visit, matter.procedure):
        return ""
    return _(
        "La personne n’est pas devant vous et aucun mandat ne couvre cette démarche. Relisez-lui tout avant d’envoyer, ou faites-lui signer un mandat."
    )


def _section(form: StepForm, draft: Case | None) -> Mapping[str, Any]:
    files = [question for question in form.step.questions if question.kind == Kind.FILES]
    return {
        "slug": form.step.slug,
        "title": _(form.step.title),
        "fields": form.fields,
        "uploads": [_upload(question, draft) for question in files],
    }


def _upload(question: Question, draft: Case | None) -> dict[str, Any]:
    attached = draft.attachments.filter(question=question.name).select_related("file") if draft else []
    files: list[StoredFile] = [attachment.file for attachment in attached]
    return {
        "id": question.name,
        "name": question.name,
        "label": _(question.label),
        "hint": _(question.hint),
        "accept": ACCEPT,
        "max_bytes": settings.FILE_MAX_BYTES,
        "full_up": len(files) >= question.most,
        "files": [{"name": file.name, "remove_name": "retirer", "remove_value": str(file.key)} for file in files],
    }
