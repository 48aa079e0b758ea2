"""Guided searches and questionnaires: what is asked, where each answer leads, and how an answer is said elsewhere."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from guichet.national.reading.blocks import blocks, blocks_of
from guichet.national.reading.resources import given
from guichet.national.reading.words import Node, Reading, child, children, plain
from guichet.national.rules import NATIONAL_ID

# Sheet → variable → the titles of the answers that make it true on the way to this sheet.
Choices = dict[str, dict[str, list[str]]]
_OF_A_BRANCH = {"Titre", "Branche", "SiSelectionne", "IntituleSiSelectionne", "LienInterne", "Condition"}


def guide(root: Element, reading: Reading) -> list[Node]:
    """The questions of a guided search, each with its branches down to the sheets."""
    held = child(root, "Problematiques")
    if held is None:
        return []
    return [one for problem in children(held, "Problematique") if (one := _branch(problem, reading))]


def _branch(element: Element, reading: Reading) -> Node | None:
    title = plain(child(element, "Titre"))
    below = [one for branch in children(element, "Branche") if (one := _branch(branch, reading))]
    links = [link for link in children(element, "LienInterne") if NATIONAL_ID.fullmatch(_target(link))]
    more = [one for one in element if one.tag not in _OF_A_BRANCH]
    if not title or not (below or links or more):
        return None
    told = [given(to=_target(link), audience=link.get("audience", ""), title=plain(link)) for link in links]
    return {"title": title, **given(links=told, more=blocks_of(more, reading)), **given(**{"in": below})}


def questions(root: Element, reading: Reading) -> list[Node]:
    """What a questionnaire asks, with the answers it proposes."""
    held = child(root, "Questionnaire")
    if held is None:
        return []
    found = []
    for question in children(held, "Question"):
        title = plain(child(question, "Titre"))
        answers = [words for choice in children(question, "Choix") if (words := plain(child(choice, "Titre")))]
        if title and answers:
            found.append({"title": title, "answers": answers, **given(more=blocks(child(question, "Aide"), reading))})
    return found


def choices(root: Element, own_id: str) -> Choices:
    """How the answers of this file are said, for itself and for each sheet that its branches lead to."""
    found: Choices = {}
    for variable, words, target in _told(root, (), own_id):
        told = found.setdefault(target, {}).setdefault(variable, [])
        if words not in told:
            told.append(words)
    return found


def _told(element: Element, before: tuple[tuple[str, str], ...], own_id: str) -> Iterator[tuple[str, str, str]]:
    for one in element:
        if one.tag in {"Problematique", "Branche", "Choix"}:
            here = (*before, *_sets(one))
            targets = [own_id, *(_target(link) for link in children(one, "LienInterne"))]
            yield from ((variable, words, target) for target in targets for variable, words in here)
            yield from _told(one, here, own_id)
        elif one.tag in {"Problematiques", "Questionnaire", "Question"}:
            yield from _told(one, before, own_id)


def _sets(branch: Element) -> Iterator[tuple[str, str]]:
    """The variables that choosing this branch makes true, with its words."""
    words = plain(child(branch, "IntituleSiSelectionne")) or plain(child(branch, "Titre"))
    effects = child(branch, "SiSelectionne")
    if effects is not None and words:
        yield from ((effect.get("var", ""), words) for effect in children(effects, "affecteVrai"))


def _target(link: Element) -> str:
    return link.get("LienPublication", "").strip()
