"""Read a case and what happened to it while it was read."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import Right
from guichet.cases.actions import note_reading
from guichet.cases.letters import documents_of, models_of, words_of_decision
from guichet.cases.models import Case, Entry
from guichet.cases.rules import State
from guichet.communes.models import Body
from guichet.desk.forms.cases import ActForm, DecideForm, HandOverForm, PaperForm, ReopenForm, WriteForm, text_field
from guichet.desk.guard import DeskRequest, agent_view, is_followed, readable_case_or_404
from guichet.desk.page import initials, page
from guichet.desk.people import other_cases, person_url
from guichet.desk.sheet import receivers, sheet_of
from guichet.desk.views.inbox import STATE_TAGS
from guichet.journal.models import Record
from guichet.kit.actor import ActorKind
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.notifications.models import LetterModel

# Within this time the same agent who opens the same case again (each of her acts shows it again) reads it once.
ONE_READING = timedelta(minutes=10)


@require_safe
@agent_view(may=Right.READ_CASES)
def case(request: DeskRequest, reference: str) -> HttpResponse:
    """The case; that this agent read it is kept. One that was sent to another body is read as its resident reads it."""
    found = readable_case_or_404(request, reference)
    note_reading_once(request, found)
    return show_case(request, found)


@require_safe
@agent_view(may=Right.READ_CASES)
def case_news(request: DeskRequest, reference: str) -> HttpResponse:
    """Whether somebody else acted since the version the page shows, and who: for a page that heard of a change."""
    found = readable_case_or_404(request, reference)
    seen = request.GET.get("version", "")
    changed = seen != str(found.version)
    who = _last_actor(found, request.role)
    context = {"case": found, "changed": changed, "who": who, "followed": is_followed(request, found)}
    return render(request, "desk/cases/fragment_news.html", context)


def show_case(
    request: DeskRequest, found: Case, *, form: ActForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    """The page of a case; after a refusal, with the sentence and everything that was typed."""
    followed = is_followed(request, found)
    sheet = sheet_of(found, request.role, now(), followed=followed)
    models = models_of(found)
    context = {
        "case": found,
        "sheet": sheet,
        "state_tag": STATE_TAGS.get(State(found.state), ""),
        "came": _came(found),
        "person_url": person_url(found, request.role),
        "other_cases": other_cases(found, request.role),
        "person": found.person.first_name if found.person and found.person.first_name else _("la personne"),
        "here": [{"name": name, "initials": initials(*name.split(" ", 1))} for name in sheet.colleagues_here],
        "is_mine": found.assignee_id == request.user.pk,
        "signed": _signed(found),
        "refusal": refusal,
        "document_models": documents_of(models, found),
        "followed": followed,
        **({"may_treat": False} if followed else {}),
        **_typed(found, form, refusal, models),
    }
    return page(request, "desk/cases/case.html", context, here="cases", status=status_of(refusal))


def status_of(refusal: Refusal | None) -> int:
    """409: a colleague was first; 422: what was sent does not do."""
    if refusal is None:
        return 200
    return 409 if refusal.code == "case-moved" else 422


def note_reading_once(request: DeskRequest, found: Case) -> None:
    """Keep who looked, unless it is the same agent at the same sitting."""
    lately = Record.objects.about("case", found.pk).filter(
        kind="CaseRead", actor_id=request.user.pk, at__gte=now() - ONE_READING
    )
    if not lately.exists():
        note_reading(found, by=request.actor)


def _last_actor(found: Case, role: Role) -> str:
    """Who acted last, as colleagues call her; of another body, the body alone."""
    looks = ("CaseRead", "PaperOpened", "OpeningCodeSent", "OpeningCodeUsed")
    last = Record.objects.about("case", found.pk).exclude(kind__in=looks).last()
    is_elsewhere = last is not None and last.actor_kind == ActorKind.AGENT and last.body_id != role.body_id
    if last and (is_elsewhere or last.actor_kind == ActorKind.EXPERT):
        return str(Body.objects.filter(pk=last.body_id or 0).first() or _("Un autre organisme"))
    account = Account.objects.filter(pk=last.actor_id).first() if last and last.actor_id else None
    return account.first_name if account else _("La personne")


def _came(found: Case) -> str:
    """By which portal, and when."""
    assert found.received_at is not None, "a draft is never shown here"
    received_on, today = paris_date(found.received_at), paris_date(now())
    day = day_in_words(received_on, year=received_on.year != today.year)
    return _("portail %(town)s, %(day)s, %(hour)s") % {
        "town": found.commune.of_name,
        "day": day,
        "hour": hour_in_words(found.received_at),
    }


def _signed(found: Case) -> str:
    department, owner = found.department, found.owner
    name = department.signatory_name or owner.signatory_name
    title = department.signatory_title if department.signatory_name else owner.signatory_title
    return _("Lettre signée : %(who)s.") % {"who": ", ".join(part for part in (name, title) if part)} if name else ""


def _typed(found: Case, form: ActForm | None, refusal: Refusal | None, models: list[LetterModel]) -> dict[str, Any]:
    """Every field as it was left: what an agent typed survives a refusal and a colleague's act."""
    sentence = refusal.sentence if refusal and refusal.code != "case-moved" else ""
    write = form if isinstance(form, WriteForm) else None
    decide = form if isinstance(form, DecideForm) else None
    return {
        "voices": _voices(found, write.typed("voice") if write else Entry.Kind.MESSAGE),
        "write_text": write.typed("text") if write else "",
        "write_error": sentence if write else "",
        "outcomes": _outcomes(found, decide, models),
        "decide_error": sentence if decide else "",
        "receivers": _receivers(found, form.typed("to") if isinstance(form, HandOverForm) else ""),
        "paper_text": form.typed("text") if isinstance(form, PaperForm) else "",
        "paper_error": sentence if isinstance(form, PaperForm) else "",
        "hand_over_text": form.typed("text") if isinstance(form, HandOverForm) else "",
        "hand_over_error": sentence if isinstance(form, HandOverForm) else "",
        "reopen_text": form.typed("text") if isinstance(form, ReopenForm) else "",
        "reopen_error": sentence if isinstance(form, ReopenForm) else "",
    }


def _voices(found: Case, chosen: str) -> list[dict[str, Any]]:
    words = [
        (Entry.Kind.MESSAGE, _("Message"), "m"),
        (Entry.Kind.PAPER, _("Pièce"), "d"),
        (Entry.Kind.NOTE, pgettext("entre collègues", "Note"), "n"),
    ]
    if not found.is_open:
        words = words[2:]
    elif found.state == State.WAITING:
        words = [words[0], words[2]]
    values = {value for value, _text, _key in words}
    chosen = chosen if chosen in values else words[0][0]
    return [{"value": value, "text": text, "key": key, "checked": value == chosen} for value, text, key in words]


def _outcomes(found: Case, form: DecideForm | None, models: list[LetterModel]) -> list[dict[str, Any]]:
    """The ways this case may end, each with its own words to the person."""
    person = found.person.first_name if found.person else ""
    items = []
    for outcome in found.kind.outcomes:
        name = text_field(outcome.slug)
        refused = outcome.state == State.REFUSED
        text = form.typed(name) if form else words_of_decision(models, found, outcome)
        words = {
            "id": name,
            "name": name,
            "rows": 4,
            "value": text,
            "label": _("Le motif, que %(person)s lira") if refused else _("Ce que %(person)s lira"),
        }
        words["label"] = str(words["label"]) % {"person": person or _("la personne")}
        items.append(
            {
                "value": outcome.slug,
                "text": _(outcome.label),
                "hint": _(outcome.hint),
                "checked": form is not None and form.typed("outcome") == outcome.slug,
                "reveal": render_to_string("ui/textarea/textarea.html", words),
            }
        )
    return items


def _receivers(found: Case, chosen: str) -> list[dict[str, Any]]:
    first = {"value": "", "text": _("Choisir un service ou une personne"), "selected": not chosen}
    return [first, *({**item, "selected": item["value"] == chosen} for item in receivers(found))]
