"""The thread of a case, told to the resident or to the agents: facts of the journal, with the words people wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.accounts.models import Account
from guichet.cases.facts import (
    CaseDecided,
    CaseHandedOver,
    CaseReceived,
    CaseReopened,
    CaseTaken,
    CaseTransmitted,
    CodeRenewed,
    DocumentMade,
    MessageWritten,
    NoteWritten,
    PaperAsked,
    PaperAwaited,
    PaperReceived,
    PapersForgotten,
    ReportEchoed,
    ResidentAnswered,
)
from guichet.cases.models import Attachment, Case, Entry
from guichet.communes.models import Body, Department
from guichet.documents.models import StoredFile
from guichet.journal.models import Record
from guichet.kit.actor import ActorKind


@dataclass(frozen=True)
class Event:
    """One line of the thread. `kind` is "resident", "message", "note", "paper", "decision", "document" or "step"."""

    at: datetime
    kind: str
    title: str
    who: str = ""
    text: str = ""
    files: tuple[StoredFile, ...] = ()
    key: str = ""  # ends the key of the message it caused, if any: "received", "entry:5", "code:2"


# The resident is told what changes for her, not who holds the file at each moment.
_FOR_RESIDENT = (
    CaseReceived, CaseTaken, CaseTransmitted, MessageWritten, PaperAsked, PaperAwaited, PaperReceived, ResidentAnswered, CaseDecided,
    DocumentMade, CaseReopened,
)  # fmt: skip
_FOR_AGENTS = (*_FOR_RESIDENT, CaseHandedOver, NoteWritten, CodeRenewed, PapersForgotten, ReportEchoed)


def resident_timeline(case: Case) -> list[Event]:
    """What the person may read, oldest first: no note, no name but the signature of those who wrote to her."""
    return _timeline(case, _FOR_RESIDENT, for_resident=True)


def expert_timeline(case: Case) -> list[Event]:
    """What a department without accounts may read, oldest first: no note of those who sent it the case."""
    return _timeline(case, _FOR_RESIDENT, for_resident=False)


def agent_timeline(case: Case) -> list[Event]:
    """Everything but the readings, oldest first."""
    return _timeline(case, _FOR_AGENTS, for_resident=False)


def readers_of(case: Case) -> list[tuple[str, datetime]]:
    """Who opened the case, with her last time, the latest first: an agent, or a body without accounts."""
    last: dict[int, datetime] = {}
    bodies: dict[int, datetime] = {}
    for row in Record.objects.about("case", case.pk).filter(kind="CaseRead"):
        if row.actor_id is not None:
            last[row.actor_id] = row.at
        elif row.actor_kind == ActorKind.EXPERT:
            bodies[row.body_id or 0] = row.at
    names = {account.pk: str(account) for account in Account.objects.filter(pk__in=last)}
    seen = [(names.get(pk, _("compte fermé")), at) for pk, at in last.items()]
    seen += [(body.short_name, bodies[body.pk]) for body in Body.objects.filter(pk__in=bodies)]
    return sorted(seen, key=lambda pair: pair[1], reverse=True)


def _timeline(case: Case, kinds: Sequence[type], *, for_resident: bool) -> list[Event]:
    rows = list(Record.objects.about("case", case.pk).filter(kind__in=[kind.__name__ for kind in kinds]))
    entries = {entry.pk: entry for entry in case.entries.select_related("author")}
    files: dict[int | None, list[StoredFile]] = {}
    for attachment in Attachment.objects.filter(case=case).select_related("file"):
        files.setdefault(attachment.entry_id, []).append(attachment.file)
    accounts = {account.pk: account for account in Account.objects.filter(pk__in=_ids_of_agents(rows))}
    departments = {row.details["department"] for row in rows if "department" in row.details}
    found = Department.objects.filter(pk__in=departments).select_related("body")
    names = {place.pk: place.name if place.body_id == case.owner_id else str(place) for place in found}
    bodies = Body.objects.in_bulk({row.body_id for row in rows if row.actor_kind == ActorKind.EXPERT})
    events = []
    for row in rows:
        entry = entries.get(row.details.get("entry", 0))
        body = bodies.get(row.body_id) if row.actor_kind == ActorKind.EXPERT else None
        who = accounts.get(row.actor_id or 0)
        events.append(
            Event(
                at=row.at,
                kind=_kind(row, entry),
                title=_title(case, row, accounts, names, body=body, for_resident=for_resident),
                who=_who(who, body) if entry is not None else "",
                text=entry.text if entry else "",
                files=tuple(files.get(entry.pk, ())) if entry else (),
                key=_message_key(row),
            )
        )
    return events


def _who(account: Account | None, body: Body | None) -> str:
    """Who signs what was written: an agent, or the body whose department has no account."""
    return str(account) if account else body.short_name if body else ""


def _ids_of_agents(rows: Sequence[Record]) -> set[int]:
    ids = {row.actor_id for row in rows} | {row.details.get("assignee") for row in rows}
    return {pk for pk in ids if pk is not None}


def _message_key(row: Record) -> str:
    if row.kind == CaseReceived.__name__:
        return "received"
    if row.kind == CodeRenewed.__name__:
        return f"code:{row.details['version']}"
    return f"entry:{row.details['entry']}" if "entry" in row.details else ""


def _kind(row: Record, entry: Entry | None) -> str:
    if entry is None or entry.kind == Entry.Kind.REOPENING:
        return "step"
    return entry.kind


def _title(
    case: Case,
    row: Record,
    accounts: dict[int, Account],
    departments: dict[int, str],
    *,
    body: Body | None,
    for_resident: bool,
) -> str:
    details: dict[str, Any] = row.details
    who = accounts.get(details.get("assignee") or row.actor_id or 0)
    name = who.first_name if who else body.the_name if body else _("Un agent")
    person = _("Vous") if for_resident else str(case.person or _("La personne"))
    outcome = case.kind.outcome(details.get("outcome", ""))
    titles = {
        "CaseReceived": _("Demande reçue"),
        "CaseTaken": _("Votre demande est en cours")
        if for_resident
        else _("%(name)s a pris le dossier") % {"name": name},
        "CaseHandedOver": _handed(name, details, departments),
        "MessageWritten": _("Message %(of_body)s") % {"of_body": body.of_name}
        if body
        else _("Message de %(name)s") % {"name": name},
        "NoteWritten": _("Note interne de %(name)s") % {"name": name},
        "PaperAsked": _("%(name)s vous demande quelque chose") % {"name": name}
        if for_resident
        else _("Pièce demandée par %(name)s") % {"name": name},
        "PaperAwaited": _("Il manque un papier"),
        "PaperReceived": _("Papier reçu") if for_resident else _("Papier reçu par %(name)s") % {"name": name},
        "CaseTransmitted": _("Demande transmise : %(place)s")
        % {"place": departments.get(details.get("department", 0), "")},
        "PapersForgotten": _("Pièces d’identité effacées, la décision est prise"),
        "ReportEchoed": _("Quelqu’un d’autre l’a vu aussi"),
        "DocumentMade": _("Un document pour vous")
        if for_resident
        else _("Document fait par %(name)s") % {"name": name},
        "ResidentAnswered": _("Votre message") if for_resident else _("Réponse : %(person)s") % {"person": person},
        "CaseDecided": _(outcome.label) if outcome and outcome.state == "settled" else _decided(details),
        "CaseReopened": _("Demande rouverte"),
        "CodeRenewed": _("Nouveau code donné"),
    }
    title = titles[row.kind]
    return f"{title[:1].upper()}{title[1:]}"


def _handed(name: str, details: dict[str, Any], departments: dict[int, str]) -> str:
    place = departments.get(details.get("department", 0), "")
    if details.get("assignee"):
        return _("Dossier confié à %(name)s, %(place)s") % {"name": name, "place": place}
    return _("Dossier transmis : %(place)s") % {"place": place}


def _decided(details: dict[str, Any]) -> str:
    return _("Demande refusée") if details.get("state") == "refused" else _("Demande classée sans suite")
