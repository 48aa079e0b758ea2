"""Every address below /cms/, and what each of its arguments may name of a neighbour."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Revision

from guichet.config.tests.admin_seeds import Written, own_row_viewsets

NOBODY, OWN, THEIRS = range(3)  # whose rows an address names


def addresses() -> list[tuple[str, URLPattern]]:
    """The name and the pattern of each address of the admin, by recursion through its URLconf."""
    return list(_below(get_resolver().url_patterns, "", ()))


def _below(patterns: list[Any], path: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        here = path + str(one.pattern)
        if not (here.startswith("cms/") or "cms/".startswith(here)):
            continue
        if isinstance(one, URLResolver):
            yield from _below(one.url_patterns, here, (*spaces, *filter(None, [one.namespace])))
        elif one.name and here.startswith("cms/"):
            yield ":".join((*spaces, one.name)), one


def calls(name: str, pattern: URLPattern, own: Written, theirs: Written) -> Iterator[tuple[str, int]]:
    """The addresses made of one pattern, and whose rows each names: of hers all, of theirs one at least, or nobody's."""
    keys = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    unnamed = pattern.pattern.regex.groups if not keys else 0
    if unnamed:
        values = [(own.article.pk, "earliest", "latest"), (theirs.article.pk, "earliest", "latest")]
        values.append((own.article.pk, _revision(theirs).pk, "latest"))
        for number, one in enumerate(values):
            yield reverse(name, args=one[:unnamed]), (OWN if number == 0 else THEIRS)
        return
    for choice in product(*([*_theirs(name, key, theirs), *_hers(name, key, own)] for key in keys)):
        arguments = {key: value for key, (value, _whose) in zip(keys, choice, strict=True)}
        try:
            path = reverse(name, kwargs=arguments)
        except NoReverseMatch:  # a converter that refuses this value
            continue
        if not _is_model(arguments):
            continue
        yield path, max((whose for _value, whose in choice), default=NOBODY)


def _is_model(arguments: dict[str, Any]) -> bool:
    """False for two words of Wagtail that name no model together."""
    label = arguments.get("app_label") or arguments.get("content_type_app_name")
    kind = arguments.get("model_name") or arguments.get("content_type_model_name")
    return not label or f"{label}.{kind}" in {model._meta.label_lower for model in apps.get_models()}


def _revision(theirs: Written) -> Revision:
    return Revision.objects.for_instance(theirs.article).latest("pk")


def _hers(name: str, key: str, own: Written) -> list[tuple[Any, int]]:
    found: dict[str, list[Any]] = {
        "page_id": [own.article.pk, own.submitted.pk],
        "page_to_move_id": [own.article.pk],
        "parent_page_id": [own.section.pk],
        "image_id": [own.picture.pk],
        "document_id": [own.document.pk],
        "doc_id": [own.document.pk],
    }
    if key == "pk":
        return [(row.pk, OWN) for row in _rows(name, own)]
    return [(value, OWN) for value in found.get(key, [])]


def _rows(name: str, whose: Written) -> list[Any]:
    """Those of the panel of a room."""
    room = next((room for room in own_row_viewsets() if room.url_namespace == name.split(":")[0]), None)
    return [row for row in whose.rows if room is not None and type(row) is room.model]


def _theirs(name: str, key: str, theirs: Written) -> list[tuple[Any, int]]:
    pages = [theirs.home.pk, theirs.section.pk, theirs.article.pk, theirs.submitted.pk]
    found: dict[str, list[Any]] = {
        "page_id": [theirs.article.pk, theirs.submitted.pk],
        "page_to_move_id": [theirs.article.pk],
        "parent_page_id": [theirs.home.pk, theirs.section.pk],
        "destination_id": [theirs.section.pk],
        "page_pk": pages,
        "revision_id": [_revision(theirs).pk],
        "workflow_state_id": [theirs.workflow_state.pk],
        "task_state_id": [theirs.workflow_state.current_task_state_id],
        "task_id": [theirs.workflow_state.current_task_state.task_id],
        "workflow_pk": [theirs.workflow_state.workflow_id],
        "image_id": [theirs.picture.pk],
        "document_id": [theirs.document.pk],
        "doc_id": [theirs.document.pk],
        "object_id": [theirs.article.pk, theirs.picture.pk, theirs.document.pk],
    }
    # Words of Wagtail: they name nobody's rows by themselves.
    words: dict[str, list[Any]] = {
        "content_type_app_name": ["content", "accounts"],
        "content_type_model_name": ["articlepage", "account"],
        "app_label": ["content", "wagtailcore", "wagtailimages", "wagtaildocs"],
        "app_name": ["taggit"],
        "model_name": ["articlepage", "page", "image", "document", "tag"],
        "action": ["delete", "move", "publish", "add_to_collection"],
        "action_name": ["approve", "copy"],
        "filter_spec": ["max-165x165"],
        "face": ["portal", "kiosk"],
        "page": ["login"],
    }
    if key in words:
        return [(value, NOBODY) for value in words[key]]
    rows = [row.pk for row in _rows(name, theirs)] if key == "pk" else []
    anything = [theirs.article.pk, theirs.picture.pk, theirs.document.pk, theirs.home.pk, theirs.picture.collection_id]
    return [(value, THEIRS) for value in rows or found.get(key, anything)]


def questions(name: str, theirs: Written, word: str) -> list[dict[str, Any]]:
    """What may be asked of an address by its query: a word begun, an id, a list as a sheet, a kind of page."""
    begun = word[:-2]
    asked: list[dict[str, Any]] = [{}, {"q": begun, "term": begun}]
    if not name.startswith("wagtail"):
        return asked
    if name.endswith((":listing", "api:pages:find")):
        asked += [{"child_of": theirs.section.pk, "for_explorer": "1"}, {"descendant_of": theirs.home.pk}]
    if "choose_page" in name:
        asked += [{"page_type": kind, "q": begun} for kind in ("content.ArticlePage", "content.SectionPage")]
        asked += [{"target_pages[]": theirs.article.pk, "user_perms": "move_to"}]
    if "images" in name or "docs" in name:
        asked += [{"tag": theirs.tag, "collection_id": theirs.picture.collection_id, "layout": "list"}]
    if "report" in name or name.endswith(("type_use", "results")):
        asked += [{"export": "csv"}]
    if "bulk" in name or "multiple" in name:
        asked += [{"id": [theirs.article.pk]}, {"id": [theirs.picture.pk]}, {"id": [theirs.document.pk]}, {"id": "all"}]
        asked += [{"id": "all", "childOf": theirs.section.pk}]
    return asked


def told(browser: Client, method: str, path: str, data: Any) -> tuple[int, str]:
    """The status of the answer, and all it says: its body, and where it leads."""
    answer = browser.get(path, data) if method == "GET" else browser.post(path, data)
    said = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, said.decode(errors="replace") + answer.headers.get("Location", "")


def walk(browser: Client, own: Written, theirs: Written, word: str) -> tuple[list[str], int]:
    """Each answer that tells the word, or breaks; and how many pages were opened."""
    browser.raise_request_exception = False
    # Wagtail breaks on a link without an address, which its form never sends.
    posted = {"external-link-chooser-url": theirs.article.full_url}
    wrong, opened = [], 0
    for name, pattern in addresses():
        for path, whose in calls(name, pattern, own, theirs):
            asked = [("GET", data) for data in (questions(name, theirs, word) if whose == NOBODY else [{}])]
            asked += [("POST", posted)] if whose != OWN else []
            is_absent = False
            for method, data in asked:
                if method == "POST" and is_absent:
                    continue  # what does not exist to be read is looked for in the same way to be written
                status, said = told(browser, method, path, data)
                is_absent = is_absent or (status == 404 and not data)
                opened += status == 200
                at = said.lower().find(word)
                if at >= 0 or status >= 500:
                    wrong.append(f"{name} {method} {path} {data} {status}: …{said[max(at - 80, 0) : at + 40]}…")
    return wrong, opened
