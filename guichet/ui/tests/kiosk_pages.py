"""Pages of the kiosk made up for the tests, in the real layout and parts: what no view of the kiosk shows all at once."""

from typing import Any

from django.template import engines
from playwright.sync_api import Page

from tests.browser import new_page

BORNE = """() => {
    window.orders = [];
    window.borne = (json) => window.orders.push(JSON.parse(json));
    window.says = (detail) => window.dispatchEvent(new CustomEvent("borne", { detail }));
}"""
FRAME = {
    "text": 1, "contrast": False, "low": False, "idle_seconds": 90, "agent": "Manon", "day": "Mardi 24 novembre, 10 h 42",
    "home_url": "/borne/", "back_url": "",
    "comfort_url": "/borne/confort/", "call_url": "/borne/appeler/", "end_url": "/borne/fin/",
    "present_url": "/borne/present/",
}  # fmt: skip
HEAD = '{% extends "ui/layout/kiosk.html" %}{% load ui %}{% block title %}Essai{% endblock %}'
TILES = (
    ("Un enfant arrive", "Enfant", "pram"), ("École, cantine", "Cantine", "school"), ("Je déménage", "Déménager", "boxes"),
    ("Ma voiture", "Voiture", "car"), ("Mes papiers", "Papiers", "id"), ("Travail, emploi", "Emploi", "job"),
    ("Perdre un proche", "Décès", "candle"), ("Travaux, maison", "Travaux", "works"), ("Bacs et déchets", "Bacs", "bin"),
)  # fmt: skip
DOORS = (
    ("Ma demande", "avec votre ticket", "qrcode"), ("Voir quelqu’un", "France Travail est là", "video"),
    ("Imprimer", "les formulaires", "printer"), ("Tout le reste", "agenda, cartes, emploi", "layout-grid"),
)  # fmt: skip

HOME = """
{% block body_modifier %}kiosk--home{% endblock %}
{% block lead %}<h1>Bonjour.<br>Qu’est-ce qui vous amène ?</h1>
  <ul class="kiosk__lines kiosk__low-only">{% include "ui/kiosk-line/kiosk-line.html" with day="28" month="nov." text="Loto de l’école" note="Salle Robert-Dubar, 18 h" only %}</ul>{% endblock %}
{% block main %}<div class="kiosk__band">{% include "ui/kiosk-search/kiosk-search.html" with action="/borne/recherche/" only %}<div class="kiosk__skyline"></div></div>
  <ul class="kiosk__tiles">{% for text, short, drawing in tiles %}{% include "ui/kiosk-tile/kiosk-tile.html" with url="#" text=text short=short drawing=drawing only %}{% endfor %}</ul>
  <ul class="kiosk__doors">{% for text, note, icon in doors %}{% include "ui/kiosk-door/kiosk-door.html" with url="#" text=text note=note icon=icon only %}{% endfor %}</ul>{% endblock %}
"""
SHEET = """
{% block lead %}<h1>Vendre ou donner un véhicule</h1>
  {% include "ui/kiosk-facts/kiosk-facts.html" with facts=facts only %}
  {% include "ui/kiosk-checklist/kiosk-checklist.html" with title="Vos papiers" items=papers only %}{% endblock %}
{% block main %}{% include "ui/kiosk-next/kiosk-next.html" with title="D’abord : le certificat de situation" text="L’acheteur doit l’avoir, daté de moins de 15 jours." drawing="id" url="#" act="Le faire" only %}{% endblock %}
{% block act %}{% include "ui/kiosk-act/kiosk-act.html" with text="Déclarer la vente ici" icon="device-laptop" size="big" href="#" only %}
  {% include "ui/kiosk-act/kiosk-act.html" with text="Imprimer la fiche" icon="printer" kind="secondary" href="#" only %}
  {% include "ui/kiosk-act/kiosk-act.html" with text="Le site de l’État" kind="secondary" href="https://service.example/" outside=True site="Service Public" whose="Site de l’État" only %}{% endblock %}
"""
LIST = """
{% block lead %}<h1>Travaux, maison</h1>{% endblock %}
{% block main %}<ul class="kiosk__lines">{% for number in numbers %}{% include "ui/kiosk-line/kiosk-line.html" with text=number note="Gratuit, 10 minutes" url="#" drawing="works" only %}{% endfor %}</ul>{% endblock %}
{% block turn %}{% include "ui/kiosk-suite/kiosk-suite.html" with page=1 pages=2 next_url="#suite" only %}{% endblock %}
"""
FORM = """
{% block lead %}{% include "ui/steps/steps.html" with title="Bac à ordures" current=3 total=5 only %}<h1>Le bac</h1>{% endblock %}
{% block main %}<form id="ask" method="post" action="/borne/sent" data-keep-url="/borne/garder/" novalidate>{% csrf_token %}
  {% include "ui/field/field.html" with id="name" name="name" label="Votre nom" hint="Celui de votre boîte aux lettres" only %}
  {% include "ui/field/field.html" with id="bin" name="bin" label="Numéro du bac" width="short" inputmode="numeric" maxlength="8" error="Il manque deux chiffres." only %}
  {% include "ui/choice/choice.html" with id="why" name="why" legend="Votre bac est" items=choices only %}
  {% include "ui/textarea/textarea.html" with id="what" name="what" label="Ce qui s’est passé" optional=True rows=2 only %}</form>{% endblock %}
{% block act %}{% include "ui/kiosk-act/kiosk-act.html" with text="Continuer" icon_after="arrow-right" size="big" form="ask" only %}{% endblock %}
"""
JOB = """
{% block lead %}<h1>Impression</h1>{% endblock %}
{% block main %}{% include "ui/kiosk-job/kiosk-job.html" with kind="print" state="working" title="Nous imprimons" sentence="Deux pages." job_url="/borne/travaux/1/" %}{% endblock %}
"""
CAMERA = """
{% block lead %}<h1>Ma demande</h1>{% include "ui/kiosk-camera/kiosk-camera.html" with action="/borne/sent" name="read" %}{% endblock %}
"""
CODE = """
{% block lead %}<h1>C’est gardé</h1>{% include "ui/kiosk-code/kiosk-code.html" with label="Code de votre brouillon" code="KDRT-MLNW-7Q2A" qr_data="http://localhost/" text="Ce code rouvre vos réponses, ici ou chez vous, pendant 30 jours." only %}{% endblock %}
"""
REFUSED = """
{% block lead %}{% include "ui/kiosk-refused/kiosk-refused.html" with title="Vous avez imprimé vingt pages" text="Ce qui est sorti est à vous." text_2="Demandez la suite à l’accueil." icon="printer-off" only %}{% endblock %}
"""
WRITTEN = {
    "home": HOME, "sheet": SHEET, "list": LIST, "form": FORM, "job": JOB, "camera": CAMERA, "code": CODE, "refused": REFUSED,
}  # fmt: skip
SAMPLE = {
    "town": {"name": "Anor"},
    "here": "/borne/",
    "csrf_token": "a-token",
    "tiles": TILES,
    "doors": DOORS,
    "facts": [
        {"term": "Prix", "value": "Gratuit"},
        {"term": "À faire sous", "value": "15 jours"},
        {"term": "Sur place", "value": "10 minutes"},
    ],
    "papers": [
        {"text": "La carte grise", "note": "Barrée, « vendu le », date, heure, signature", "state": "done"},
        {"text": "Le certificat de cession", "note": "Nous l’imprimons pour vous", "state": "done"},
        {"text": "Le contrôle technique", "note": "Moins de 6 mois, si plus de 4 ans"},
        {"text": "Votre téléphone", "note": "Pour vous connecter avec FranceConnect"},
    ],
    "numbers": [f"Démarche numéro {number}" for number in range(1, 13)],
    "choices": [
        {"value": "broken", "text": "Cassé", "hint": "Couvercle, roue, cuve fendue"},
        {"value": "stolen", "text": "Volé ou disparu"},
        {"value": "size", "text": "Trop petit ou trop grand"},
    ],
}


def written(name: str, **frame: Any) -> str:
    """The HTML of one made-up page; `frame` overrides what stands in `kiosk`."""
    kiosk = {**FRAME, "back_url": "" if name == "home" else "/borne/", **frame}
    return engines["django"].from_string(HEAD + WRITTEN[name]).render({**SAMPLE, "kiosk": kiosk})


class Kiosk:
    """A made-up page of the kiosk in a browser, what it posted and what it complained of."""

    def __init__(self, browser, site, width=1080, height=1920):
        self.page: Page = new_page(browser, width=width, height=height)
        self.site = site
        self.policy = ""  # Playwright's own waiting for a function needs a page without
        self.posted: list[tuple[str, str]] = []
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def has_borne(self) -> None:
        self.page.add_init_script(f"({BORNE})()")

    def shows(self, name: str, **frame) -> Page:
        headers = {"Content-Security-Policy": self.policy, "Content-Type": "text/html; charset=utf-8"}
        html = written(name, **frame)
        self.page.route("**/borne/**", self._answer)
        self.page.route("**/try", lambda route: route.fulfill(body=html, headers=headers))
        self.page.goto(f"{self.site}/try")
        self.page.evaluate("document.fonts.ready")
        return self.page

    def _answer(self, route) -> None:
        request = route.request
        if request.method == "POST":
            self.posted.append((request.url.removeprefix(self.site), request.post_data or ""))
        route.fulfill(body="<title>Autre page</title>", content_type="text/html")

    def orders(self, do: str) -> list[dict[str, Any]]:
        return [order for order in self.page.evaluate("window.orders") if order["do"] == do]

    def says(self, **detail) -> None:
        self.page.evaluate("(detail) => window.says(detail)", detail)
