"""Letters that leave by the post, messages that are forgotten."""

from collections.abc import Iterable

from django.db import transaction

from guichet.communes.models import Body
from guichet.documents.actions import discard
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.notifications.facts import LetterPosted
from guichet.notifications.models import DailyNews, Message


@transaction.atomic
def mark_posted(message_ids: Iterable[int], *, body: Body, by: Actor) -> int:
    """Mark letters of this body as posted; returns how many. Those already posted or of another body are left alone."""
    letters = Message.objects.to_post(body).filter(pk__in=list(message_ids)).order_by("pk").select_for_update()
    count = 0
    for letter in letters:
        letter.status, letter.sent_at = Message.Status.POSTED, now()
        letter.save(update_fields=["status", "sent_at"])
        record(LetterPosted(letter.pk), by=by, body_id=body.pk)
        count += 1
    return count


@transaction.atomic
def forget_about(kind: str, id_: int, *, by: Actor) -> int:
    """Erase every message about a subject with its letters, sent or not; returns how many messages."""
    messages = list(Message.objects.about(kind, id_).select_related("letter").select_for_update(of=("self",)))
    Message.objects.filter(pk__in=[message.pk for message in messages]).delete()
    discard([message.letter for message in messages if message.letter], by=by)
    DailyNews.objects.filter(subject_kind=kind, subject_id=id_).delete()
    return len(messages)
