"""What became of each reference: its row, the bytes of its files, its letter, its message."""

import hashlib
import time

from guichet.cases.models import Attachment, Case
from guichet.documents.models import StoredFile
from guichet.journal.models import Delivery
from guichet.notifications.models import Message

LONGEST_WAIT_SECONDS = 300


def wait_for_deliveries() -> float:
    """Until nothing waits: what a killed worker had claimed is offered again when its lease ends."""
    started = time.monotonic()
    while Delivery.objects.waiting().exists() and time.monotonic() - started < LONGEST_WAIT_SECONDS:
        time.sleep(0.5)
    return time.monotonic() - started


def is_whole(file: StoredFile) -> bool:
    return file.path.exists() and hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256


def counted(references: list[str]) -> dict[str, object]:
    found = {case.reference: case for case in Case.objects.exclude(tray="draft").filter(reference__in=references)}
    lost, without_file, wrong_letters, wrong_messages = [], [], [], []
    for reference in references:
        case = found.get(reference)
        if case is None:
            lost.append(reference)
            continue
        files = [attachment.file for attachment in Attachment.objects.filter(case=case).select_related("file")]
        if not files or not all(is_whole(file) for file in files):
            without_file.append(reference)
        messages = list(Message.objects.about("case", case.pk).to_people().select_related("letter"))
        letters = [message.letter for message in messages if message.letter]
        if [message.status for message in messages] != [Message.Status.SENT]:
            wrong_messages.append(reference)
        if len(letters) != 1 or not is_whole(letters[0]):
            wrong_letters.append(reference)
    used = Attachment.objects.count() + Message.objects.exclude(letter=None).count()
    return {
        "lost": lost,
        "without_file": without_file,
        "wrong_letters": wrong_letters,
        "wrong_messages": wrong_messages,
        "waiting": Delivery.objects.waiting().count(),
        "parked": Delivery.objects.parked().count(),
        "files_of_nobody": StoredFile.objects.count() - used,
        "rows_without_bytes": sum(not is_whole(file) for file in StoredFile.objects.all()),
    }
