"""A case sent on to a body without accounts, and the e-mails it receives."""

import re

from guichet.accounts.models import Role
from guichet.cases.actions import save_step, start_draft, submit, transmit
from guichet.cases.models import Case
from guichet.communes.models import Department
from guichet.notifications.models import DEPARTMENT_CODE, Message
from tests.base import ANSWERS, World, resident_of

REFERENCE_PAGE = "/expert/dossiers/{}/"


def entrusted(world: World, department: Department, *, by: Role) -> Case:
    """A case that the commune received and sent on to this department."""
    resident = resident_of(world.anor)
    draft = start_draft(
        "bacs-ordures", commune=world.anor, department=world.anor.departments.get(), answers={}, by=resident
    )
    case = submit(save_step(draft, ANSWERS, by=resident), by=resident)
    reason = "Cette rue est une route du Département."
    return transmit(case, department=department, text=reason, seen_version=case.version, by=by.actor)


def last_mail() -> Message:
    """The last e-mail of a code."""
    return Message.objects.filter(purpose=DEPARTMENT_CODE).latest("pk")


def code_of(mail: Message) -> str:
    """The six figures, as the department reads them."""
    found = re.search(r"\d{3}\u00a0\d{3}", mail.filled(mail.text))
    assert found, mail.text
    return found[0]
