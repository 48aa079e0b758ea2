"""Draws what the State points to from a sheet: services, forms, offices, texts of law, other sites."""

from collections.abc import Callable, Iterable
from html import escape

from django.utils.translation import gettext as _

from guichet.national.rules import Kind
from guichet.national.telling.runs import Node, Surroundings, address
from guichet.ui.templatetags.ui import icon

DrawBlocks = Callable[[Iterable[Node], Surroundings, int], str]
TOWN_HALL = "mairie"


def kind_word(kind: str) -> str:
    """What a file of the State is, in the reader's words."""
    return {
        Kind.THEME: _("Thème"),
        Kind.FOLDER: _("Dossier"),
        Kind.SHEET: _("Fiche pratique"),
        Kind.QUESTION: _("Question et réponse"),
        Kind.GUIDE: _("Recherche guidée"),
        Kind.HOW_TO: _("Comment faire si…"),
        Kind.SERVICE: _("Service en ligne"),
        Kind.FORM: _("Formulaire"),
        Kind.SIMULATOR: _("Simulateur"),
        Kind.LETTER: _("Modèle de lettre"),
        Kind.FINDER: _("Outil de recherche"),
        Kind.CONTACT: _("Contact"),
        Kind.DEFINITION: _("Définition"),
    }.get(Kind(kind), _("Fiche"))


def kind_icon(kind: str) -> str:
    return {
        Kind.SERVICE: "device-desktop",
        Kind.FORM: "forms",
        Kind.SIMULATOR: "scale",
        Kind.LETTER: "mail",
        Kind.FINDER: "search",
        Kind.CONTACT: "phone",
        Kind.FOLDER: "folders",
        Kind.HOW_TO: "bulb",
    }.get(Kind(kind), "file-text")


def numbers(node: Node) -> str:
    """The numbers of a form: "cerfa n° 12100*02, 2042 NR"."""
    cerfa = node.get("cerfa", "")
    told = _("cerfa n° %(number)s") % {"number": cerfa} if cerfa else ""
    return ", ".join(filter(None, (told, node.get("number", ""))))


def draw_service(node: Node, around: Surroundings, draw_blocks: DrawBlocks, level: int) -> str:
    """A service with its one link: a letter to copy is read here when it is held, all the rest is done there."""
    url, number = node.get("url", ""), node.get("id", "")
    if number in around.held and (node["kind"] == Kind.LETTER or not url):
        url = around.sheet_url(number)
    is_closed = node.get("unavailable", False)
    name = escape(node["title"])
    title = f'<a href="{escape(url)}">{name}</a>' if url and not is_closed else name
    facts = (kind_word(node["kind"]), numbers(node), node.get("file", ""), node.get("source", ""))
    closed = f"<p>{escape(_('Ce service est arrêté pour le moment.'))}</p>" if is_closed else ""
    intro = draw_blocks(node.get("intro", ()), around, level)
    joined = draw_notices(node.get("notices", ())) + draw_annexes(node.get("annexes", ()), around, draw_blocks, level)
    return (
        f'<div class="state-service">{icon(kind_icon(node["kind"]))}<div><p><strong>{title}</strong></p>'
        f'<p class="small muted">{escape(" · ".join(filter(None, facts)))}</p>{closed}{intro}{joined}</div></div>'
    )


def draw_notices(notices: Iterable[Node]) -> str:
    lines = [
        f'<li><a href="{escape(one["url"])}">{escape(one["title"] or _("Notice"))}</a>{_after(numbers(one), one.get("file", ""))}</li>'
        for one in notices
    ]
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def draw_annexes(annexes: Iterable[Node], around: Surroundings, draw_blocks: DrawBlocks, level: int) -> str:
    lines = []
    for one in annexes:
        title = escape(one["title"])
        link = f'<a href="{escape(one["url"])}">{title}</a>' if "url" in one else title
        inside = draw_blocks(one.get("in", ()), around, level) + draw_notices(one.get("notices", ()))
        lines.append(f"<li>{link}{_after(numbers(one))}{inside}</li>")
    lead = escape(_("À joindre, selon le cas :"))
    return f'<p class="small">{lead}</p><ul>{"".join(lines)}</ul>' if lines else ""


def draw_office(node: Node, around: Surroundings, draw_blocks: DrawBlocks, level: int) -> str:
    """Whom to ask. The State's "mairie" is the counter of this very town."""
    name, url = node["title"], node.get("url", "")
    if node.get("pivot") == TOWN_HALL and around.office:
        name, url = around.office, around.office_url
    title = f'<a href="{escape(url)}">{escape(name)}</a>' if url else escape(name)
    more = f'<p class="small muted">{escape(node["more"])}</p>' if "more" in node else ""
    inside = draw_blocks(node.get("in", ()), around, level)
    return (
        f'<div class="state-service">{icon("map-pin" if node.get("near") else "phone")}'
        f"<div>{f'<p><strong>{title}</strong></p>' if name else ''}{more}{inside}</div></div>"
    )


def draw_resource(node: Node, around: Surroundings) -> str:
    """A text of law or a page elsewhere, with whose it is."""
    title = escape(node["title"])
    url = address(node, around) if "to" in node else node.get("url", "")
    link = f'<a href="{escape(url)}">{title}</a>' if url else title
    about = f'<br/><span class="small muted">{escape(node["more"])}</span>' if "more" in node else ""
    return f"{link}{_after(node.get('source', ''))}{about}"


def _after(*words: str) -> str:
    told = ", ".join(filter(None, words))
    return f' <span class="small muted">({escape(told)})</span>' if told else ""
