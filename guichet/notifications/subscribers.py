from guichet.journal.actions import subscribes
from guichet.journal.models import Record
from guichet.notifications.actions import send
from guichet.notifications.facts import MessageQueued


@subscribes(MessageQueued)
def send_message(fact: MessageQueued, _row: Record) -> None:
    send(fact.message)
