"""Somebody before a kiosk, as its browser sends it."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from guichet.cases.models import Case
from guichet.devices.actions import open_session
from guichet.devices.models import KioskSession, Terminal
from guichet.kiosk.guard import COOKIE

FIRST = "/borne/demarches/bacs-ordures/demande/etape/besoin/"


class Visitor:
    """Enters by the address that the kiosk's program opens; pages are soup."""

    def __init__(self, terminal: Terminal) -> None:
        self.browser = Client(headers={"host": terminal.body.host or ""})
        passage, token = open_session(terminal)
        self.passage_pk = passage.pk
        self.entered = self.browser.get(f"/borne/ouvrir/{token}/")
        assert self.entered.status_code == 302, self.entered
        self.token = token

    @property
    def passage(self) -> KioskSession:
        return KioskSession.objects.get(pk=self.passage_pk)

    @property
    def cookie(self) -> str:
        return self.browser.cookies[COOKIE].value

    def reads(self, path: str) -> BeautifulSoup:
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return BeautifulSoup(answer.content, "html.parser")

    def presses(self, path: str, **typed: Any) -> Any:
        """Send a form; the page that follows is read when there is one."""
        return self.browser.post(path, typed, follow=True)

    def begins(self, need: str = "repair", **typed: str) -> Case:
        answer = self.browser.post(FIRST, {"need": need, **typed})
        assert answer.status_code == 302, answer.content.decode()
        return Case.objects.latest("pk")


def links_of(page: BeautifulSoup) -> list[str]:
    """The kiosk's own pages that this one leads to, in its reading and touching parts."""
    area = page.find(id="contenu") or page
    found = [str(link["href"]) for link in area.find_all("a", href=True)]
    return list(dict.fromkeys(href for href in found if href.startswith("/borne/")))


def web_address(page: BeautifulSoup) -> str:
    """Where the same thing is on the web; "" when the page does not say."""
    link = page.find("link", rel="canonical")
    return str(link["href"]) if link else ""
