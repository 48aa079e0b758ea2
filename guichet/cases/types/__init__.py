"""The requests this house knows, by slug."""

from guichet.cases.types.acte_etat_civil import ACTE_ETAT_CIVIL
from guichet.cases.types.bacs_ordures import BACS_ORDURES
from guichet.cases.types.base import CaseType, Clock, Direction, KeptFrom, Outcome, Silence
from guichet.cases.types.dechetterie import DECHETTERIE
from guichet.cases.types.message import MESSAGE
from guichet.cases.types.signalement_voirie import SIGNALEMENT_VOIRIE
from guichet.cases.types.visite_domicile import VISITE_DOMICILE

CASE_TYPES: dict[str, CaseType] = {
    kind.slug: kind
    for kind in (ACTE_ETAT_CIVIL, BACS_ORDURES, DECHETTERIE, SIGNALEMENT_VOIRIE, MESSAGE, VISITE_DOMICILE)
}

__all__ = ["CASE_TYPES", "CaseType", "Clock", "Direction", "KeptFrom", "Outcome", "Silence"]
