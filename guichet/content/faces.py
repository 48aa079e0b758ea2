"""How each face shows what editors write: a room knows no page, so every face registers its own way here."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

# From the request and what an editor wrote to the face's answer.
Shows = Callable[[Any, Any], Any]
Way = TypeVar("Way", bound=Callable[..., Any])
_ways: dict[tuple["Face", type], Shows] = {}


class Face(StrEnum):
    """Where residents read what a town publishes; also the modes of an editor's preview."""

    PORTAL = "portal"
    KIOSK = "kiosk"


PREVIEWS = [(Face.PORTAL.value, _("Sur le site")), (Face.KIOSK.value, _("À la borne"))]

PREVIEW_SIZES = [
    {"name": "mobile", "icon": "mobile-alt", "device_width": 375, "label": _("Téléphone")},
    {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Ordinateur")},
    {"name": "kiosk", "icon": "expand-right", "device_width": 1080, "label": _("Borne")},
]


def shows(face: Face, *kinds: type) -> Callable[[Way], Way]:
    """Register how a face shows these kinds; a kind without its own way is shown like its nearest ancestor."""

    def register(way: Way) -> Way:
        for kind in kinds:
            _ways[face, kind] = way
        return way

    return register


def shown(face: Face, request: Any, thing: Any) -> Any:
    """The answer of this face to the request, showing this thing; `LookupError` for a kind it does not know."""
    for kind in type(thing).__mro__:
        if (face, kind) in _ways:
            return _ways[face, kind](request, thing)
    raise LookupError(f"{face} shows no {type(thing).__name__}")
