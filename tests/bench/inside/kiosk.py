"""Enrol a kiosk of the town, as a technician does with the code that an editor reads him; its pack has long been made."""

from guichet.communes.models import Body
from guichet.devices.actions import add_terminal, enrol, make_code
from guichet.kiosk.device.pack import build_pack
from guichet.kit.actor import SYSTEM


def run() -> dict[str, str]:
    anor = Body.objects.get(host="localhost")
    columns = {"name": "Borne mesurée", "place": "Mairie, hall d’entrée", "page_quota": 200}
    terminal = add_terminal(body=anor, columns=columns, by=SYSTEM)
    _terminal, key = enrol(make_code(terminal, by=SYSTEM), body=anor, address="192.0.2.1")
    build_pack(anor, seconds=600)
    return {"key": key}
