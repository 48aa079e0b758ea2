"""Everything on the kiosk is on the web day and night: what can be touched is walked, each address is asked of the portal."""

from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from django.test import Client

from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.devices.models import Terminal
from guichet.devices.tests.factories import a_terminal
from guichet.kiosk.tests.base import Visitor, links_of, web_address
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from tests.base import World

HOME = "/borne/"
DEEP = 3
# What happens at the kiosk alone: the three exceptions (print, scan, call), and the pages of the machines.
ONLY_HERE = ("/imprimer/", "/numeriser/", "/appeler/", "/appel/", "/travaux/")


def test_every_place_of_the_kiosk_is_on_the_web(world: World, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    load_procedures(by=SYSTEM)
    bins = Procedure.objects.get(slug="bacs-ordures")
    offer_procedure(bins, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    plant_pages(world.anor)
    visitor = Visitor(a_terminal(world.anor, kind=Terminal.Kind.FAKE, internet_minutes=30))
    asked: set[str] = set()
    seen, floor = {HOME}, [HOME]
    for _floor in range(DEEP):
        below: list[str] = []
        for path in floor:
            page = visitor.reads(path)
            address = web_address(page)
            assert address or any(one in path for one in ONLY_HERE), f"{path} is nowhere on the web"
            asked.add(urldefrag(address).url)
            below += [link for link in links_of(page) if link not in seen]
            seen.update(below)
        floor = below
    web = Client(headers={"host": world.anor.host or ""})
    for address in sorted(filter(None, asked)):
        assert web.get(address.removeprefix(world.anor.url), follow=True).status_code == 200, address
    assert len(asked) > 60
