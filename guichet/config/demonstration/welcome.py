"""What the demonstration says of itself at each start: where to look, as whom, with which codes."""

from guichet.accounts.models import Account
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.communes.models import Body
from guichet.config.demonstration.agents import AGENTS, PASSWORD


def welcome() -> str:
    """The addresses of the faces and the sign-ins of every role, ready to print."""
    lines = ["", "Guichet, démonstration : communes réelles, contenu inventé.", "", "Portails"]
    for body in Body.objects.with_portal().order_by("kind", "name"):
        lines.append(f"  {body.short_name:<22}{body.url}/")
    first = Body.objects.with_portal().order_by("kind", "name").first()
    if first is not None:
        lines += [
            f"  {'Suivre une demande':<22}{first.url}/suivi/",
            f"  {'Borne, sans matériel':<22}{first.url}/borne/",
            f"  {'Composants':<22}{first.url}/composants/",
            "",
            "Guichet des agents",
            f"  {'Entrer':<22}{first.url}/connexion/",
            f"  {'Pages et horaires':<22}{first.url}/cms/",
            f"  {'Mot de passe de tous':<22}{PASSWORD}",
            "  Le code du deuxième facteur s’affiche à l’entrée.",
            "",
            *_agents(),
            *_ticket(),
        ]
    return "\n".join(lines) + "\n"


def _agents() -> list[str]:
    there = set(Account.objects.filter(is_active=True).values_list("login", flat=True))
    return [f"  {agent.login:<22}{agent.says}" for agent in AGENTS if agent.login in there]


def _ticket() -> list[str]:
    """A resident's two codes: of a request whose answer can be read."""
    case = Case.objects.filter(state=State.WAITING, commune__host="localhost").order_by("pk").first()
    if case is None:
        return []
    return ["", "Une demande à suivre", f"  {'Référence':<22}{case.reference}", f"  {'Code':<22}{case.spoken_secret}"]
