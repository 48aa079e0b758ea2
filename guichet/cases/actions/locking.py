"""Take a case for the time of an act."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.cases.models import Case
from guichet.cases.rules import MOVES, State, tray_of
from guichet.kit.refusal import Refusal


@contextmanager
def locked(case_id: int, *, seen_version: int | None = None) -> Iterator[Case]:
    """Lock the case in a transaction and save at the end what changed of it, with its next version.

    `seen_version` is what the agent's page showed: when a colleague acted since, she is told and nothing is written.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        if seen_version is not None and seen_version != case.version:
            raise Refusal(
                "case-moved",
                _(
                    "Ce dossier a changé pendant que vous le lisiez. Rien n’a été écrasé : relisez le fil, puis recommencez si besoin."
                ),
            )
        before = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
        yield case
        case.version += 1
        # Only what changed: most columns of a case are indexed, and a step of a draft changes none of those.
        changed = [name for name, value in before.items() if getattr(case, name) != value]
        case.save(update_fields=[*changed, "updated_at"])


def move(case: Case, to: State) -> None:
    """Change the state of a locked case; a jump the rules do not know is a fault of the caller's."""
    assert to in MOVES[State(case.state)], f"{case.state} -> {to}"
    case.state = to
    case.tray = tray_of(to)


def must_be_open(case: Case) -> None:
    if not case.is_open:
        raise Refusal("case-closed", _("Ce dossier est clos. Rouvrez-le d’abord."))
