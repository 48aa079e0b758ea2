"""Who meets what at each address: the table, and what its rows need to name an existing object."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from guichet.accounts.actions import give_role, merge_people
from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cabinet.actions import arrange_drawer, hand_out
from guichet.cabinet.models import Drawer
from guichet.cases.actions import ask_for_paper, decide, make_document
from guichet.cases.models import Attachment, Case
from guichet.catalogue.models import Procedure
from guichet.journal.models import Delivery, Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from guichet.notifications.models import LetterModel, Message
from guichet.notifications.tests.factories import a_document_model
from guichet.visits.actions import keep_line, record_training, take_ticket
from guichet.visits.models import HomeVisit, IdentityPaper, Round, Training, Visit
from guichet.visits.tests.home_factories import a_home_visit, a_round, an_identity_paper
from tests import access_mandates as mandates
from tests.access_content import TABLE as CONTENT_ROWS
from tests.access_devices import TABLE as DEVICE_ROWS
from tests.access_kiosk import TABLE as KIOSK_ROWS
from tests.access_national import TABLE as NATIONAL_ROWS
from tests.access_visits import TABLE as VISIT_ROWS
from tests.base import World

# nobody; the resident with her codes; another with those of her own case; an agent of the commune; of another
# department; the right agent; an administrator
PEOPLE = ("nobody", "resident", "neighbour", "manon", "paul", "sophie", "claire")

EVERYBODY = "ok ok ok ok ok ok ok"
NOT_A_METHOD = "405 405 405 405 405 405 405"
SIGNED_IN = "in in in ok ok ok ok"
SIGN_IN_AGAIN = "in in in in in in in"  # a fresh proof is asked for, even of who is signed in
PAGE_AGAIN = "again again again again again again again"
RIGHT_AGENT = "in in in no no ok no"
TOWN_AGENT = "in in in ok no no no"
AGENTS = "in in in ok ok ok no"
RIGHT_BODY = "in in in no ok ok no"
RECORD_OF_SOPHIE = "in in in no no ok ok"
ADMINISTRATOR = "in in in no no no ok"
TO_THE_DOOR = "door door door door door door door"
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


def person(scene: Scene) -> list[Any]:
    return [scene.case.person_id]


def merge(scene: Scene) -> dict[str, Any]:
    """She sent two requests, and somebody said so."""
    made = merge_people(scene.case.person, scene.other.person, by=scene.roles["sophie"].actor)
    return {"merge": made.pk}


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


def sheet(scene: Scene) -> dict[str, Any]:
    return {"fiche": [Procedure.objects.get(slug="bacs-ordures").pk], "page": uuid4()}


def handed_out(scene: Scene) -> list[Any]:
    """Papers that the commune printed: they open at its own desks alone."""
    bins = Procedure.objects.get(slug="bacs-ordures")
    return [hand_out(body=scene.world.anor, procedures=[bins], by=scene.roles["manon"].actor).pk]


def drawer(scene: Scene) -> list[Any]:
    """A drawer of the commune's cabinet: the other body's agents have none of that number."""
    anor = scene.world.anor
    known = Drawer.objects.of_body(anor).first()
    bins = Procedure.objects.get(slug="bacs-ordures")
    new = {"body": anor, "number": 1, "procedure": bins, "columns": {"label": "Demande de bac"}, "by": SYSTEM}
    return [(known or arrange_drawer(**new)).pk]


def kept_lines(scene: Scene) -> None:
    for body in (scene.world.anor, scene.world.body):
        keep_line(body, is_kept=True, by=SYSTEM)


def waiting_visit(scene: Scene) -> list[Any]:
    """Somebody in the line of the intercommunal body."""
    kept_lines(scene)
    known = Visit.objects.of_body(scene.world.body).waiting().first()
    return [(known or take_ticket(body=scene.world.body, by=scene.roles["sophie"].actor)).reference]


def training_of_sophie(scene: Scene) -> list[Any]:
    role = scene.roles["sophie"]
    known = role.account.trainings.first()
    told = {"kind": Training.Kind.INTERNAL, "on": date(2025, 11, 3), "minutes": 90, "subject": "Accueil"}
    return [role.account_id, (known or record_training(role.account, body=role.body, **told, by=role.actor)).pk]


def letter_model(scene: Scene) -> list[Any]:
    """A model of the body that treats the case."""
    known = LetterModel.objects.filter(body=scene.world.body).first()
    return [scene.case.reference, (known or a_document_model(scene.world.body)).pk]


def made_document(scene: Scene) -> list[Any]:
    """A paper the right agent made of the case."""
    made = Attachment.objects.filter(case=scene.case, entry__kind="document").first()
    if made is None:
        model = LetterModel.objects.get(pk=letter_model(scene)[1])
        words = {"title": "Attestation", "text": "Oui", "seen_version": version(scene)["version"]}
        make_document(scene.case, model, **words, by=scene.roles["sophie"].actor)
        made = Attachment.objects.get(case=scene.case, entry__kind="document")
    return [scene.case.reference, made.file.key]


def home_visit(scene: Scene) -> list[Any]:
    """Somebody of the commune to be seen at home: the other body's agents have none of that number."""
    return [(HomeVisit.objects.first() or a_home_visit(scene.world.anor)).pk]


def a_round_of_town(scene: Scene) -> list[Any]:
    known = Round.objects.first()
    return [(known or a_round(scene.roles["manon"], [a_home_visit(scene.world.anor)])).pk]


def stop(scene: Scene) -> list[Any]:
    planned = a_round_of_town(scene)[0]
    return [planned, HomeVisit.objects.get(round=planned).pk]


def a_plan(scene: Scene) -> dict[str, Any]:
    """A round of the commune, by its agent."""
    when = {"place": "Village", "on": paris_date(now()).isoformat(), "starts_at": "09:30"}
    return {**when, "agent": scene.roles["manon"].account_id, "visite": home_visit(scene)}


def arrived_paper(scene: Scene) -> list[Any]:
    return [(IdentityPaper.objects.first() or an_identity_paper(scene.roles["manon"])).pk]


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
    "wagtail_serve": Row(EVERYBODY, NOT_A_METHOD, lambda s: ["mentions-legales/"]),
    # The desk
    "desk:home": Row(SIGNED_IN, NOT_A_METHOD),
    "desk:inbox": Row(AGENTS, NOT_A_METHOD),
    "desk:inbox-list": Row(AGENTS, NOT_A_METHOD),
    "desk:case": Row(RIGHT_AGENT, NOT_A_METHOD, reference),
    "desk:case-news": Row(RIGHT_AGENT, NOT_A_METHOD, reference),
    "desk:case-take": Row(NOT_A_METHOD, RIGHT_AGENT, reference, version),
    "desk:case-write": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, voice="note", text="Vu")),
    "desk:case-paper": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, text="Vu au guichet"), asked),
    "desk:case-hand-over": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, to=str(s.world.water.pk))),
    "desk:case-decide": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, outcome="repaired")),
    "desk:case-reopen": Row(NOT_A_METHOD, RIGHT_AGENT, reference, lambda s: version(s, text="Encore"), closed),
    "desk:case-renew-code": Row(NOT_A_METHOD, RIGHT_AGENT, reference, version),
    "desk:case-document": Row(RIGHT_AGENT, RIGHT_AGENT, letter_model, lambda s: version(s, title="Attestation", text="Oui")),
    "desk:case-document-pdf": Row(RIGHT_AGENT, NOT_A_METHOD, made_document),
    "desk:case-receipt": Row(RIGHT_AGENT, NOT_A_METHOD, reference),
    "desk:case-letter": Row(RIGHT_AGENT, NOT_A_METHOD, lambda s: [s.case.reference, s.letter.pk]),
    "desk:case-file": Row(RIGHT_AGENT, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "desk:case-preview": Row(RIGHT_AGENT, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "desk:person": Row(RIGHT_AGENT, NOT_A_METHOD, person),
    "desk:person-merge": Row(NOT_A_METHOD, RIGHT_AGENT, person, lambda s: {"other": s.other.person_id}),
    "desk:person-apart": Row(NOT_A_METHOD, RIGHT_AGENT, person, lambda s: {"other": s.other.person_id}),
    "desk:person-part": Row(NOT_A_METHOD, RIGHT_AGENT, person, merge),
    "desk:post": Row(AGENTS, NOT_A_METHOD),
    "desk:post-print": Row(NOT_A_METHOD, "in in in again again ok no", data=lambda s: {"letter": [s.letter.pk]}),
    "desk:post-posted": Row(NOT_A_METHOD, "in in in again again ok no", data=lambda s: {"letter": [s.letter.pk]}),
    "desk:cabinet": Row(AGENTS, NOT_A_METHOD),
    "desk:cabinet-list": Row(AGENTS, NOT_A_METHOD),
    "desk:cabinet-handed": Row(AGENTS, NOT_A_METHOD),
    "desk:cabinet-print": Row(NOT_A_METHOD, AGENTS, data=sheet),
    "desk:cabinet-next": Row(NOT_A_METHOD, AGENTS),
    "desk:cabinet-papers": Row("in in in ok no no no", NOT_A_METHOD, handed_out),
    "desk:cabinet-take": Row(NOT_A_METHOD, "in in in ok no no no", drawer, lambda s: {"page": uuid4()}),
    "desk:cabinet-restock": Row(NOT_A_METHOD, "in in in ok no no no", drawer, lambda s: {"stock": "40"}),
    "desk:line": Row(AGENTS, NOT_A_METHOD, before=kept_lines),
    "desk:line-list": Row(AGENTS, NOT_A_METHOD, before=kept_lines),
    "desk:line-take": Row(NOT_A_METHOD, AGENTS, data=lambda s: {"page": uuid4()}, before=kept_lines),
    "desk:line-call": Row(NOT_A_METHOD, AGENTS, before=kept_lines),
    "desk:line-screen": Row(AGENTS, NOT_A_METHOD, before=kept_lines),
    "desk:line-screen-numbers": Row(AGENTS, NOT_A_METHOD, before=kept_lines),
    "desk:line-ticket": Row(RIGHT_BODY, NOT_A_METHOD, waiting_visit),
    "desk:line-leave": Row(NOT_A_METHOD, RIGHT_BODY, waiting_visit),
    "desk:team": Row(SIGNED_IN, NOT_A_METHOD),
    "desk:team-agent": Row(RECORD_OF_SOPHIE, NOT_A_METHOD, sophie),
    "desk:training-add": Row(NOT_A_METHOD, RECORD_OF_SOPHIE, sophie, lambda s: {"subject": "Accueil", "on": "3/11/2025", "duration": "1 h 30", "kind": "internal"}),
    "desk:training-remove": Row(NOT_A_METHOD, RECORD_OF_SOPHIE, training_of_sophie),
    "desk:team-mastery": Row(ADMINISTRATOR, ADMINISTRATOR, sophie),
    "desk:agent-notes": Row(SIGNED_IN, NOT_A_METHOD),
    "desk:agent-note": Row(SIGNED_IN, SIGNED_IN, bins, lambda s: {"text": ""}),
    "desk:home-visits": Row(AGENTS, NOT_A_METHOD),
    "desk:home-visit-new": Row(AGENTS, AGENTS, data=lambda s: {"page": uuid4(), "name": "Yvette Petit", "place": "Les Ormes", "asked_by": "person", "why": "Carte"}),
    "desk:home-visit-drop": Row(NOT_A_METHOD, TOWN_AGENT, home_visit),
    "desk:round-plan": Row(NOT_A_METHOD, "in in in ok again again no", data=a_plan),
    "desk:round": Row(TOWN_AGENT, NOT_A_METHOD, a_round_of_town),
    "desk:round-sheet": Row(TOWN_AGENT, NOT_A_METHOD, a_round_of_town),
    "desk:round-add": Row(NOT_A_METHOD, TOWN_AGENT, a_round_of_town, lambda s: {"visite": a_home_visit(s.world.anor, "Marcel Petit").pk}),
    "desk:round-finish": Row(NOT_A_METHOD, TOWN_AGENT, a_round_of_town),
    "desk:stop-remove": Row(NOT_A_METHOD, TOWN_AGENT, stop),
    "desk:stop-up": Row(NOT_A_METHOD, TOWN_AGENT, stop),
    "desk:stop-start": Row(NOT_A_METHOD, TOWN_AGENT, stop),
    "desk:identity-papers": Row(AGENTS, AGENTS, data=lambda s: {"number": "K3GV8TRPQ3", "kind": "card", "name": "Bernard Petit", "reach": "06 12 34 56 78"}),
    "desk:identity-paper-hand": Row(NOT_A_METHOD, TOWN_AGENT, arrived_paper),
    "desk:identity-paper-undo": Row(NOT_A_METHOD, TOWN_AGENT, arrived_paper),
    "desk:mandate": Row(RIGHT_AGENT, RIGHT_AGENT, mandates.visit, lambda s: mandates.TICKED),
    "desk:mandate-sign": Row(RIGHT_AGENT, RIGHT_AGENT, mandates.to_sign, lambda s: mandates.SIGNED),
    "desk:mandate-paper": Row(NOT_A_METHOD, "in in in no no again no", mandates.to_sign),
    "desk:mandate-revoke": Row(NOT_A_METHOD, RIGHT_AGENT, mandates.to_sign),
    "desk:mandate-pdf": Row(RIGHT_AGENT, NOT_A_METHOD, lambda s: mandates.to_sign(s)[1:]),
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
    # The partner's desk: its door is the same for everybody; who typed a code is tested with the codes themselves
    "expert:case": Row(EVERYBODY, NOT_A_METHOD, reference),
    "expert:code-send": Row(NOT_A_METHOD, EVERYBODY, reference),
    "expert:unlock": Row(EVERYBODY, PAGE_AGAIN, reference, lambda s: {"code": "041 736"}),
    "expert:close": Row(NOT_A_METHOD, EVERYBODY, reference),
    "expert:write": Row(NOT_A_METHOD, TO_THE_DOOR, reference, lambda s: version(s, voice="message", text="Vu")),
    "expert:decide": Row(NOT_A_METHOD, TO_THE_DOOR, reference, lambda s: version(s, outcome="repaired")),
    "expert:give-back": Row(NOT_A_METHOD, TO_THE_DOOR, reference, lambda s: version(s, text="Non")),
    "expert:copy": Row(TO_THE_DOOR, NOT_A_METHOD, reference),
    "expert:receipt": Row(TO_THE_DOOR, NOT_A_METHOD, reference),
    "expert:file": Row(TO_THE_DOOR, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "expert:file-preview": Row(TO_THE_DOOR, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    # The portal
    "portal:home": Row(EVERYBODY, NOT_A_METHOD),
    "portal:contrast": Row(EVERYBODY, NOT_A_METHOD),
    "portal:procedures": Row(EVERYBODY, NOT_A_METHOD),
    "portal:procedures-by-theme": Row(EVERYBODY, NOT_A_METHOD),
    "portal:sheet": Row(EVERYBODY, NOT_A_METHOD, bins),
    "portal:search": Row(EVERYBODY, NOT_A_METHOD),
    "portal:search-json": Row(EVERYBODY, NOT_A_METHOD),
    "portal:communes-json": Row(EVERYBODY, NOT_A_METHOD),
    "portal:addresses-json": Row(EVERYBODY, NOT_A_METHOD),
    "portal:search-verdict": Row(NOT_A_METHOD, EVERYBODY, data=lambda s: {"q": "bac", "trouve": "oui"}),
    "portal:sheet-pdf": Row(EVERYBODY, NOT_A_METHOD, bins),
    "portal:sheet-pdf-large": Row(EVERYBODY, NOT_A_METHOD, bins),
    "portal:track": Row(EVERYBODY, PAGE_AGAIN, data=lambda s: {"number": "K3GV8TRPQ2"}),
    "portal:request": Row(EVERYBODY, NOT_A_METHOD, bins),
    "portal:request-first": Row(EVERYBODY, EVERYBODY, first_page, lambda s: {"need": "repair", **drawn(s)}),
    "portal:request-step": Row(WITH_CODE, WITH_CODE, lambda s: ["bacs-ordures", s.draft.reference, "bac"], lambda s: {"waste": "both"}),
    "portal:request-elsewhere": Row(EVERYBODY, PAGE_AGAIN, lambda s: ["acte-naissance", "birth", "59350"]),
    "portal:request-thanks": Row(EVERYBODY, NOT_A_METHOD, bins),
    "portal:request-known": Row(WITH_CODE, WITH_CODE, lambda s: ["bacs-ordures", s.draft.reference]),
    "portal:request-check": Row(WITH_CODE, WITH_CODE, lambda s: ["bacs-ordures", s.draft.reference]),
    "portal:follow": Row(EVERYBODY, EVERYBODY, data=lambda s: {"reference": s.case.reference, "secret": s.case.secret}),
    "portal:finish": Row(NOT_A_METHOD, EVERYBODY),
    "portal:ticket": Row(EVERYBODY, NOT_A_METHOD, lambda s: [s.case.reference, s.case.secret]),
    "portal:trail": Row(WITH_CODE, NOT_A_METHOD, mandates.trail),
    "portal:trail-revoke": Row(WITH_CODE, WITH_CODE, mandates.to_revoke),
    "portal:case": Row(WITH_CODE, NOT_A_METHOD, reference),
    "portal:answer": Row(NOT_A_METHOD, WITH_CODE, reference, lambda s: {"message": "Voilà"}, asked),
    "portal:file": Row(WITH_CODE, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "portal:file-preview": Row(WITH_CODE, NOT_A_METHOD, lambda s: [s.case.reference, s.key]),
    "portal:receipt": Row(WITH_CODE, NOT_A_METHOD, reference),
    "portal:receipt-pdf": Row(WITH_CODE, NOT_A_METHOD, reference),
}  # fmt: skip
ROWS |= {
    name: Row(*parts) for name, parts in (VISIT_ROWS | CONTENT_ROWS | DEVICE_ROWS | KIOSK_ROWS | NATIONAL_ROWS).items()
}
