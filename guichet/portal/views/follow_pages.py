"""How a request's follow-up is told."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.cases.acknowledgement import appeal
from guichet.cases.asking.files import ACCEPT
from guichet.cases.models import Case, Entry
from guichet.cases.rules import State
from guichet.cases.timeline import Event, resident_timeline
from guichet.documents.models import StoredFile
from guichet.documents.rules import size_in_words
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest

NOTES = {
    "envoyee": gettext_lazy("Cette demande est déjà envoyée. Pour la compléter, écrivez-nous ici."),
    "parti": gettext_lazy("C’est parti. Le service le lira et vous répond ici."),
    "parti-sans": gettext_lazy("Votre envoi est parti, sans le fichier ci-dessous."),
}
VOICES = {"resident": "", "message": "us", "paper": "us", "decision": "us", "document": "us", "transfer": "us"}
TAGS = {
    State.RECEIVED: "info",
    State.IN_PROGRESS: "info",
    State.WAITING: "attention",
    State.SETTLED: "done",
    State.REFUSED: "town",
    State.DROPPED: "",
}


def case_page(
    request: PortalRequest, case: Case, *, text: str = "", refused: Sequence[str] = (), note: str = ""
) -> HttpResponse:
    """The whole follow-up. `text` and `refused` are what comes back from the answer form."""
    note = note or request.GET.get("note", "")
    paper = case.entries.filter(kind=Entry.Kind.PAPER).last() if case.state == State.WAITING else None
    target = "#files" if not text and refused else "#message"
    context = {
        "noindex": True,
        "case": case,
        "noun": _(case.kind.noun),
        "state_words": state_words(case),
        "state_kind": TAGS[State(case.state)],
        "what_next": what_next(case),
        "paper": paper,
        "decision": case.entries.filter(kind=Entry.Kind.DECISION).last() if case.is_closed else None,
        "appeal": appeal(case) if case.state == State.REFUSED else "",
        "timeline": timeline(case),
        "note": NOTES.get(note, ""),
        "text": text,
        "errors": [{"href": target, "text": sentence} for sentence in refused],
        "error": " ".join(refused),
        "accept": ACCEPT,
        "max_bytes": settings.FILE_MAX_BYTES,
        "files_hint": _("JPEG, PNG, HEIC ou PDF, %s au plus chacun.") % size_in_words(settings.FILE_MAX_BYTES),
        "crumbs": [
            {"text": _("Accueil"), "url": "/"},
            {"text": _("Suivre ma demande"), "url": reverse("portal:follow")},
            {"text": case.reference},
        ],
    }
    return page(request, "portal/follow/case.html", context, section="follow")


def state_words(case: Case) -> str:
    words = {
        State.RECEIVED: _("Reçue"),
        State.IN_PROGRESS: _("En cours"),
        State.WAITING: _("Nous attendons votre réponse"),
        State.SETTLED: case.outcome_label,
        State.REFUSED: _("Refusée"),
        State.DROPPED: _("Classée sans suite"),
    }
    return words[State(case.state)]


def what_next(case: Case) -> str:
    """What comes now, with its date; honest when the date has passed."""
    if case.is_closed or case.due_on is None:
        return ""
    day = day_in_words(case.due_on)
    if case.state == State.WAITING:
        return _("Le délai annoncé est arrêté. Il repart dès que nous avons votre réponse.")
    if case.due_on < paris_date(now()):
        return _(
            "Nous devions répondre au plus tard le %(day)s : nous sommes en retard. Appelez-nous ou écrivez-nous ici."
        ) % {"day": day}
    return _("Réponse au plus tard le %(day)s. %(next)s") % {"day": day, "next": _(case.kind.next_step)}


def timeline(case: Case) -> list[dict[str, Any]]:
    """What happened, then what is still to come."""
    events = resident_timeline(case)
    told = [_told(case, event) for event in events]
    if case.is_open and case.due_on is not None:
        if case.state == State.WAITING:
            told.append({"state": "now", "title": _("Votre réponse"), "text": _("Nous l’attendons pour continuer.")})
        else:
            told.append({"state": "now", "title": _("Le service s’en occupe"), "text": _(case.kind.next_step)})
            told.append({"title": _("Au plus tard le %s") % day_in_words(case.due_on), "text": _("Notre réponse.")})
    return told


def _told(case: Case, event: Event) -> dict[str, Any]:
    is_spoken = event.kind in VOICES
    return {
        "state": "done",
        "title": event.title,
        "when": moment_in_words(event),
        "text": "" if is_spoken else event.text,
        "message": event.text if is_spoken else "",
        "voice": VOICES.get(event.kind, ""),
        "files": [file_line(case, file) for file in event.files],
    }


def moment_in_words(event: Event) -> str:
    return _("%(day)s à %(hour)s") % {"day": day_in_words(paris_date(event.at)), "hour": hour_in_words(event.at)}


def file_line(case: Case, file: StoredFile) -> dict[str, str]:
    url = reverse("portal:file", args=[case.reference, file.key])
    size = file.size_in_words
    if file.sealed:
        size = _("%(size)s. Document scellé par %(body)s") % {"size": size, "body": file.body.the_name}
    return {"name": file.name, "size": size, "url": url}
