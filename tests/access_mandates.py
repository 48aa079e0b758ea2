"""What the rows of the mandates need to name an existing object."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from guichet.communes.models import Body
from guichet.mandates.models import Mandate
from guichet.mandates.tests.factories import DRAWING, a_mandate, signed
from guichet.visits.actions import open_visit
from guichet.visits.models import Visit

if TYPE_CHECKING:
    from tests.access_rows import Scene

TICKED = {"themes": ["papiers"], "days": "1", "declared": "1"}
SIGNED = {"read_aloud": "1", "drawing": DRAWING}


def visit(scene: "Scene") -> list[Any]:
    """Lucie at Sophie's counter."""
    return [_her_visit(scene, scene.world.body, "sophie").reference]


def to_sign(scene: "Scene") -> list[Any]:
    """Given at the visit, still to be signed."""
    given = a_mandate(scene.world.body, scene.roles["sophie"].actor, scene.case.person)
    return [*visit(scene), given.reference]


def trail(scene: "Scene") -> list[Any]:
    """A visit at the commune's counter, whose codes she typed; who typed those of a case alone is not let in."""
    made = _her_visit(scene, scene.world.anor, "manon")
    codes = {"reference": made.reference, "secret": made.secret}
    scene.browsers["resident"].post(reverse("portal:follow"), codes, HTTP_HOST="localhost")
    return [made.reference]


def to_revoke(scene: "Scene") -> list[Any]:
    """Her mandate for the commune, in force."""
    by = scene.roles["manon"].actor
    hers = Mandate.objects.of_body(scene.world.anor).filter(person=scene.case.person).first()
    return [*trail(scene), (hers or signed(a_mandate(scene.world.anor, by, scene.case.person), by)).reference]


def _her_visit(scene: "Scene", body: Body, agent: str) -> Visit:
    known = Visit.objects.filter(body=body, person=scene.case.person).first()
    return known or open_visit(body=body, person=scene.case.person, by=scene.roles[agent].actor)
