"""What an agent does with a case."""

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import Right
from guichet.cases.actions.clock import resume_clock, start_clock
from guichet.cases.actions.locking import locked, move, must_be_open
from guichet.cases.actions.talking import write_entry
from guichet.cases.facts import CaseDecided, CaseHandedOver, CaseRead, CaseReopened, CaseTaken, CodeRenewed, PaperOpened
from guichet.cases.letters import refuse_open_brackets
from guichet.cases.models import Case, Entry
from guichet.cases.rules import State
from guichet.communes.models import Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal


def note_reading(case: Case, *, by: Actor) -> None:
    """Keep who looked, and when (RGPD, art. 5 §2). The case itself does not change."""
    with transaction.atomic():
        record(CaseRead(case.pk), by=by, body_id=case.owner_id)


def note_paper(case: Case, paper: str, *, by: Actor) -> None:
    """Keep who opened a paper of the case: "ticket", "letter" or "file"."""
    with transaction.atomic():
        record(PaperOpened(case.pk, paper), by=by, body_id=case.owner_id)


def take(case: Case, *, seen_version: int, by: Actor) -> Case:
    """Make the case one's own and begin it."""
    with locked(case.pk, seen_version=seen_version) as current:
        must_be_open(current)
        assert by.id is not None, "only an agent takes a case"
        current.assignee_id = by.id
        current.has_news = False
        if current.state == State.RECEIVED:
            move(current, State.IN_PROGRESS)
        record(CaseTaken(current.pk, by.id), by=by, body_id=current.owner_id)
    return current


def hand_over(case: Case, *, department: Department, colleague: Account | None, seen_version: int, by: Actor) -> Case:
    """Give the case to another department of the same body, or to a colleague who may treat it there."""
    with locked(case.pk, seen_version=seen_version) as current:
        must_be_open(current)
        if department.body_id != current.owner_id:
            raise Refusal("department-elsewhere", _("Ce service n’appartient pas à votre collectivité."))
        if colleague is not None and not _treats(colleague, department):
            raise Refusal("colleague-elsewhere", _("Cette personne ne traite pas les dossiers de ce service."))
        if department.pk == current.department_id and (colleague is None or colleague.pk == current.assignee_id):
            raise Refusal("same-place", _("Le dossier est déjà là. Choisissez un autre service ou une autre personne."))
        current.department = department
        current.assignee = colleague
        current.has_news = True
        record(
            CaseHandedOver(current.pk, department.pk, colleague.pk if colleague else None),
            by=by,
            body_id=current.owner_id,
        )
    return current


def decide(case: Case, *, outcome: str, text: str, seen_version: int, by: Actor) -> Case:
    """Close the case with an outcome of its type and the words the resident will read; a refusal needs its reason."""
    with locked(case.pk, seen_version=seen_version) as current:
        must_be_open(current)
        chosen = current.kind.outcome(outcome)
        if chosen is None:
            raise Refusal("no-outcome", _("Choisissez comment ce dossier se termine."))
        if chosen.state == State.REFUSED and not text.strip():
            raise Refusal(
                "no-reason",
                _(
                    "Un refus dit pourquoi : écrivez le motif, la personne le lira (code des relations entre le public et l’administration, art. L.211-2)."
                ),
            )
        refuse_open_brackets(text)
        entry = write_entry(current, Entry.Kind.DECISION, text or chosen.told, by)
        resume_clock(current)
        move(current, chosen.state)
        current.outcome = chosen.slug
        current.decided_at = now()
        current.times_decided += 1
        current.has_news = False
        if current.assignee_id is None:
            current.assignee_id = by.id
        record(
            CaseDecided(current.pk, chosen.slug, chosen.state, entry.pk, current.times_decided),
            by=by, body_id=current.owner_id,
        )  # fmt: skip
    return current


def reopen(case: Case, *, text: str, seen_version: int, by: Actor) -> Case:
    """Take a closed case up again, with the reason; a new delay runs from today."""
    with locked(case.pk, seen_version=seen_version) as current:
        if not current.is_closed:
            raise Refusal("case-open", _("Ce dossier est déjà ouvert."))
        entry = write_entry(current, Entry.Kind.REOPENING, text, by)
        move(current, State.IN_PROGRESS)
        current.outcome = ""
        current.decided_at = None
        start_clock(current)
        record(CaseReopened(current.pk, entry.pk), by=by, body_id=current.owner_id)
    return current


def renew_code(case: Case, *, seen_version: int, by: Actor) -> Case:
    """Give a new secret; the one before opens nothing any more (a lost or published ticket)."""
    with locked(case.pk, seen_version=seen_version) as current:
        current.secret_version += 1
        record(CodeRenewed(current.pk, current.secret_version), by=by, body_id=current.owner_id)
    return current


def _treats(colleague: Account, department: Department) -> bool:
    roles = Role.objects.in_force().filter(account=colleague, body_id=department.body_id)
    return any(role.department_id in (None, department.pk) and role.may(Right.TREAT_CASES) for role in roles)
