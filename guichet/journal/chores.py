"""Chores: what each room erases, reminds or counts once a day, and what it looks after every minute."""

import logging
from collections.abc import Callable, Mapping
from datetime import date

from django.db import transaction

from guichet.journal.actions import record
from guichet.journal.facts import ChoreDone
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM

log = logging.getLogger(__name__)

Chore = Callable[[date], int]
CHORES: dict[str, Chore] = {}
OFTEN: dict[str, Callable[[], int]] = {}


def nightly(chore: Chore) -> Chore:
    """Register a chore: called once for each day, safe to run twice, returns how many things it treated."""
    CHORES[f"{chore.__module__.split('.')[1]}.{chore.__name__}"] = chore
    return chore


def often(chore: Callable[[], int]) -> Callable[[], int]:
    """Register what is done about once a minute: quick, safe to run twice, leaves no trace when nothing was to do."""
    OFTEN[f"{chore.__module__.split('.')[1]}.{chore.__name__}"] = chore
    return chore


def run_often(chores: Mapping[str, Callable[[], int]] = OFTEN) -> int:
    """Do what is done every minute; returns how many things were treated. One that fails is logged."""
    treated = 0
    for name, chore in chores.items():
        try:
            treated += chore()
        except Exception:  # one room's chore must not keep the others from running
            log.exception("chore-failed chore=%s", name)
    return treated


def run_chores(day: date, chores: Mapping[str, Chore] = CHORES) -> int:
    """Run the house's chores not yet done for this day; one that fails is logged and tried again at the next call."""
    done = {row.details["chore"] for row in Record.objects.filter(kind=ChoreDone.__name__, subject_id=day.toordinal())}
    ran = 0
    for name, chore in chores.items():
        if name in done:
            continue
        try:
            count = chore(day)
        except Exception:  # one room's chore must not keep the others from running
            log.exception("chore-failed chore=%s", name)
            continue
        with transaction.atomic():
            record(ChoreDone(day.toordinal(), name, count), by=SYSTEM)
        ran += 1
    return ran
