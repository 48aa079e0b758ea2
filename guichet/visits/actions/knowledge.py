"""What agents write for each other, what they followed, what each may settle alone."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.models import Account
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.visits.facts import AgentNoteWritten, MasteryChanged, TrainingRecorded, TrainingRemoved
from guichet.visits.models import AgentNote, Mastery, Training
from guichet.visits.rules import MOST_MINUTES


@transaction.atomic
def write_note(*, body: Body, procedure: Procedure, text: str, seen: datetime | None, by: Actor) -> AgentNote | None:
    """Write what this body's agents note on a procedure; an empty text takes the note away.

    `seen` is the `written_at` of the note that the writer had before her, None when there was none: refused when a
    colleague wrote meanwhile. The same text written twice is written once.
    """
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    note = AgentNote.objects.filter(body=body, procedure=procedure).first()
    text = clean(text)
    if text == (note.text if note else ""):
        return note
    if seen != (note.written_at if note else None):
        raise Refusal(
            "note-moved",
            _(
                "Un collègue a changé cette note pendant que vous écriviez. Relisez la sienne, puis enregistrez la vôtre."
            ),
        )
    if len(text) > AgentNote.MOST_SIGNS:
        raise Refusal("note-long", _("Cette note est trop longue : gardez l’essentiel, en 2 000 signes au plus."))
    if not text:
        AgentNote.objects.filter(body=body, procedure=procedure).delete()
        note = None
    else:
        note, _is_new = AgentNote.objects.update_or_create(
            body=body, procedure=procedure, defaults={"text": text, "written_by_id": by.id, "written_at": now()}
        )
    record(AgentNoteWritten(body.pk, procedure.pk, is_empty=not text), by=by, body_id=body.pk)
    return note


@transaction.atomic
def record_training(
    account: Account, *, body: Body, kind: Training.Kind, on: date, minutes: int, subject: str,
    with_whom: str = "", by: Actor,
) -> Training:  # fmt: skip
    """Note what an agent followed, that day, for so many minutes: it counts in the evaluation.

    Refused for a day to come, and without a subject or a duration.
    """
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    subject, with_whom = clean(subject)[:120], clean(with_whom)[:120]
    if on > paris_date(now()):
        raise Refusal("training-to-come", _("Cette formation n’a pas encore eu lieu : notez-la une fois suivie."))
    if not 0 < minutes <= MOST_MINUTES:
        raise Refusal("training-duration", _("Écrivez combien de temps elle a duré, par exemple 1\u00a0h\u00a030."))
    if not subject:
        raise Refusal("training-subject", _("Écrivez ce que la formation a appris, en quelques mots."))
    training = Training.objects.create(
        body=body, account=account, kind=kind, on=on, minutes=minutes, subject=subject, with_whom=with_whom
    )
    fact = TrainingRecorded(training.pk, account.pk, minutes=minutes, kind=kind, on=on.isoformat())
    record(fact, by=by, body_id=body.pk)
    return training


@transaction.atomic
def remove_training(training: Training, *, by: Actor) -> None:
    """Take off what was written by mistake; gone already, nothing changes."""
    current = Training.objects.select_for_update().filter(pk=training.pk).first()
    if current is None:
        return
    record(TrainingRemoved(current.pk, current.account_id), by=by, body_id=current.body_id)
    current.delete()


@transaction.atomic
def set_mastery(account: Account, procedures: Collection[Procedure], *, body: Body, by: Actor) -> None:
    """Say which procedures this agent may settle alone for this body: these, and no other."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    wanted = {one.pk for one in procedures}
    known = set(Mastery.objects.filter(account=account, body=body).values_list("procedure_id", flat=True))
    gained, lost = sorted(wanted - known), sorted(known - wanted)
    if not gained and not lost:
        return
    today = paris_date(now())
    Mastery.objects.filter(account=account, body=body, procedure__in=lost).delete()
    Mastery.objects.bulk_create(Mastery(account=account, body=body, procedure_id=pk, since_on=today) for pk in gained)
    record(MasteryChanged(account.pk, gained, lost), by=by, body_id=body.pk)
