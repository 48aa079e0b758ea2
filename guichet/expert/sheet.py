"""A case as its page shows it to a department without accounts: answers, files, thread; no note of the sender's."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.cases.models import Attachment, Case, Entry
from guichet.cases.questions import Kind
from guichet.cases.timeline import Event, expert_timeline
from guichet.documents.models import StoredFile
from guichet.documents.reading import scan_warning
from guichet.kit.dates import day_in_words, hour_in_words, paris_date

_VOICES = {"message": "us", "paper": "us", "decision": "us", "transfer": "note", "resident": ""}


def answers_of(case: Case) -> list[dict[str, str]]:
    """Each question asked with its answer; an empty optional one is said too. Files are shown apart."""
    return [
        {"question": _(question.label), "answer": _(said) if (said := question.spoken(value)) else ""}
        for step in case.steps
        for question in step.asked(case.answers)
        if question.kind != Kind.FILES and (value := case.answers.get(question.name)) is not None
    ]


def attachments_of(case: Case) -> QuerySet[Attachment]:
    """The files that this department may open: what came with a note stays with those who wrote it."""
    return Attachment.objects.filter(case=case).exclude(entry__kind=Entry.Kind.NOTE).select_related("file")


def files_of(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "name": attachment.file.name,
            "url": _file_url(case, attachment.file),
            "note": _file_note(case, attachment),
            "warning": scan_warning(attachment.file),
            **_pictures(case, attachment.file),
        }
        for attachment in attachments_of(case)
    ]


def _pictures(case: Case, file: StoredFile) -> dict[str, Any]:
    """The picture of the first page, then those of the others; none of a file that is not opened any more."""
    if file.is_infected:
        return {"icon": "alert-triangle"}
    url = reverse("expert:file-preview", args=[case.reference, file.key])
    return {"thumbnail": url, "pages": [f"{url}?page={page}" for page in range(2, file.pages + 1)]}


def thread_of(case: Case) -> list[dict[str, Any]]:
    return [_line(case, event) for event in expert_timeline(case)]


def _line(case: Case, event: Event) -> dict[str, Any]:
    day, hour = day_in_words(paris_date(event.at)), hour_in_words(event.at)
    return {
        "title": event.title,
        "when": _("%(day)s à %(hour)s") % {"day": day, "hour": hour},
        "message": event.text,
        "voice": _VOICES.get(event.kind, "note"),
        "state": "done",
        "files": [{"name": f.name, "url": _file_url(case, f), "size": f.size_in_words} for f in event.files],
    }


def _file_url(case: Case, file: StoredFile) -> str:
    return reverse("expert:file", args=[case.reference, file.key])


def _file_note(case: Case, attachment: Attachment) -> str:
    question = case.kind.question(attachment.question)
    what = _(question.label) if question else _("avec un message")
    file = attachment.file
    pages = ngettext("%(n)s page", "%(n)s pages", file.pages) % {"n": file.pages} if file.is_pdf else ""
    return " · ".join(part for part in (what, pages, file.size_in_words) if part)
