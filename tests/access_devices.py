"""Who meets what at the addresses of the kiosks' own program: without a key nobody meets anything."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from tests.access_rows import Scene

WITHOUT_KEY = "again again again again again again again"
NOT_A_METHOD = "405 405 405 405 405 405 405"


def any_key(_scene: "Scene") -> list[Any]:
    return [UUID(int=1)]


TABLE: dict[str, tuple[Any, ...]] = {
    "device:enrolment": (NOT_A_METHOD, WITHOUT_KEY),
    "device:state": (WITHOUT_KEY, WITHOUT_KEY),
    "device:begin": (WITHOUT_KEY, WITHOUT_KEY),
    "device:end": (WITHOUT_KEY, WITHOUT_KEY, any_key),
    "device:done": (WITHOUT_KEY, WITHOUT_KEY, any_key),
    "device:site-print": (WITHOUT_KEY, WITHOUT_KEY),
    "device:printed": (WITHOUT_KEY, WITHOUT_KEY, any_key),
    "device:paper": (WITHOUT_KEY, WITHOUT_KEY, any_key),
    "device:scanning": (WITHOUT_KEY, WITHOUT_KEY, any_key),
    "device:scanned": (WITHOUT_KEY, WITHOUT_KEY, any_key),
    "device:pack": (WITHOUT_KEY, WITHOUT_KEY),
    "device:packed": (WITHOUT_KEY, WITHOUT_KEY, lambda scene: ["index.html"]),
}
