import pytest

from guichet.accounts.actions import give_role
from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RoleKind
from guichet.desk.tests.base import at_desk
from guichet.kit.actor import SYSTEM
from tests.base import an_agent, text_of

AGENTS = "/guichet/agents/"
ZOE = {
    "first_name": "Zoé", "last_name": "Lemaire", "login": "zoe.lemaire", "title": "", "email": "",
    "kind": "officer", "department": "",
}  # fmt: skip


@pytest.fixture
def claire(world) -> Role:
    return an_agent("claire", world.body, kind=RoleKind.ADMINISTRATOR)


@pytest.fixture
def admin(claire):
    """The administrator's browser."""
    return at_desk(claire)


def test_the_administrator_begins_with_the_agents_of_her_body_alone(admin, sophie, manon):
    page = text_of(admin.get("/guichet/", follow=True))
    assert "Sophie Martin" in page
    assert "Manon Martin" not in page


def test_an_account_is_opened_with_its_first_role(world, admin):
    response = admin.post(f"{AGENTS}nouveau/", {**ZOE, "department": world.waste.pk}, follow=True)
    zoe = Account.objects.get(login="zoe.lemaire")
    assert "Imprimez la fiche de premier accès" in text_of(response)
    assert not zoe.has_usable_password()
    assert [(role.kind, role.department, role.body) for role in zoe.roles.all()] == [
        ("officer", world.waste, world.body)
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"login": "sophie"}, "est déjà pris"),
        ({"login": "Zoé Lemaire"}, "lettres sans accent"),
        ({"first_name": ""}, "Écrivez le prénom."),
        ({"email": "zoe@"}, "Cette adresse n’est pas complète."),
        ({"kind": "king"}, "Service"),
        ({"department": "{anor}"}, "Service"),
    ],
)
def test_what_does_not_do_is_told_and_no_account_is_left_behind(world, admin, sophie, change, sentence):
    anor = world.anor.departments.get()
    data = {**ZOE, **{name: value.format(anor=anor.pk) for name, value in change.items()}}
    response = admin.post(f"{AGENTS}nouveau/", data)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "Lemaire" in text_of(response)
    assert not Account.objects.filter(last_name="Lemaire").exists()


def test_the_sheet_of_first_access_is_a_pdf_and_voids_the_password(admin, sophie):
    response = admin.post(f"{AGENTS}{sophie.account_id}/fiche.pdf")
    assert response.content.startswith(b"%PDF")
    account = Account.objects.get(pk=sophie.account_id)
    assert account.first_access_until is not None
    assert not account.has_usable_password()
    assert "fiche imprimée" in text_of(admin.get(AGENTS))


def test_a_role_is_given_then_withdrawn(world, admin, sophie):
    admin.post(f"{AGENTS}{sophie.account_id}/role/", {"kind": "reception", "department": ""})
    given = Role.objects.get(account=sophie.account, kind="reception")
    page = text_of(admin.get(f"{AGENTS}{sophie.account_id}/"))
    assert "agent d’accueil, tous les services" in page
    admin.post(f"{AGENTS}{sophie.account_id}/role/{given.pk}/retirer/")
    assert list(Role.objects.filter(account=sophie.account)) == [sophie]


def test_the_last_administrator_keeps_her_role(admin, claire):
    page = text_of(admin.post(f"{AGENTS}{claire.account_id}/role/{claire.pk}/retirer/", follow=True))
    assert "C’est le dernier administrateur" in page
    assert Role.objects.filter(pk=claire.pk).exists()


def test_an_account_is_closed_and_its_browser_shut(admin, sophie, desk):
    page = text_of(admin.post(f"{AGENTS}{sophie.account_id}/fermer/", follow=True))
    assert "Le compte de Sophie Martin est fermé." in page
    assert desk.get("/guichet/dossiers/").status_code == 302


def test_nobody_closes_her_own_account(admin, claire):
    page = text_of(admin.post(f"{AGENTS}{claire.account_id}/fermer/", follow=True))
    assert "Vous ne pouvez pas fermer votre propre compte." in page


@pytest.mark.parametrize("verb", ["fermer/", "fiche.pdf"])
def test_an_account_that_works_elsewhere_too_is_not_ours_to_close_or_reopen(world, admin, sophie, verb):
    give_role(sophie.account, body=world.anor, kind=RoleKind.OFFICER, by=SYSTEM)
    page = text_of(admin.post(f"{AGENTS}{sophie.account_id}/{verb}", follow=True))
    assert "Ce compte travaille aussi pour Anor" in page
    account = Account.objects.get(pk=sophie.account_id)
    assert account.is_active
    assert account.has_usable_password()


@pytest.mark.parametrize("verb", ["", "role/", "fermer/", "fiche.pdf"])
def test_an_agent_of_another_body_does_not_exist_here(admin, manon, verb):
    address = f"{AGENTS}{manon.account_id}/{verb}"
    assert (admin.post(address) if verb else admin.get(address)).status_code == 404


def test_an_officer_manages_nobody(desk, karim):
    assert desk.get(AGENTS).status_code == 404
    assert desk.post(f"{AGENTS}{karim.account_id}/fermer/").status_code == 404
