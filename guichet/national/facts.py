from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class NationalSheetsImported(Fact):
    """An archive of the State took the place of the one before: every portal shows its sheets from now on."""

    subject_kind = "archive"
    archive: int
    added: int
    changed: int
    withdrawn: int
