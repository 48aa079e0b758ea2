"""The rows of the counter: a visit is its agent's alone."""

from typing import TYPE_CHECKING, Any

from guichet.catalogue.models import Procedure
from guichet.desk.tests.base import a_call, a_kiosk
from guichet.devices.health_rules import SILENT
from guichet.devices.models import Call, Incident
from guichet.kit.dates import now
from guichet.visits.actions import add_matter, check_papers, close_visit, open_visit
from guichet.visits.models import Visit
from guichet.visits.rules import Outcome

if TYPE_CHECKING:
    from tests.access_rows import Scene

BINS = "bacs-ordures"
AGENTS = "in in in ok ok ok no"
BODY_AGENT = "in in in no ok ok no"
HER_AGENT = "in in in no no ok no"
NOT_A_METHOD = "405 405 405 405 405 405 405"


def her_visit(scene: "Scene") -> Visit:
    """Lucie at Sophie's counter."""
    known = Visit.objects.filter(person=scene.case.person).first()
    return known or open_visit(body=scene.world.body, person=scene.case.person, by=scene.roles["sophie"].actor)


def at_visit(scene: "Scene") -> list[Any]:
    return [her_visit(scene).reference]


def at_matter(scene: "Scene") -> list[Any]:
    """She came for a bin; a paper of its sheet is missing."""
    by = scene.roles["sophie"].actor
    matter = add_matter(her_visit(scene), Procedure.objects.get(slug=BINS), by=by)
    check_papers(matter, brought=[], missing=[0], by=by)
    return [matter.visit.reference, BINS]


def at_site(scene: "Scene") -> list[Any]:
    """A sheet that leads to an official site."""
    by = scene.roles["sophie"].actor
    matter = add_matter(her_visit(scene), Procedure.objects.get(slug="caf"), by=by)
    return [matter.visit.reference, "caf", 0]


def nothing(scene: "Scene") -> list[Any]:
    return []


def codes_of_draft(scene: "Scene") -> dict[str, str]:
    """Begun on the commune's portal, for the intercommunal body to treat."""
    return {"reference": scene.draft.reference, "secret": scene.draft.secret}


def at_call(scene: "Scene") -> list[Any]:
    """Somebody calls at the kiosk of the intercommunal body."""
    return [(Call.objects.first() or a_call(a_kiosk(scene.world.body))).pk]


def at_silence(scene: "Scene") -> list[Any]:
    """Its kiosk says nothing any more."""
    terminal = a_kiosk(scene.world.body)
    return [Incident.objects.get_or_create(terminal=terminal, kind=SILENT, defaults={"opened_at": now()})[0].pk]


def ended(scene: "Scene") -> None:
    close_visit(her_visit(scene), Outcome.SETTLED, by=scene.roles["sophie"].actor)


def at_act(scene: "Scene") -> list[Any]:
    """An act that Lille keeps."""
    by = scene.roles["sophie"].actor
    matter = add_matter(her_visit(scene), Procedure.objects.get(slug="acte-naissance"), by=by)
    return [matter.visit.reference, "acte-naissance", "birth", "59350"]


LETTER_WORDS = {
    "ou": "Lille", "act_last_name": "Dubois", "act_first_names": "Lucie", "event_on": "14/05/1991", "document": "without_parents",
    "first_name": "Lucie", "last_name": "Dubois", "street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor",
}  # fmt: skip
# get, post, args, data, what happens before
TABLE: dict[str, tuple[Any, ...]] = {
    "desk:reception": (AGENTS, NOT_A_METHOD),
    "desk:visit-open": (NOT_A_METHOD, AGENTS),
    "desk:resume": (AGENTS, AGENTS, nothing, codes_of_draft),
    "desk:kiosk": (AGENTS, NOT_A_METHOD),
    "desk:kiosk-answer": (NOT_A_METHOD, BODY_AGENT, at_call),
    "desk:kiosk-settled": (NOT_A_METHOD, BODY_AGENT, at_silence),
    "desk:find-procedures": (AGENTS, NOT_A_METHOD),
    "desk:find-people": (AGENTS, NOT_A_METHOD),
    "desk:visit": (HER_AGENT, NOT_A_METHOD, at_visit),
    "desk:visit-turn": (NOT_A_METHOD, HER_AGENT, at_visit),
    "desk:visit-name": (NOT_A_METHOD, HER_AGENT, at_visit, lambda s: {"qui": "Lucie"}),
    "desk:visit-person": (HER_AGENT, HER_AGENT, at_visit, lambda s: {"last_name": "Dubois"}),
    "desk:visit-channel": (NOT_A_METHOD, HER_AGENT, at_visit, lambda s: {"comment": "phone"}),
    "desk:visit-message": (NOT_A_METHOD, HER_AGENT, at_visit),
    "desk:visit-receipt": (NOT_A_METHOD, HER_AGENT, at_visit),
    "desk:visit-receipt-pdf": (HER_AGENT, NOT_A_METHOD, at_visit),
    "desk:visit-close": (NOT_A_METHOD, HER_AGENT, at_visit, lambda s: {"fin": "settled"}),
    "desk:visit-reopen": (NOT_A_METHOD, HER_AGENT, at_visit, lambda s: {}, ended),
    "desk:visit-scan": (HER_AGENT, "in in in no no again no", at_visit),
    "desk:matter-add": (NOT_A_METHOD, HER_AGENT, at_visit, lambda s: {"demarche": BINS}),
    "desk:matter-drop": (NOT_A_METHOD, HER_AGENT, at_matter),
    "desk:matter-papers": (NOT_A_METHOD, HER_AGENT, at_matter),
    "desk:matter-bring-back": (HER_AGENT, NOT_A_METHOD, at_matter),
    "desk:matter-print": (NOT_A_METHOD, HER_AGENT, at_matter),
    "desk:matter-site": (NOT_A_METHOD, "in in in no no again no", at_site),
    "desk:matter-done": (NOT_A_METHOD, HER_AGENT, at_matter),
    "desk:visit-request": (HER_AGENT, "in in in no no again no", at_matter),
    "desk:visit-letter": (NOT_A_METHOD, HER_AGENT, at_act, lambda s: LETTER_WORDS),
}
