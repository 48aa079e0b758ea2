"""A file of a case in which the antivirus found something after it was kept."""

from guichet.cases.actions.locking import locked
from guichet.cases.models import Attachment
from guichet.kit.actor import Actor


def show_infected_file(file_id: int, *, by: Actor) -> bool:
    """Bring the case of this file before its department again; its page says which file. False without a case, or
    for a draft, whose page tells the person. Again, it changes nothing."""
    attachment = Attachment.objects.filter(file_id=file_id).first()
    if attachment is None:
        return False
    with locked(attachment.case_id) as case:
        if case.is_draft:
            return False
        case.has_news = True
    return True
