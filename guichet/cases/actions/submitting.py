"""From draft to case: the moment after which nothing may be lost."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.actions import Contact, name_person
from guichet.cases.actions.clock import pause_clock, start_clock
from guichet.cases.actions.locking import move
from guichet.cases.actions.talking import write_entry
from guichet.cases.facts import CaseReceived, PaperAwaited
from guichet.cases.models import Case, CaseWord, Entry
from guichet.cases.questions import kept_answers
from guichet.cases.routing import destination_of
from guichet.cases.rules import EMPTY_WORDS, State
from guichet.cases.types.base import straight_on
from guichet.journal.actions import record
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal
from guichet.kit.words import words


def submit(case: Case, *, by: Actor) -> Case:
    """Receive a complete draft, once: submitted again (stale page, double click), it is the same case, untouched."""
    with transaction.atomic():
        current = Case.objects.select_for_update().get(pk=case.pk)
        if current.is_draft:
            _receive(current, by)
    return current


def _receive(draft: Case, by: Actor) -> None:
    if draft.first_incomplete is not None:
        raise Refusal("incomplete", _("Il manque une réponse avant d’envoyer. Ce que vous avez déjà dit est gardé."))
    move(draft, State.RECEIVED)
    draft.answers = kept_answers(draft.kind.steps, draft.answers)
    recipient = Contact(**asdict(draft.kind.recipient(draft.answers)))
    draft.person = name_person(recipient) if recipient.last_name else None
    if by.kind == ActorKind.AGENT and by.for_id is None and draft.person:
        by = by.in_the_name_of(draft.person.pk)  # an agent asks for nothing in her own name
    draft.subject = draft.kind.subject(draft.answers)[:200]
    draft.received_at = now()
    draft.has_news = True
    draft.version += 1
    _land(draft)
    start_clock(draft)
    draft.save()
    CaseWord.objects.bulk_create(CaseWord(case=draft, word=word) for word in sorted(_found_by(draft)))
    record(CaseReceived(draft.pk, draft.type_slug), by=by, body_id=draft.owner_id)
    if missing := draft.kind.missing(draft.answers):
        _await_paper(draft, missing)


def _land(draft: Case) -> None:
    """Give the request to who is competent; what goes to a body without a portal is followed by who offered it."""
    if draft.kind.direct is straight_on:
        return
    knocked_at, found = draft.department, destination_of(draft).department
    if found.pk != knocked_at.pk:
        draft.department, draft.owner = found, found.body
        draft.sender = knocked_at if not found.body.has_portal else None


def _await_paper(case: Case, missing: str) -> None:
    """The person said that she brings a paper: it is asked for at once, in the receipt itself (CRPA, R.112-5, 3°)."""
    entry = write_entry(case, Entry.Kind.PAPER, _(missing), SYSTEM)
    move(case, State.WAITING)
    pause_clock(case)
    case.save()
    record(PaperAwaited(case.pk, entry.pk), by=SYSTEM, body_id=case.owner_id)


def _found_by(case: Case) -> set[str]:
    """The words by which an agent looks for it: reference, names, place, kind."""
    compact = case.reference.replace("-", "").lower()
    texts = f"{case.reference} {case.person or ''} {case.subject} {case.answers.get('city', '')}"
    return {word[:30] for word in [compact, *words(texts)] if word not in EMPTY_WORDS}
