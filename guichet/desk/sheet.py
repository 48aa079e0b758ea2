"""A case as its page shows it: answers in words, files, thread, who read it, when it goes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import Right
from guichet.cases.actions.transmitting import departments_within_reach
from guichet.cases.models import Attachment, Case, Entry
from guichet.cases.questions import Kind
from guichet.cases.timeline import Event, agent_timeline, readers_of, resident_timeline
from guichet.cases.types import KeptFrom
from guichet.communes.models import Department
from guichet.desk.deadlines import Deadline, deadline_of, legal_delay
from guichet.documents.models import StoredFile
from guichet.documents.reading import scan_warning
from guichet.kit.dates import day_in_words, hour_in_words, paris_date
from guichet.notifications.models import Message

HERE_FOR = timedelta(minutes=10)  # a colleague who opened the case since then may still be reading it


@dataclass(frozen=True)
class Sheet:
    """What a case's page says, read once."""

    case: Case
    deadline: Deadline | None
    answers: list[dict[str, str]]
    files: list[dict[str, Any]]
    thread: list[dict[str, Any]]
    letters: list[dict[str, str]]
    readers: list[dict[str, str]]
    colleagues_here: list[str]
    kept: str
    neighbours: list[Case] = field(default_factory=list)


def sheet_of(case: Case, role: Role, at: datetime, *, followed: bool = False) -> Sheet:
    """What the page says to this role; of a case only followed, what its resident reads.

    Who reads it at the other body is that body's business, and its letters are for it to print.
    """
    today = paris_date(at)
    messages = list(Message.objects.about("case", case.pk).to_people().select_related("letter"))
    printed = [message for message in messages if message.body_id == role.body_id] if followed else messages
    readers = [] if followed else readers_of(case)
    me = str(role.account)
    return Sheet(
        case=case,
        deadline=deadline_of(case, today),
        answers=_answers(case),
        files=_files(case),
        thread=_thread(case, resident_timeline(case) if followed else agent_timeline(case), messages, today),
        letters=_letters(case, printed),
        readers=[{"name": name, "when": _when(seen, today)} for name, seen in readers],
        colleagues_here=[name for name, seen in readers if name != me and at - seen < HERE_FOR],
        kept=_kept(case),
        neighbours=_neighbours(case, role),
    )


def _answers(case: Case) -> list[dict[str, str]]:
    """Each question asked with its answer; an empty optional one is said too. Files are shown apart.

    What the law says of them comes last, and what silence will mean.
    """
    law = [(_("Ce que dit la loi"), case.kind.finding(case.answers)), (_("Silence"), legal_delay(case))]
    return [*_asked_answers(case), *({"question": question, "answer": said} for question, said in law if said)]


def _asked_answers(case: Case) -> list[dict[str, str]]:
    return [
        {"question": _(question.label), "answer": _(said) if (said := question.spoken(value)) else ""}
        for step in case.steps
        for question in step.asked(case.answers)
        if question.kind != Kind.FILES and (value := case.answers.get(question.name)) is not None
    ]


def file_url(case: Case, file: StoredFile) -> str:
    return reverse("desk:case-file", args=[case.reference, file.key])


def _files(case: Case) -> list[dict[str, Any]]:
    sent = Attachment.objects.filter(case=case).exclude(entry__kind=Entry.Kind.DOCUMENT)
    attachments = sent.select_related("file")
    return [
        {
            "name": attachment.file.name,
            "url": file_url(case, attachment.file),
            "note": _file_note(case, attachment),
            "warning": scan_warning(attachment.file),
            **_pictures(case, attachment.file),
        }
        for attachment in attachments
    ]


def _pictures(case: Case, file: StoredFile) -> dict[str, Any]:
    """The picture of the first page, then those of the others; none of a file that is not opened any more."""
    if file.is_infected:
        return {"icon": "alert-triangle"}
    url = reverse("desk:case-preview", args=[case.reference, file.key])
    return {"thumbnail": url, "pages": [f"{url}?page={page}" for page in range(2, file.pages + 1)]}


def _file_note(case: Case, attachment: Attachment) -> str:
    question = case.kind.question(attachment.question)
    what = _(question.label) if question else _("avec un message")
    file = attachment.file
    pages = ngettext("%(n)s page", "%(n)s pages", file.pages) % {"n": file.pages} if file.is_pdf else ""
    marked = _("barré de son usage") if file.watermark else ""
    return " · ".join(part for part in (what, pages, file.size_in_words, marked) if part)


_VOICES = {"note": "note", "message": "us", "paper": "us", "decision": "us", "document": "us", "resident": ""}
_ICONS = {
    "note": "note", "message": "send", "paper": "file-plus", "decision": "check", "document": "file-text",
    "resident": "message",
}  # fmt: skip


def _thread(case: Case, events: Iterable[Event], messages: list[Message], today: date) -> list[dict[str, Any]]:
    """The thread, oldest first, with what became of the message each event sent."""
    sent = {message.key.removeprefix(f"case:{case.pk}:"): message for message in messages}
    return [_line(case, event, sent.get(event.key), today) for event in events]


def _line(case: Case, event: Event, message: Message | None, today: date) -> dict[str, Any]:
    failed = message is not None and message.status == Message.Status.FAILED
    return {
        "title": event.title,
        "when": ", ".join([_when(event.at, today), *([_fate(message)] if message else [])]),
        "text": message.outcome if message and failed else "",
        "message": event.text,
        "voice": _VOICES.get(event.kind, "note"),
        "state": "done",
        "icon": _ICONS.get(event.kind, "check"),
        "files": [_file_line(case, event, file) for file in event.files],
    }


def _file_line(case: Case, event: Event, file: StoredFile) -> dict[str, str]:
    """A paper of ours opens to be printed; what somebody sent is saved."""
    url = reverse("desk:case-document-pdf", args=[case.reference, file.key]) if event.kind == "document" else ""
    size = _("%(size)s, scellé") % {"size": file.size_in_words} if file.sealed else file.size_in_words
    return {"name": file.name, "url": url or file_url(case, file), "size": size}


def _fate(message: Message) -> str:
    """What became of a message: "SMS envoyé", "courrier à imprimer"."""
    if message.gateway == Message.Gateway.OUTBOX:
        return _("%(channel)s montré dans « Envois »") % {"channel": message.get_channel_display()}
    return f"{message.get_channel_display()} {message.get_status_display()}"


def _letters(case: Case, messages: list[Message]) -> list[dict[str, str]]:
    return [
        {"url": reverse("desk:case-letter", args=[case.reference, message.pk]), "name": message.subject}
        for message in messages
        if message.letter is not None
    ]


def _when(at: datetime, today: date) -> str:
    """The hour of today, or the day and the hour."""
    day = paris_date(at)
    hour = hour_in_words(at)
    if day == today:
        return hour
    return f"{day_in_words(day, year=day.year != today.year)}, {hour}"


def _kept(case: Case) -> str:
    if case.decided_at is None:
        return _("Effacé %(delay)s.") % {"delay": _(case.kind.kept_words)}
    since = case.received_at if case.kind.kept_from == KeptFrom.RECEIPT else case.decided_at
    gone_on = paris_date(since or case.decided_at) + timedelta(days=case.kind.kept_days)
    return _("Effacé le %(day)s.") % {"day": day_in_words(gone_on)}


def _neighbours(case: Case, role: Role) -> list[Case]:
    """The latest other cases of the same street and number, among those this role may see."""
    street = case.answers.get("street", "")
    if not any(character.isdigit() for character in street):
        return []
    found = Case.objects.visible_to(role).matching(street).filter(commune_id=case.commune_id).exclude(pk=case.pk)
    return [other for other in found.order_by("-id")[:8] if other.answers.get("street") == street][:4]


def receivers(case: Case) -> list[dict[str, Any]]:
    """To whom the case may be handed over: departments of its body, and those who treat cases in each."""
    roles = Role.objects.in_force().filter(body_id=case.owner_id).select_related("account")
    treat = [role for role in roles if role.may(Right.TREAT_CASES)]
    items: list[dict[str, Any]] = []
    for department in Department.objects.filter(body_id=case.owner_id).order_by("name"):
        items.append({"value": str(department.pk), "text": _("%(place)s, toute l’équipe") % {"place": department.name}})
        people = {
            role.account_id: role.account
            for role in treat
            if role.department_id == department.pk
            or (role.department_id is None and department.pk == case.department_id)
        }
        items += [_colleague(department, account) for account in sorted(people.values(), key=str)]
    others = departments_within_reach(case.owner).select_related("body").order_by("body__short_name", "name")
    items += [
        {"value": str(department.pk), "text": _("Autre organisme : %(place)s") % {"place": department}}
        for department in others
    ]
    return items


def _colleague(department: Department, account: Account) -> dict[str, Any]:
    return {"value": f"{department.pk}:{account.pk}", "text": f"{department.name} : {account}"}
