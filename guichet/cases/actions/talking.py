"""What is written in a case: by the resident, to her, or between colleagues."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.cases.actions.clock import pause_clock, resume_clock
from guichet.cases.actions.locking import locked, move, must_be_open
from guichet.cases.facts import MessageWritten, NoteWritten, PaperAsked, PaperReceived, ResidentAnswered
from guichet.cases.models import Attachment, Case, Entry
from guichet.cases.rules import State
from guichet.documents.models import StoredFile
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean

LONGEST = 4000


def write_message(case: Case, text: str, *, seen_version: int, by: Actor) -> Case:
    """Write to the resident; she is told on the channel she chose."""
    with locked(case.pk, seen_version=seen_version) as current:
        must_be_open(current)
        entry = write_entry(current, Entry.Kind.MESSAGE, text, by)
        current.has_news = False
        record(MessageWritten(current.pk, entry.pk), by=by, body_id=current.owner_id)
    return current


def write_note(case: Case, text: str, *, by: Actor) -> Case:
    """Write for colleagues only. A note overwrites nothing: it needs no version."""
    with locked(case.pk) as current:
        entry = write_entry(current, Entry.Kind.NOTE, text, by)
        record(NoteWritten(current.pk, entry.pk), by=by, body_id=current.owner_id)
    return current


def ask_for_paper(case: Case, text: str, *, seen_version: int, by: Actor) -> Case:
    """Ask the resident for something; the announced delay stands still until she answers (CRPA, L.114-5)."""
    with locked(case.pk, seen_version=seen_version) as current:
        must_be_open(current)
        if current.state == State.WAITING:
            raise Refusal(
                "already-waiting", _("Ce dossier attend déjà une réponse de la personne. Écrivez-lui un message.")
            )
        entry = write_entry(current, Entry.Kind.PAPER, text, by)
        move(current, State.WAITING)
        pause_clock(current)
        current.has_news = False
        record(PaperAsked(current.pk, entry.pk), by=by, body_id=current.owner_id)
    return current


def receive_paper(case: Case, text: str, files: Iterable[StoredFile] = (), *, seen_version: int, by: Actor) -> Case:
    """Say that what was missing came to the counter or by post, with its scan or without; both delays go on."""
    with locked(case.pk, seen_version=seen_version) as current:
        if current.state != State.WAITING:
            raise Refusal("not-waiting", _("Ce dossier n’attend rien de la personne."))
        files = list(files)
        entry = write_entry(current, Entry.Kind.RESIDENT, clean(text) or _("Papier reçu à l’accueil."), by)
        Attachment.objects.bulk_create(Attachment(case=current, file=file, entry=entry) for file in files)
        resume_clock(current)
        move(current, State.IN_PROGRESS)
        current.has_news = True
        record(PaperReceived(current.pk, entry.pk, len(files)), by=by, body_id=current.owner_id)
    return current


def answer_as_resident(case: Case, text: str, files: Iterable[StoredFile] = (), *, by: Actor) -> Case:
    """Keep what the resident writes or adds; a case that waited for her goes on, its delay moved by as much.

    The same words again, before anybody answered (the button pressed twice, the page sent again), change nothing.
    """
    text, files = clean(text), list(files)
    with transaction.atomic():
        current = Case.objects.select_for_update().get(pk=case.pk)
        if files or not _was_just_said(current, text):
            _answer(current, text, files, by)
    return current


def _was_just_said(case: Case, text: str) -> bool:
    last = case.entries.exclude(kind=Entry.Kind.NOTE).last()
    return last is not None and last.kind == Entry.Kind.RESIDENT and last.text == text


def _answer(case: Case, text: str, files: list[StoredFile], by: Actor) -> None:
    if case.is_draft:
        raise Refusal("not-sent", _("Cette demande n’est pas encore envoyée : terminez-la d’abord."))
    if case.is_closed:
        raise Refusal(
            "case-closed",
            _("Cette demande est terminée. Pour la reprendre, appelez le service : il peut la rouvrir."),
        )
    entry = write_entry(case, Entry.Kind.RESIDENT, text or (_("Document ajouté.") if files else ""), by)
    Attachment.objects.bulk_create(Attachment(case=case, file=file, entry=entry) for file in files)
    if case.state == State.WAITING:
        resume_clock(case)
        move(case, State.IN_PROGRESS)
    case.has_news = True
    case.version += 1
    case.save()
    record(ResidentAnswered(case.pk, entry.pk, len(files)), by=by, body_id=case.owner_id)


def write_entry(case: Case, kind: Entry.Kind, text: str, by: Actor) -> Entry:
    """Add to the thread of a locked case what somebody wrote: cleaned, neither empty nor endless."""
    text = clean(text)
    if not text:
        raise Refusal("empty-text", _("Écrivez quelques mots avant d’envoyer."))
    if len(text) > LONGEST:
        raise Refusal(
            "long-text",
            _("Ce texte a %(n)s signes, c’est trop : %(max)s au plus. Raccourcissez-le, ou joignez un fichier.")
            % {"n": len(text), "max": LONGEST},
        )
    return Entry.objects.create(case=case, kind=kind, text=text, author_id=by.id, written_at=now())
