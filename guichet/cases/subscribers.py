"""What follows from facts of cases: people and departments are told. Each may be called twice with the same fact."""

from typing import Any

from django.utils.translation import gettext as _

from guichet.accounts.models import Role
from guichet.cases.acknowledgement import acknowledgement, appeal
from guichet.cases.actions import erase_each, forget_papers
from guichet.cases.actions.infected import show_infected_file
from guichet.cases.actions.reminding import entrust
from guichet.cases.addresses import desk_url, follow_page, follow_url, ticket_url
from guichet.cases.facts import (
    CaseDecided,
    CaseReceived,
    CaseReopened,
    CaseTransmitted,
    CodeRenewed,
    DocumentMade,
    MessageWritten,
    PaperAsked,
    PaperReceived,
)
from guichet.cases.models import Case, Entry
from guichet.cases.rules import Tray
from guichet.cases.voices import Voice, voice_of, words_of
from guichet.devices.facts import SessionEnded
from guichet.documents.facts import FileInfected
from guichet.journal.actions import subscribes
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import day_in_words, paris_date
from guichet.notifications.actions import notify
from guichet.notifications.actions import tell_department as tell
from guichet.notifications.models import PASSED_ON
from guichet.notifications.wording import Ticket


@subscribes(CaseReceived)
def acknowledge(fact: CaseReceived, row: Record) -> None:
    """The receipt, by her channel, with its letter kept in the case."""
    _tell_resident(fact.case, "received", key="received", with_letter=True)


@subscribes(CaseReceived)
def tell_department(fact: CaseReceived, row: Record) -> None:
    _tell_department(fact.case)


@subscribes(CaseTransmitted)
def tell_competent_department(fact: CaseTransmitted, row: Record) -> None:
    _tell_department(fact.case, landing=f":{fact.entry}")


def _tell_department(case_id: int, *, landing: str = "") -> None:
    """At its desk; a body without accounts has none, and reads the case by a link and a one-time code."""
    case = (
        Case.objects.select_related("department__body", "owner", "commune", "sender__body").filter(pk=case_id).first()
    )
    if case is None:  # erased since
        return
    if not Role.objects.somebody_works_for(case.owner_id):
        entrust(case)
        return
    tell(
        department=case.department,
        subject_kind="case",
        subject_id=case.pk,
        reference=case.reference,
        label=_(case.kind.title),
        url=desk_url(case),
        landing=landing,
        by=SYSTEM,
    )


@subscribes(MessageWritten)
def pass_message_on(fact: MessageWritten, row: Record) -> None:
    _tell_resident(fact.case, "message", key=f"entry:{fact.entry}", entry_id=fact.entry, acted_by=row.body_id)


@subscribes(PaperAsked)
def ask_resident(fact: PaperAsked, row: Record) -> None:
    _tell_resident(fact.case, "paper", key=f"entry:{fact.entry}", entry_id=fact.entry, acted_by=row.body_id)


@subscribes(PaperReceived)
def tell_paper_came(fact: PaperReceived, row: Record) -> None:
    _tell_resident(fact.case, "paper-came", key=f"entry:{fact.entry}", entry_id=fact.entry)


@subscribes(DocumentMade)
def tell_of_document(fact: DocumentMade, row: Record) -> None:
    """Where to read it: the paper itself goes by no e-mail, and nobody else's mailbox holds it."""
    _tell_resident(fact.case, "document", key=f"entry:{fact.entry}", entry_id=fact.entry)


@subscribes(CaseDecided)
def tell_outcome(fact: CaseDecided, row: Record) -> None:
    """The decision is always a letter too: signed, kept, printed for whoever asks (CRPA, art. L.212-1).

    That of an outside body is passed on: the letter says who decided, and nobody here signs or seals it.
    """
    _tell_resident(
        fact.case,
        "decided",
        key=f"entry:{fact.entry}",
        entry_id=fact.entry,
        acted_by=row.body_id,
        outcome=fact.outcome,
        with_letter=True,
        seals_letter=True,
    )


@subscribes(CaseTransmitted)
def tell_transmission(fact: CaseTransmitted, row: Record) -> None:
    """Who has it now, since when, and why: the person is told by the body that sent it on (CRPA, L.114-2).

    What an outside body gives back is told by who takes it up again.
    """
    _tell_resident(fact.case, "transmitted", key=f"entry:{fact.entry}", entry_id=fact.entry, acted_by=row.body_id)


@subscribes(CaseDecided)
def forget_decided_papers(fact: CaseDecided, row: Record) -> None:
    """Identity papers served the decision alone."""
    forget_papers(fact.case, by=SYSTEM)


@subscribes(CaseReopened)
def tell_reopened(fact: CaseReopened, row: Record) -> None:
    _tell_resident(fact.case, "reopened", key=f"entry:{fact.entry}", entry_id=fact.entry)


@subscribes(CodeRenewed)
def give_new_code(fact: CodeRenewed, row: Record) -> None:
    _tell_resident(fact.case, "renewed", key=f"code:{fact.version}", with_letter=True)


@subscribes(FileInfected)
def show_infected(fact: FileInfected, row: Record) -> None:
    show_infected_file(fact.file, by=SYSTEM)


def _tell_resident(
    case_id: int,
    purpose: str,
    *,
    key: str,
    entry_id: int = 0,
    acted_by: int | None = None,
    outcome: str = "",
    with_letter: bool = False,
    seals_letter: bool = False,
) -> None:
    """Say it in the voice of who acted; `acted_by` is the body whose act it is, when an outside one may be it."""
    rooms = ("person", "owner", "department__body", "sender__body", "commune")
    case = Case.objects.select_related(*rooms).filter(pk=case_id).first()
    if case is None or case.person is None:  # erased since
        return
    voice = voice_of(case, acted_by)
    folder, suffix = ("passed_on/", PASSED_ON) if voice.author else ("", "")
    notify(
        key=f"case:{case.pk}:{key}",
        template=f"cases/messages/{folder}{purpose}.txt",
        context=_context(case, voice, entry_id, outcome),
        body=voice.speaker.body,
        department=voice.speaker,
        person=case.person,
        subject_kind="case",
        subject_id=case.pk,
        purpose=f"case-{purpose}{suffix}",
        reference=case.reference,
        ticket=Ticket(
            "case", case.pk, case.secret_version, ticket_url(case, "{secret}"), shown=follow_page(case.commune)
        ),
        with_letter=with_letter,
        seals_letter=seals_letter and voice.author is None,
        by=SYSTEM,
    )


def _context(case: Case, voice: Voice, entry_id: int, outcome: str) -> dict[str, Any]:
    assert case.due_on is not None, "a received case has a delay"
    chosen = case.kind.outcome(outcome)
    refused = chosen is not None and chosen.state == "refused"
    return {
        "case": case,
        "entry": Entry.objects.filter(pk=entry_id).first() if entry_id else None,
        "greeting": _("Bonjour %(person)s,") % {"person": case.person},
        "sender": voice.speaker.body.short_name,
        "receiver": case.owner.to_name,
        "sent_on": day_in_words(paris_date(case.sent_on_at)) if case.sent_on_at else "",
        "noun": _(case.kind.noun),
        "words": acknowledgement(case),
        "due": day_in_words(case.due_on),
        "papers_until": day_in_words(case.papers_until) if case.papers_until else "",
        "link": follow_url(case),
        "outcome": _(chosen.label).lower() if chosen and not refused else _("refusée"),
        "intro": _("Nous ne pouvons pas donner suite à votre demande %(ref)s, pour la raison suivante :")
        % {"ref": case.reference}
        if refused
        else _("Votre demande %(ref)s est terminée.") % {"ref": case.reference},
        "refused": refused,
        "appeal": (voice.author.appeal if voice.author else appeal(case)) if refused else "",
        **(words_of(voice.author) if voice.author else {}),
    }


@subscribes(SessionEnded)
def erase_unseen_drafts(fact: SessionEnded, row: Record) -> None:
    """What was begun at a kiosk and whose codes nobody read could never be opened again: nothing of it stays."""
    erase_each(Case.objects.filter(pk__in=fact.unseen, tray=Tray.DRAFT), reason="kiosk-left")
