from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class CatalogueLoaded(Fact):
    """The data files were read; the subject is the day (proleptic ordinal)."""

    subject_kind = "day"
    day: int
    procedures: int


@dataclass(frozen=True)
class LocalSheetWritten(Fact):
    """A body wrote its own words beside the national sheet of a procedure."""

    subject_kind = "procedure"
    procedure: int


@dataclass(frozen=True)
class LocalSheetDropped(Fact):
    subject_kind = "procedure"
    procedure: int


@dataclass(frozen=True)
class ProcedureOffered(Fact):
    """A body takes requests online for this procedure, or takes them again."""

    subject_kind = "offer"
    offer: int


@dataclass(frozen=True)
class OfferClosed(Fact):
    subject_kind = "offer"
    offer: int
