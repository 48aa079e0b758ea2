"""Who meets what at the kiosk's addresses: nobody here stands before a kiosk. What somebody who does meets is tested
with the kiosk's pages (guichet/kiosk/tests)."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from tests.access_rows import Scene

EVERYBODY = "ok ok ok ok ok ok ok"
NOBODY = "no no no no no no no"
NOT_A_METHOD = "405 405 405 405 405 405 405"
SENT_AWAY = "kiosk kiosk kiosk kiosk kiosk kiosk kiosk"
PAGE_AGAIN = "again again again again again again again"

READ = (SENT_AWAY, NOT_A_METHOD)
DONE = (NOT_A_METHOD, SENT_AWAY)
BOTH = (SENT_AWAY, SENT_AWAY)


def bins(_scene: "Scene") -> list[Any]:
    return ["bacs-ordures"]


def first_page(_scene: "Scene") -> list[Any]:
    return ["bacs-ordures", "besoin"]


def reference(scene: "Scene") -> list[Any]:
    return [scene.draft.reference]


def a_step(scene: "Scene") -> list[Any]:
    return [scene.draft.reference, "photo"]


def a_job(_scene: "Scene") -> list[Any]:
    return [uuid4()]


TABLE: dict[str, tuple[Any, ...]] = {
    "kiosk:closed": (EVERYBODY, NOT_A_METHOD),
    "kiosk:begin": (NOT_A_METHOD, NOBODY),  # no kiosk without hardware in this town
    "kiosk:enter": (SENT_AWAY, NOT_A_METHOD, lambda scene: ["jeton"]),
    "kiosk:end": (NOT_A_METHOD, PAGE_AGAIN),  # nothing to end: the page says goodbye
    "kiosk:present": DONE,
    "kiosk:comfort": DONE,
    "kiosk:call": DONE,
    "kiosk:called": READ,
    "kiosk:called-state": READ,
    "kiosk:home": READ,
    "kiosk:everything": READ,
    "kiosk:events": READ,
    "kiosk:event": (*READ, lambda scene: ["je-demenage"]),
    "kiosk:most-asked": READ,
    "kiosk:town-life": READ,
    "kiosk:someone": READ,
    "kiosk:search": READ,
    "kiosk:internet": READ,
    "kiosk:papers": BOTH,
    "kiosk:mine": BOTH,
    "kiosk:scan": BOTH,
    "kiosk:legal": READ,
    "kiosk:legal-notice": (*READ, lambda scene: ["aff-26-00001"]),
    "kiosk:print-act": (*DONE, lambda scene: ["aff-26-00001"]),
    "kiosk:written": (*READ, lambda scene: ["actualites/"]),
    "kiosk:sheet": (*READ, bins),
    "kiosk:print-sheet": (*DONE, bins),
    "kiosk:request": (*READ, bins),
    "kiosk:request-first": (*BOTH, first_page),
    "kiosk:request-step": (*BOTH, a_step),
    "kiosk:request-check": (*BOTH, reference),
    "kiosk:request-kept": (*READ, reference),
    "kiosk:print-code": (*DONE, reference),
    "kiosk:receipt": (*READ, reference),
    "kiosk:print-receipt": (*DONE, reference),
    "kiosk:case": (*READ, reference),
    "kiosk:scan-for": (*BOTH, a_step),
    "kiosk:scan-preview": (*READ, a_job),
    "kiosk:scan-keep": (*DONE, a_job),
    "kiosk:job": (*READ, a_job),
    "kiosk:job-state": (*READ, a_job),
    "kiosk:job-cancel": (*DONE, a_job),
    "kiosk:job-retry": (*DONE, a_job),
    "kiosk:job-paper": (*READ, a_job),
    "kiosk:national": READ,
    "kiosk:national-how-to": READ,
    "kiosk:national-sheet": (*READ, lambda scene: ["R1"]),
    "kiosk:national-services": READ,
    "kiosk:national-services-theme": (*READ, lambda scene: ["N1"]),
    "kiosk:national-forms": READ,
    "kiosk:national-forms-theme": (*READ, lambda scene: ["N1"]),
    "kiosk:national-simulators": READ,
    "kiosk:national-simulators-theme": (*READ, lambda scene: ["N1"]),
}
