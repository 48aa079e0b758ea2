"""Who gets in where: every address and method × every kind of person, on an object that exists.

A row gives, for GET and for POST, what each person meets, in the order of `PEOPLE`. An address without a row fails.

    ok     let in: the page, the file, or the act done and the next page
    again  let in, but the page comes back: nothing was done
    in     sent to sign in              code  sent to type the two codes
    no     404: it does not exist for her             405  this method has no meaning here
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.messages import ERROR
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guichet.accounts.actions import give_role
from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cases.actions import ask_for_paper, attach_file, decide, save_step, start_draft, submit
from guichet.cases.models import Case
from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.documents.actions import keep_pdf
from guichet.documents.rendering import render_pdf
from guichet.journal.actions import deliver_all
from guichet.journal.models import Delivery, Record
from guichet.kit.actor import SYSTEM
from guichet.notifications.models import Message
from guichet.portal.planting import plant_pages
from tests.base import ANSWERS, World, a_case, a_draft, an_agent, resident_of, signed_in

# nobody; the resident with her codes; another with those of her own case; an agent of the commune; of another
# department; the right agent; an administrator
PEOPLE = ("nobody", "resident", "neighbour", "manon", "paul", "sophie", "claire")

EVERYBODY = "ok ok ok ok ok ok ok"
NOT_A_METHOD = "405 405 405 405 405 405 405"
SIGNED_IN = "in in in ok ok ok ok"
SIGN_IN_AGAIN = "in in in in in in in"  # a fresh proof is asked for, even of who is signed in
PAGE_AGAIN = "again again again again again again again"
RIGHT_AGENT = "in in in no no ok no"
AGENTS = "in in in ok ok ok no"
ADMINISTRATOR = "in in in no no no ok"
WITH_CODE = "code ok code code code code code"


@dataclass
class Scene:
    """The objects of one test, and a browser for each person."""

    world: World
    case: Case
    draft: Case
    other: Case  # of another resident, on the same portal
    roles: dict[str, Role]
    browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.case.attachments.get().file.key)

    @property
    def letter(self) -> Message:
        return Message.objects.about("case", self.case.pk).get(purpose="case-received")


@dataclass(frozen=True)
class Row:
    get: str
    post: str
    args: Callable[[Scene], list[Any]] = lambda scene: []
    data: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    before: Callable[[Scene], None] = lambda scene: None


def reference(scene: Scene) -> list[Any]:
    return [scene.case.reference]


def version(scene: Scene, **more: Any) -> dict[str, Any]:
    return {"version": Case.objects.get(pk=scene.case.pk).version, **more}


def closed(scene: Scene) -> None:
    decide(
        scene.case, outcome="repaired", text="", seen_version=version(scene)["version"], by=scene.roles["sophie"].actor
    )


def asked(scene: Scene) -> None:
    ask_for_paper(scene.case, "Une photo", seen_version=version(scene)["version"], by=scene.roles["sophie"].actor)


def parked(scene: Scene) -> list[Any]:
    row = Record.objects.order_by("pk").first()
    delivery, _new = Delivery.objects.get_or_create(
        record=row,
        subscriber="tests.x",
        defaults={"subject_kind": "x", "subject_id": 0, "due_at": row.at, "parked_at": row.at},
    )
    Delivery.objects.update(parked_at=row.at)
    return [delivery.pk]


def sophie(scene: Scene) -> list[Any]:
    return [scene.roles["sophie"].account_id]


def extra_role(scene: Scene) -> list[Any]:
    account = scene.roles["sophie"].account
    role = give_role(account, body=scene.world.body, kind=RoleKind.OFFICER, department=scene.world.water, by=SYSTEM)
    return [account.pk, role.pk]


def bins(scene: Scene) -> list[Any]:
    return ["bacs-ordures"]


def first_page(scene: Scene) -> list[Any]:
    return ["bacs-ordures", "besoin"]


def drawn(scene: Scene) -> dict[str, str]:
    """The stamp of a first page just drawn."""
    page = Client().get(reverse("portal:request-first", args=first_page(scene)), HTTP_HOST="localhost")
    return {"page": page.content.decode().split('name="page" value="')[1].split('"')[0]}


LETTER = {
    "letterhead": {"office": "Mairie", "street": "rue", "city_line": "59186 Anor", "phone": "", "email": ""},
    "recipient": ["Lucie Dubois", "59186 ANOR"],
    "place_date": "Anor",
    "subject": "Une photo",
    "reference": "",
    "paragraphs": ["Bonjour"],
    "signatory": None,
    "ticket": None,
    "footer": "",
}

ROWS: dict[str, Row] = {
    "healthz": Row(EVERYBODY, EVERYBODY),
    "readyz": Row(EVERYBODY, EVERYBODY),
    "gallery": Row(EVERYBODY, NOT_A_METHOD),
    "cms-closed": Row("in in in in in in no", "in in in in in in no", lambda s: ["login"]),
    "cms-logout": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN),
    "cms-account": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN),
    "wagtail_serve": Row(EVERYBODY, PAGE_AGAIN, lambda s: ["mentions-legales/"]),
    # The desk
    "desk:home": Row(SIGNED_IN, NOT_A_METHOD),
    "desk:inbox": Row(AGENTS, NOT_A_METHOD),
    "desk:inbox-list": Row(AGENTS, NOT_A_METHOD),
    "desk:case": Row(RIGHT_AGENT, NOT_A_METHOD, reference),
    "desk:case-news": Row(RIGHT_AGENT, NOT_A_METHOD, reference),
    "desk:case-take": Row(NOT_A_METHOD, RIGHT_AGENT, reference, version),
    "desk:case-write": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, voice="note", text="Vu")),
    "desk:case-hand-over": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, to=str(s.world.water.pk))),
    "desk:case-decide": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, outcome="repaired")),
    "desk:case-reopen": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, text="Encore"), closed),
    "desk:case-renew-code": Row(NOT_A_METHOD, RIGHT_AGENT, reference, version),
    "desk:case-receipt": Row(RIGHT_AGENT, NOT_A_METHOD, reference),
    "desk:case-letter": Row(RIGHT_AGENT, NOT_A_METHOD, lambda s: [s.case.reference, s.letter.pk]),
    "desk:case-file": Row(RIGHT_AGENT, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "desk:case-preview": Row(RIGHT_AGENT, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "desk:post": Row(AGENTS, NOT_A_METHOD),
    "desk:post-print": Row(NOT_A_METHOD, "in in in again again ok no", data=lambda s: {"letter": [s.letter.pk]}),
    "desk:post-posted": Row(NOT_A_METHOD, "in in in again again ok no", data=lambda s: {"letter": [s.letter.pk]}),
    "desk:outbox": Row(AGENTS, NOT_A_METHOD),
    "desk:agents": Row(ADMINISTRATOR, NOT_A_METHOD),
    "desk:agent-new": Row(ADMINISTRATOR, ADMINISTRATOR, data=lambda s: {"first_name": "Léa", "last_name": "Petit", "login": "lea", "kind": "officer"}),
    "desk:agent": Row(ADMINISTRATOR, NOT_A_METHOD, sophie),
    "desk:agent-sheet": Row(NOT_A_METHOD, ADMINISTRATOR, sophie),
    "desk:agent-role": Row(NOT_A_METHOD, ADMINISTRATOR, sophie, lambda s: {"kind": "editor"}),
    "desk:agent-role-withdraw": Row(NOT_A_METHOD, ADMINISTRATOR, extra_role),
    "desk:agent-close": Row(NOT_A_METHOD, ADMINISTRATOR, sophie),
    "desk:house": Row(ADMINISTRATOR, NOT_A_METHOD),
    "desk:delivery-free": Row(NOT_A_METHOD, ADMINISTRATOR, parked),
    # Sign-in: a session without a second factor is somebody on the way, and is tested with the flows themselves
    "account_login": Row("ok ok ok ok ok ok ok", "again again again ok ok ok ok"),
    "mfa_authenticate": Row(SIGNED_IN, SIGNED_IN),
    "mfa_login_webauthn": Row(SIGNED_IN, SIGNED_IN),
    "account_logout": Row(SIGNED_IN, SIGN_IN_AGAIN),
    "account_inactive": Row(EVERYBODY, NOT_A_METHOD),
    "account_reauthenticate": Row(SIGNED_IN, "in in in again again again again"),
    "mfa_reauthenticate": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN),
    "mfa_reauthenticate_webauthn": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN),
    "signin:first-access": Row(EVERYBODY, PAGE_AGAIN),
    "signin:lost-password": Row(EVERYBODY, PAGE_AGAIN),
    "signin:second-factor": Row(SIGNED_IN, "in in in again again again again"),
    "signin:role": Row(SIGNED_IN, "in in in again again again again"),
    "signin:security": Row(SIGNED_IN, "in in in 405 405 405 405"),
    "account_change_password": Row(SIGNED_IN, "in in in again again again again"),
    "mfa_activate_totp": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN),
    "mfa_deactivate_totp": Row("in in in no no no no", "in in in no no no no"),
    "mfa_add_webauthn": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN),
    "mfa_remove_webauthn": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN, lambda s: [1]),
    "mfa_view_recovery_codes": Row("in in in no no no no", "in in in 405 405 405 405"),
    "mfa_generate_recovery_codes": Row(SIGN_IN_AGAIN, SIGN_IN_AGAIN),
    # The portal
    "portal:home": Row(EVERYBODY, NOT_A_METHOD),
    "portal:contrast": Row(EVERYBODY, NOT_A_METHOD),
    "portal:procedures": Row(EVERYBODY, NOT_A_METHOD),
    "portal:sheet": Row(EVERYBODY, NOT_A_METHOD, bins),
    "portal:search": Row(EVERYBODY, NOT_A_METHOD),
    "portal:request": Row(EVERYBODY, NOT_A_METHOD, bins),
    "portal:request-first": Row(EVERYBODY, EVERYBODY, first_page, lambda s: {"need": "repair", **drawn(s)}),
    "portal:request-step": Row(WITH_CODE, WITH_CODE, lambda s: ["bacs-ordures", s.draft.reference, "bac"], lambda s: {"waste": "both"}),
    "portal:request-check": Row(WITH_CODE, WITH_CODE, lambda s: ["bacs-ordures", s.draft.reference]),
    "portal:follow": Row(EVERYBODY, EVERYBODY, data=lambda s: {"reference": s.case.reference, "secret": s.case.secret}),
    "portal:finish": Row(NOT_A_METHOD, EVERYBODY),
    "portal:ticket": Row(EVERYBODY, NOT_A_METHOD, lambda s: [s.case.reference, s.case.secret]),
    "portal:case": Row(WITH_CODE, NOT_A_METHOD, reference),
    "portal:answer": Row(NOT_A_METHOD, WITH_CODE, reference, lambda s: {"message": "Voilà"}, asked),
    "portal:file": Row(WITH_CODE, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "portal:file-preview": Row(WITH_CODE, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "portal:receipt": Row(WITH_CODE, NOT_A_METHOD, reference),
    "portal:receipt-pdf": Row(WITH_CODE, NOT_A_METHOD, reference),
}  # fmt: skip


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
        if any(message.level >= ERROR for message in response.wsgi_request._messages._queued_messages):
            return "again"
        return "code" if where.startswith("/suivi/?reference=") else "ok"
    is_page = response.headers["Content-Type"].startswith("text/html")
    is_again = response.wsgi_request.method == "POST" and is_page
    return "again" if is_again or status >= 400 else "ok"


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
