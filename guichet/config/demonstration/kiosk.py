"""The kiosks of the invented town: one without hardware in the hall, the CAF's beside it, and what happened on them."""

from datetime import timedelta

from guichet.config.demonstration.bodies import Bodies
from guichet.devices.actions import (
    add_terminal,
    end_session,
    open_session,
    order_site_print,
    tell_state,
    touch_session,
    type_use,
)
from guichet.devices.models import KioskSession, Terminal
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import add_months, now, paris_date, pretending

HALL = {
    "kind": Terminal.Kind.FAKE,
    "name": "Borne du hall",
    "place": "Mairie d’Anor, hall d’entrée",
    "internet_minutes": 30,
    "allowed_hosts": "www.hautsdefrance.fr\nwww.lenord.fr\n*.sncf-connect.com",
}
CAF = {
    "kind": Terminal.Kind.PARTNER,
    "name": "Borne de la CAF",
    "place": "Mairie d’Anor, salle d’attente",
    "owner": "CAF du Nord",
    "hours_words": "Aux heures de la mairie.",
    "url": "https://www.caf.fr",
}
# Days ago, pages printed, how it ended.
PASSED = ((1, 2, "person"), (1, 0, "idle"), (2, 1, "person"), (4, 3, "person"), (4, 0, "person"), (7, 0, "idle"))
OF_CAF = (41, 37)  # last month, the month before
WELL = {"printer": {"state": "ready", "reasons": []}, "scanner": {"state": "ready"}, "disk_free_mb": 12_400}


def plant_kiosks(bodies: Bodies) -> None:
    """Two terminals in Anor, six people within the week, and a morning without paper."""
    hall = add_terminal(body=bodies.anor, columns=HALL, by=SYSTEM)
    for days_ago, pages, why in sorted(PASSED, reverse=True):
        with pretending(now() - timedelta(days=days_ago)):
            _pass_by(hall, pages, why)
    with pretending(now() - timedelta(days=2)):
        tell_state(hall, {**WELL, "printer": {"state": "stopped", "reasons": ["media-empty"]}})
    tell_state(hall, WELL)
    caf = add_terminal(body=bodies.anor, columns=CAF, by=SYSTEM)
    for months_ago, count in enumerate(OF_CAF, start=1):
        type_use(caf, add_months(paris_date(now()).replace(day=1), -months_ago), count, by=SYSTEM)


def _pass_by(terminal: Terminal, pages: int, why: str) -> None:
    """Somebody comes, prints perhaps, and leaves: a session that nobody can be found in."""
    session, _token = open_session(terminal)
    touch_session(session)
    if pages:
        order_site_print(session, pages=pages)
    end_session(session, KioskSession.Ended(why), from_device=True)
