from datetime import date

from guichet.journal.chores import nightly
from guichet.mandates.actions import erase_old_mandates


@nightly
def erase_mandates(day: date) -> int:
    return erase_old_mandates(day)
