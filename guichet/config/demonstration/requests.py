"""What the invented towns take online, and who treats it."""

from collections.abc import Mapping, Sequence

from guichet.cases.actions import offer_requests, set_routing
from guichet.cases.types import CASE_TYPES
from guichet.communes.models import Body, Department
from guichet.config.demonstration.bodies import Bodies
from guichet.kit.actor import SYSTEM

# Of a commune: which of its departments answers for which subject; the front desk for all the others.
_TECHNICAL = {
    "signalement-voirie": ("hole", "light", "sign", "tree", "other"),
    "message": ("streets", "planning"),
}
_REGISTRY = {"message": ("papers",)}


def open_requests(bodies: Bodies) -> None:
    """Acts at the registry, streets at the technical department; waste at the body's, roads and wires outside."""
    for commune in (bodies.anor, bodies.fourmies):
        desk, registry, technical = (
            _department(commune, name) for name in ("accueil", "état civil", "service technique")
        )
        by_type = {"": desk, "acte-etat-civil": registry, "signalement-voirie": technical}
        offer_requests(commune, by_type, by=SYSTEM)
        _send(commune, _TECHNICAL, technical)
        _send(commune, _REGISTRY, registry)
        _send(commune, {"signalement-voirie": ("dump",), "message": ("waste",)}, bodies.waste)
        _send(commune, {"signalement-voirie": ("water",)}, bodies.front_desk)
        _send(commune, {"signalement-voirie": ("county-road",)}, bodies.roads)
        _send(commune, {"signalement-voirie": ("wire",)}, bodies.grid)
    offer_requests(bodies.shared, {"": bodies.waste}, by=SYSTEM)


def _send(body: Body, subjects: Mapping[str, Sequence[str]], department: Department) -> None:
    for case_type, keys in subjects.items():
        assert set(keys) <= dict(CASE_TYPES[case_type].routes).keys()
        for key in keys:
            set_routing(body=body, case_type=case_type, key=key, department=department, by=SYSTEM)


def _department(body: Body, name: str) -> Department:
    return body.departments.get(name=name)
