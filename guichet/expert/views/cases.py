"""Read the case; what was typed survives a refusal and somebody else's act."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guichet.cases.actions import note_reading
from guichet.cases.models import Case, Entry
from guichet.cases.rules import State
from guichet.expert.forms.cases import ActForm, DecideForm, GiveBackForm, WriteForm, text_field
from guichet.expert.guard import ExpertRequest, expert, opened_case
from guichet.expert.page import page
from guichet.expert.sheet import answers_of, files_of, thread_of
from guichet.expert.views.opening import door
from guichet.journal.models import Record
from guichet.kit.actor import ActorKind
from guichet.kit.dates import day_in_words, now, paris_date
from guichet.kit.refusal import Refusal

# Within this time the same department that opens the case again (each act shows it again) reads it once.
ONE_READING = timedelta(minutes=10)

NOTES = {
    "parti": gettext_lazy("C’est parti. La réponse de la personne arrivera dans ce fil."),
    "demande": gettext_lazy("C’est demandé. Le délai est arrêté jusqu’à la réponse de la personne."),
    "decide": gettext_lazy("C’est décidé. La personne est prévenue ; vous n’avez plus rien à faire."),
}
TAGS = {
    State.RECEIVED: "info",
    State.IN_PROGRESS: "info",
    State.WAITING: "attention",
    State.SETTLED: "done",
    State.REFUSED: "town",
    State.DROPPED: "",
}


@require_safe
def case(request: ExpertRequest, reference: str) -> HttpResponse:
    """The case, when a code opened it here; that it was read is kept. Otherwise its door."""
    found = opened_case(request, reference)
    if found is None:
        return door(request, reference)
    _note_reading(found)
    return show_case(request, found)


def show_case(
    request: ExpertRequest, case: Case, *, form: ActForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    """The page of a case; after a refusal, with the sentence and everything that was typed."""
    has_moved = refusal is not None and refusal.code == "case-moved"
    context = {
        "case": case,
        "state_tag": TAGS[State(case.state)],
        "received": day_in_words(paris_date(case.received_at)) if case.received_at else "",
        "due": day_in_words(case.due_on) if case.is_open and case.due_on else "",
        "answers": answers_of(case),
        "files": files_of(case),
        "thread": thread_of(case),
        "sender": case.sender if case.sender and case.sender.body.has_portal else None,
        "note": NOTES.get(request.GET.get("note", ""), ""),
        "refusal": refusal,
        "has_moved": has_moved,
        **_typed(case, form, refusal),
    }
    status = 200 if refusal is None else 409 if has_moved else 422
    return page(request, "expert/case.html", context, status=status)


def _note_reading(case: Case) -> None:
    lately = Record.objects.about("case", case.pk).filter(
        kind="CaseRead", actor_kind=ActorKind.EXPERT, body_id=case.owner_id, at__gte=now() - ONE_READING
    )
    if not lately.exists():
        note_reading(case, by=expert(case))


def _typed(case: Case, form: ActForm | None, refusal: Refusal | None) -> dict[str, Any]:
    sentence = refusal.sentence if refusal and refusal.code != "case-moved" else ""
    write = form if isinstance(form, WriteForm) else None
    decide = form if isinstance(form, DecideForm) else None
    back = form if isinstance(form, GiveBackForm) else None
    return {
        "voices": _voices(case, write),
        "write_text": write.typed("text") if write else "",
        "write_error": sentence if write else "",
        "outcomes": _outcomes(case, decide),
        "decide_error": sentence if decide else "",
        "back_open": back is not None,
        "back_text": back.typed("text") if back else "",
        "back_error": sentence if back else "",
        "errors": [{"href": _place_of(form), "text": sentence}] if sentence else [],
    }


def _place_of(form: ActForm | None) -> str:
    if isinstance(form, DecideForm):
        return "#outcome"
    return "#back-text" if isinstance(form, GiveBackForm) else "#write-text"


def _voices(case: Case, form: WriteForm | None) -> list[dict[str, Any]]:
    words = [
        (Entry.Kind.MESSAGE, _("Écrire à la personne"), ""),
        (Entry.Kind.PAPER, _("Demander une pièce"), _("Le délai s’arrête jusqu’à sa réponse.")),
    ]
    if case.state == State.WAITING:
        words = words[:1]
    chosen = form.typed("voice") if form else Entry.Kind.MESSAGE
    return [{"value": value, "text": text, "hint": hint, "checked": value == chosen} for value, text, hint in words]


def _outcomes(case: Case, form: DecideForm | None) -> list[dict[str, Any]]:
    """The ways this case may end, each with its own words to the person."""
    items = []
    for outcome in case.kind.outcomes:
        name = text_field(outcome.slug)
        refused = outcome.state == State.REFUSED
        words = {
            "id": name,
            "name": name,
            "rows": 4,
            "value": form.typed(name) if form else _(outcome.told) if outcome.told else "",
            "label": _("Le motif, que la personne lira") if refused else _("Ce que la personne lira"),
        }
        items.append(
            {
                "value": outcome.slug,
                "text": _(outcome.label),
                "hint": _(outcome.hint) if outcome.hint else "",
                "checked": form is not None and form.typed("outcome") == outcome.slug,
                "reveal": render_to_string("ui/textarea/textarea.html", words),
            }
        )
    return items
