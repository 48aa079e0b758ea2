"""From draft to case: the moment after which nothing may be lost."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.actions import Contact, name_person
from guichet.cases.actions.locking import move
from guichet.cases.facts import CaseReceived
from guichet.cases.models import Case, CaseWord
from guichet.cases.questions import kept_answers
from guichet.cases.rules import EMPTY_WORDS, State, due_after
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
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
    at = now()
    move(draft, State.RECEIVED)
    draft.answers = kept_answers(draft.kind.steps, draft.answers)
    draft.person = name_person(Contact(**asdict(draft.kind.recipient(draft.answers))))
    draft.subject = draft.kind.subject(draft.answers)[:200]
    draft.received_at = at
    draft.due_on = due_after(paris_date(at), draft.kind.working_days)
    draft.has_news = True
    draft.version += 1
    draft.save()
    CaseWord.objects.bulk_create(CaseWord(case=draft, word=word) for word in sorted(_found_by(draft)))
    record(CaseReceived(draft.pk, draft.type_slug), by=by, body_id=draft.owner_id)


def _found_by(case: Case) -> set[str]:
    """The words by which an agent looks for it: reference, names, place, kind."""
    compact = case.reference.replace("-", "").lower()
    texts = f"{case.reference} {case.person} {case.subject} {case.answers.get('city', '')}"
    return {word[:30] for word in [compact, *words(texts)] if word not in EMPTY_WORDS}
