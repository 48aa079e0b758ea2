"""A morning at Manon's counter: people come, some with a name, and leave with something."""

from collections.abc import Callable
from datetime import timedelta

from guichet.accounts.models import Role
from guichet.cabinet.actions import hand_out
from guichet.catalogue.models import Procedure
from guichet.kit.dates import now, pretending
from guichet.visits.actions import (
    add_matter,
    check_papers,
    close_visit,
    name_visit,
    note_bring_back,
    note_done,
    note_site,
    open_visit,
)
from guichet.visits.models import Matter
from guichet.visits.rules import Channel, Outcome

_Act = Callable[[Matter, Role], object]


def _papers(matter: Matter, role: Role) -> None:
    by = role.actor.at_visit(matter.visit_id)
    hand_out(body=role.body, procedures=[matter.procedure], by=by)


def _site(matter: Matter, role: Role) -> None:
    note_site(matter, 0, by=role.actor)


def _done(matter: Matter, role: Role) -> None:
    note_done(matter, by=role.actor)


def _lacks(matter: Matter, role: Role) -> None:
    check_papers(matter, brought=[0, 1], missing=[2], by=role.actor)
    note_bring_back(matter, by=role.actor)


# minutes ago, who, by which channel, for what, what was done, how it ended, why
_MORNING: tuple[tuple[int, str, Channel, str, tuple[_Act, ...], Outcome, str], ...] = (
    (190, "Bernard", Channel.DESK, "cession-vehicule", (_papers, _site, _done), Outcome.SETTLED, ""),
    (171, "", Channel.PHONE, "carte-identite", (_done,), Outcome.SETTLED, ""),
    (150, "Yvette", Channel.DESK, "passeport", (_papers, _lacks), Outcome.COMES_BACK, ""),
    (128, "", Channel.DESK, "caf", (_site,), Outcome.REFERRED, "Conseillère de la CAF, jeudi à 14 h"),
    (96, "Ahmed", Channel.KIOSK, "inscription-electorale", (_site, _done), Outcome.SETTLED, ""),
    (61, "Chantal", Channel.DESK, "attestation-accueil", (_papers, _done), Outcome.SETTLED, ""),
    (34, "", Channel.MAIL, "declaration-prealable", (_papers,), Outcome.PAPERS, ""),
)


def plant_visits(roles: dict[str, Role]) -> None:
    manon = roles["manon"]
    known = Procedure.objects.in_bulk([one[3] for one in _MORNING], field_name="slug")
    for ago, first_name, channel, slug, acts, outcome, why in _MORNING:
        with pretending(now() - timedelta(minutes=ago)):
            visit = open_visit(body=manon.body, channel=channel, by=manon.actor)
            if first_name:
                name_visit(visit, first_name=first_name, by=manon.actor)
            matter = add_matter(visit, known[slug], by=manon.actor)
        with pretending(now() - timedelta(minutes=ago - 9)):
            for act in acts:
                act(matter, manon)
            close_visit(visit, outcome, why=why, by=manon.actor)
