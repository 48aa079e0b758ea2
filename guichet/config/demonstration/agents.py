"""Agents of every role, each with a password that is told and a second factor that sign-in shows."""

from dataclasses import dataclass

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from guichet.accounts.actions import give_role, open_account, print_first_access, use_first_access
from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RoleKind
from guichet.communes.models import Body, Department
from guichet.config.demonstration.bodies import Bodies
from guichet.desk.signin.demonstration import demonstration_secret
from guichet.kit.actor import SYSTEM

PASSWORD = "un bac bien rangé"  # noqa: S105  # printed at every start: an invented town has nothing to hide


@dataclass(frozen=True)
class Agent:
    """`says` is how the welcome presents her."""

    login: str
    first_name: str
    last_name: str
    title: str
    says: str


MANON = Agent("manon", "Manon", "Delattre", "agent d’accueil", "accueil d’Anor")
SOPHIE = Agent("sophie", "Sophie", "Lemaire", "responsable du service déchets", "service déchets de la CC")
KARIM = Agent("karim", "Karim", "Benali", "instructeur, service déchets", "service déchets de la CC, son collègue")
PAUL = Agent("paul", "Paul", "Wattier", "agent d’accueil", "accueil de la CC, un autre service")
COLETTE = Agent("colette", "Colette", "Renard", "officier de l’état civil", "état civil d’Anor")
DIDIER = Agent("didier", "Didier", "Lenoir", "responsable du service technique", "service technique d’Anor")
CLAIRE = Agent("claire", "Claire", "Fontaine", "chargée de communication", "écrit les pages d’Anor")
BERNARD = Agent("bernard", "Bernard", "Lecocq", "secrétaire général", "administrateur d’Anor, et un jour à l’accueil")
NADIA = Agent("nadia", "Nadia", "Hamidi", "directrice générale des services", "administratrice de la CC")
LUC = Agent("luc", "Luc", "Carlier", "agent d’accueil", "accueil de Fourmies")
AGENTS = (MANON, COLETTE, DIDIER, SOPHIE, KARIM, PAUL, CLAIRE, BERNARD, NADIA, LUC)


def open_accounts(bodies: Bodies) -> dict[str, Role]:
    """Open the accounts and give the roles; returns the first role of each, by identifier."""
    anor, shared, waste = bodies.anor, bodies.shared, bodies.waste
    roles = {
        MANON: _role(MANON, anor, RoleKind.RECEPTION),
        COLETTE: _role(COLETTE, anor, RoleKind.OFFICER, anor.departments.get(name="état civil")),
        DIDIER: _role(DIDIER, anor, RoleKind.OFFICER, anor.departments.get(name="service technique")),
        SOPHIE: _role(SOPHIE, shared, RoleKind.OFFICER, waste),
        KARIM: _role(KARIM, shared, RoleKind.OFFICER, waste),
        PAUL: _role(PAUL, shared, RoleKind.RECEPTION, bodies.front_desk),
        CLAIRE: _role(CLAIRE, anor, RoleKind.EDITOR),
        BERNARD: _role(BERNARD, anor, RoleKind.ADMINISTRATOR),
        NADIA: _role(NADIA, shared, RoleKind.ADMINISTRATOR),
        LUC: _role(LUC, bodies.fourmies, RoleKind.RECEPTION),
    }
    give_role(roles[BERNARD].account, body=anor, kind=RoleKind.RECEPTION, by=SYSTEM)
    return {agent.login: role for agent, role in roles.items()}


def _role(agent: Agent, body: Body, kind: RoleKind, department: Department | None = None) -> Role:
    return give_role(_account(agent), body=body, kind=kind, department=department, by=SYSTEM)


def _account(agent: Agent) -> Account:
    opened = open_account(
        login=agent.login, first_name=agent.first_name, last_name=agent.last_name, title=agent.title, by=SYSTEM
    )
    account = use_first_access(login=agent.login, code=print_first_access(opened, by=SYSTEM), password=PASSWORD)
    TOTP.activate(account, demonstration_secret(agent.login))
    RecoveryCodes.activate(account)
    return account
