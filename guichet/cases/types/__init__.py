"""The requests this house knows, by slug."""

from guichet.cases.types.bacs_ordures import BACS_ORDURES
from guichet.cases.types.base import CaseType, Outcome, Silence

CASE_TYPES: dict[str, CaseType] = {kind.slug: kind for kind in (BACS_ORDURES,)}

__all__ = ["CASE_TYPES", "CaseType", "Outcome", "Silence"]
