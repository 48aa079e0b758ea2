"""Mandates of the invented town: one in force for a year, one that ended by itself."""

from datetime import timedelta

from guichet.accounts.actions import name_person
from guichet.accounts.actions.people import Contact
from guichet.accounts.models import Role
from guichet.config.demonstration.agents import MANON
from guichet.config.demonstration.bodies import Bodies
from guichet.kit.dates import now, pretending
from guichet.mandates.actions import give_mandate, sign_mandate_on_glass
from guichet.mandates.rules import Theme

# As a finger draws it.
_DRAWING = "[[[70,130],[96,62],[118,40],[128,78],[104,138],[150,96],[176,128],[204,92],[232,132],[270,104],[330,118],[410,96]],[[90,168],[250,160],[470,150]]]"


def plant_mandates(bodies: Bodies, roles: dict[str, Role]) -> None:
    """Yvonne Carlier, 84, is helped for a year; Marcel Lefebvre was, one day last month."""
    by = roles[MANON.login].actor
    for contact, days_ago, days, themes in (
        (Contact("Yvonne", "Carlier", street="12 rue du Général-de-Gaulle", postcode="59186", city="Anor"), 6, 365,
         (Theme.PAPERS, Theme.SOCIAL, Theme.HOUSING)),
        (Contact("Marcel", "Lefebvre", phone="06 12 34 56 78"), 34, 1, (Theme.TRANSPORT,)),
    ):  # fmt: skip
        with pretending(now() - timedelta(days=days_ago)):
            person = name_person(contact)
            mandate = give_mandate(person=person, body=bodies.anor, themes=themes, days=days, is_declared=True, by=by)
            sign_mandate_on_glass(mandate, _DRAWING, is_read_aloud=True, by=by)
