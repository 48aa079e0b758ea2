"""Who gets in where: every address and method × every kind of person, on an object that exists.

A row gives, for GET and for POST, what each person meets, in the order of `PEOPLE`. An address without a row fails.

    ok     let in: the page, the file, or the act done and the next page
    again  let in, but the page comes back: nothing was done
    in     sent to sign in              code  sent to type the two codes     door  sent to ask for a one-time code
    no     404: it does not exist for her             405  this method has no meaning here
    kiosk  sent to the page that says whose address it is
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.messages import ERROR
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guichet.accounts.rules import RoleKind
from guichet.cases.actions import attach_file, save_step, start_draft, submit
from guichet.cases.models import Case
from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.documents.actions import keep_pdf
from guichet.documents.rendering import render_pdf
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from tests.access_rows import LETTER, PEOPLE, ROWS, Scene
from tests.base import ANSWERS, a_case, a_draft, an_agent, resident_of, signed_in


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every address but those below the workshop (/cms/), which have one door of their own."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern).startswith("cms/") or pattern.app_name == "wagtailcore":
                continue
            yield from addresses(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}"


def outcome(response: Any) -> str:
    """What the person met, as the table says it."""
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, the file is closed
    status, where = response.status_code, response.headers.get("Location", "")
    if status in {404, 405}:
        return {404: "no", 405: "405"}[status]
    if 300 <= status < 400:
        if where.startswith("/connexion/"):
            return "in"
        if where == "/borne/fermee/":
            return "kiosk"
        if any(message.level >= ERROR for message in response.wsgi_request._messages._queued_messages):
            return "again"
        if is_door(response, where):
            return "door"
        return "code" if where.startswith("/suivi/?reference=") else "ok"
    is_page = response.headers["Content-Type"].startswith("text/html")
    is_again = response.wsgi_request.method == "POST" and is_page
    return "again" if is_again or status >= 400 else "ok"


def is_door(response: Any, where: str) -> bool:
    """Sent back to the door of a case by an address that is behind it?"""
    asked = response.wsgi_request.path
    behind = asked.startswith("/expert/") and not asked.endswith(("/code/", "/ouvrir/", "/fermer/"))
    return behind and where == f"/expert/dossiers/{asked.split('/')[3]}/"


@pytest.fixture
def scene(world, settings):
    settings.DEMONSTRATION = True
    settings.SUBMISSIONS_PER_HOUR = 1000
    settings.FORM_MINIMUM_SECONDS = 0
    load_procedures(by=SYSTEM)
    bins = Procedure.objects.get(slug="bacs-ordures")
    offer_procedure(bins, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    roles = {
        "manon": an_agent("manon", world.anor),
        "paul": an_agent("paul", world.body, world.water),
        "sophie": an_agent("sophie", world.body, world.waste),
        "claire": an_agent("claire", world.body, kind=RoleKind.ADMINISTRATOR),
    }
    an_agent("hugo", world.body, kind=RoleKind.ADMINISTRATOR)
    draft = a_draft(world, email="")
    paper = keep_pdf(render_pdf("documents/typst/letter.typ", LETTER), name="photo.pdf", body=world.body, by=SYSTEM)
    attach_file(draft, paper, question="photo", by=resident_of(world.anor))
    found = Scene(world, submit(draft, by=resident_of(world.anor)), a_draft(world), a_case(world), roles)
    deliver_all()
    for body in (world.anor, world.body):
        plant_pages(body)
    found.browsers = {name: signed_in(role) for name, role in roles.items()}
    found.browsers |= {
        "nobody": Client(),
        "resident": with_codes(found.case, found.draft),
        "neighbour": with_codes(found.other),
    }
    return found


def a_case_of(commune: Body) -> Case:
    """A case that the commune treats itself."""
    by = resident_of(commune)
    draft = start_draft("bacs-ordures", commune=commune, department=commune.departments.get(), answers={}, by=by)
    return submit(save_step(draft, ANSWERS, by=by), by=by)


def with_codes(*cases: Case) -> Client:
    """A browser in which a resident typed the codes of her cases."""
    browser = Client()
    for case in cases:
        browser.post(
            reverse("portal:follow"), {"reference": case.reference, "secret": case.secret}, HTTP_HOST="localhost"
        )
    return browser


@contextmanager
def undone(scene: Scene) -> Iterator[None]:
    """Leave the database and the browsers as they were."""
    jars = {name: browser.cookies.output() for name, browser in scene.browsers.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()  # where sign-in counts its haste
    for name, browser in scene.browsers.items():
        browser.cookies.clear()
        browser.cookies.load(jars[name].replace("Set-Cookie: ", ""))


def met_by_each(scene: Scene, name: str, method: str, expected: dict[str, str]) -> dict[str, str]:
    row = ROWS[name]
    row.before(scene)
    met = {}
    for person in sorted(PEOPLE, key=lambda person: expected[person] == "ok"):  # who changes the object comes last
        address = reverse(name, args=row.args(scene))
        data = row.data(scene) if method == "post" else {}
        met[person] = outcome(getattr(scene.browsers[person], method)(address, data, HTTP_HOST="localhost"))
    return met


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_gets_in(scene, method):
    surprises = {}
    for name, row in ROWS.items():
        expected = dict(zip(PEOPLE, (row.get if method == "get" else row.post).split(), strict=True))
        with undone(scene):
            met = met_by_each(scene, name, method, expected)
        if met != expected:
            surprises[name] = {
                person: (expected[person], met[person]) for person in PEOPLE if met[person] != expected[person]
            }
    assert surprises == {}


@pytest.mark.parametrize("method", ["head", "put", "delete"])
def test_any_other_method_opens_no_more_and_does_nothing(scene, method):
    surprises = {}
    for name, row in ROWS.items():
        with undone(scene):
            row.before(scene)
            for person, get, post in zip(PEOPLE, row.get.split(), row.post.split(), strict=True):
                address = reverse(name, args=row.args(scene))
                facts = Record.objects.count()
                met = outcome(getattr(scene.browsers[person], method)(address, HTTP_HOST="localhost"))
                is_done = method != "head" and Record.objects.count() != facts  # a look is a fact
                if is_done or met not in {get, "405", get if method == "head" else post}:
                    surprises[name, person] = met
    assert surprises == {}


def test_every_address_has_its_row():
    assert set(addresses(get_resolver())) == set(ROWS)


def test_the_neighbour_opens_her_own_case_and_not_the_other_s(scene):
    hers = a_case_of(scene.world.anor)
    for person, mine, theirs in (("manon", hers, scene.case), ("sophie", scene.case, hers)):
        assert (
            scene.browsers[person].get(reverse("desk:case", args=[mine.reference]), HTTP_HOST="localhost").status_code
            == 200
        )
        assert (
            scene.browsers[person].get(reverse("desk:case", args=[theirs.reference]), HTTP_HOST="localhost").status_code
            == 404
        )


def test_the_codes_of_a_case_open_nothing_on_the_neighbour_s_portal(scene):
    answer = scene.browsers["resident"].get(
        reverse("portal:case", args=[scene.case.reference]), HTTP_HOST="fourmies.localhost"
    )
    assert answer.status_code == 404
    codes = {"reference": scene.case.reference, "secret": scene.case.secret}
    refused = Client().post(reverse("portal:follow"), codes, HTTP_HOST="fourmies.localhost")
    assert "ne vont pas ensemble" in refused.content.decode()


def test_the_workshop_lets_in_editors_alone(scene):
    browsers = scene.browsers | {"editor": signed_in(an_agent("nora", scene.world.anor, kind=RoleKind.EDITOR))}
    deliver_all()
    for address in ("/cms/", "/cms/pages/", "/cms/reports/", "/cms/api/main/pages/", "/cms/sprite/", "/cms/rien/"):
        met = {name: outcome(browser.get(address, HTTP_HOST="localhost")) for name, browser in browsers.items()}
        assert {name for name, seen in met.items() if seen != "in"} == {"claire", "editor"}, address
