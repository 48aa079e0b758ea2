"""A copy of the whole case, for the files of who treats it elsewhere: what was asked, what was said, what was joined."""

from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.conf import settings
from django.utils.translation import gettext as _

from guichet.cases.models import Case
from guichet.cases.receipts import answered
from guichet.cases.timeline import Event, expert_timeline
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file
from guichet.documents.rendering import render_pdf
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.notifications.envelopes import letterhead

IN_MEMORY_BYTES = 5_000_000


def case_copy(case: Case, files: Sequence[StoredFile]) -> IO[bytes]:
    """A ZIP, at its beginning: the case as a PDF, then each file as it was sent; an infected one is left out."""
    package: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # closed by who sends it
    with ZipFile(package, "w", ZIP_STORED) as archive:  # photographs and PDFs are compressed already
        archive.writestr(f"{case.reference}.pdf", copy_pdf(case))
        for number, file in enumerate(files, start=1):
            try:
                with open_file(file) as content:
                    archive.writestr(f"{number:02d} {_flat(file.name)}", content.read())
            except Refusal:
                continue
    package.seek(0)
    return package


def copy_pdf(case: Case) -> bytes:
    """The answers and the thread, without internal notes, readings or codes."""
    data = {
        "letterhead": letterhead(case.commune, None),
        "title": _("Dossier %(reference)s") % {"reference": case.reference},
        "subject": case.subject,
        "intro": _("Copie prise le %(day)s. Ces renseignements servent à traiter cette demande, et à rien d’autre.")
        % {"day": day_in_words(paris_date(now()))},
        "answers_title": _("La demande"),
        "answers": answered(case),
        "thread_title": _("Le fil"),
        "thread": [_told(event) for event in expert_timeline(case)],
        "footer": _("Commune de démonstration, contenu inventé") if settings.DEMONSTRATION else case.commune.name,
    }
    return render_pdf("cases/typst/copy.typ", data)


def _told(event: Event) -> dict[str, object]:
    when = _("%(day)s à %(hour)s") % {"day": day_in_words(paris_date(event.at)), "hour": hour_in_words(event.at)}
    return {"title": event.title, "when": when, "text": event.text, "files": [file.name for file in event.files]}


def _flat(name: str) -> str:
    """A name that stays in its folder, whatever program opens the archive."""
    return "".join("-" if c in '/\\:*?"<>|' or c < " " else c for c in name).lstrip(".")
