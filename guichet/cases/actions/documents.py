"""Papers an agent makes of a case on demand: attestations, certificates."""

from django.utils.translation import gettext as _

from guichet.cases.actions.locking import locked
from guichet.cases.actions.talking import write_entry
from guichet.cases.facts import DocumentMade
from guichet.cases.letters import refuse_open_brackets
from guichet.cases.models import Attachment, Case, Entry
from guichet.documents.actions import keep_written, write_sealed
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.notifications.envelopes import Letter, print_letter, signatory_of, window_address
from guichet.notifications.models import LetterModel

LONGEST_TITLE, LONGEST_TEXT = 120, 8000


def make_document(case: Case, model: LetterModel, *, title: str, text: str, seen_version: int, by: Actor) -> Case:
    """Make the paper of a model with the words the agent read over, keep it in the case, and tell the person.

    Refuses an empty title or text, and a field that nobody filled in. Call it outside a transaction: a paper that is
    printed, sealed and synced would hold the database's lock meanwhile.
    """
    title, text = _checked(title, text)
    pdf = _printed(case, model, title, text)
    written = write_sealed(pdf, name=f"{title} {case.reference}.pdf", body=case.speaker.body, reason=title)
    with locked(case.pk, seen_version=seen_version) as current:
        assert not current.is_draft, "a draft belongs to the resident alone"
        file = keep_written(written, by=by)
        entry = write_entry(current, Entry.Kind.DOCUMENT, title, by)
        Attachment.objects.create(case=current, file=file, entry=entry)
        current.has_news = False
        record(DocumentMade(current.pk, entry.pk, model.pk), by=by, body_id=current.owner_id)
    return current


def draw_document(case: Case, model: LetterModel, *, title: str, text: str) -> bytes:
    """The same paper, to look at before it is made: nothing is kept and nothing is sealed."""
    return _printed(case, model, *_checked(title, text))


def _printed(case: Case, model: LetterModel, title: str, text: str) -> bytes:
    department = case.speaker
    body = department.body
    assert model.body_id == body.pk, "the model of another body"
    signs = signatory_of(body, department if model.signatory == LetterModel.Signatory.DEPARTMENT else None)
    return print_letter(
        Letter(
            body=body,
            department=department,
            recipient=window_address(case.person, body).lines(),
            day=paris_date(now()),
            subject=title,
            reference=case.reference,
            text=text,
            signatory=signs,
        )
    )


def _checked(title: str, text: str) -> tuple[str, str]:
    """Both cleaned; refused when one is empty, endless, or still has a field in its brackets."""
    title, text = " ".join(clean(title).split()), clean(text)
    if not title or not text:
        raise Refusal("document-empty", _("Un document a un titre et un texte : écrivez-les avant de le faire."))
    for words, longest in ((title, LONGEST_TITLE), (text, LONGEST_TEXT)):
        if len(words) > longest:
            raise Refusal(
                "document-long",
                _("C’est trop long : %(n)s signes, et %(max)s au plus.") % {"n": len(words), "max": longest},
            )
    refuse_open_brackets(title)
    refuse_open_brackets(text)
    return title, text
