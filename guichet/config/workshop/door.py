"""The door of every address below /cms/: closed unless named here, and nothing of somebody else passes it.

Wagtail checks rights view by view, and not in all of them: its page chooser, its API, its bulk actions tell the title of
whatever id they are given. Here each id of an address is checked before the view that reads it.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.viewsets import viewsets
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from guichet.communes.admin import OwnRowsViewSet
from guichet.config.workshop.reach import own_documents, own_pages, own_pictures, reached_pages
from guichet.content.editors import manages_instance

View = Callable[..., HttpResponse]

# Of Wagtail's own addresses, those a town uses. The others make what our actions make (groups, accounts, collections,
# sites, workflows), or what we do without (tags, locks, private pages, aliases).
_OPEN = frozenset(
    {
        "wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_explore", "wagtailadmin_explore_results",
        "wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link", "wagtail_bulk_action", "wagtailadmin_api:pages:listing",
        "wagtailadmin_api:pages:detail", "wagtailadmin_dismissibles", "wagtailadmin_block_preview",
        "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release", "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog", "pages-to-review", "pages-to-review-results",
        *(
            f"wagtailadmin_pages:{name}"
            for name in (
                "add", "preview_on_add", "choose_parent", "usage", "edit", "preview_on_edit", "view_draft",
                "add_subpage", "delete", "unpublish", "search", "search_results", "move", "move_confirm",
                "set_page_position", "copy", "workflow_action", "collect_workflow_action_data",
                "confirm_workflow_cancellation", "workflow_preview", "workflow_history", "workflow_history_detail",
                "revisions_index", "revisions_view", "revisions_revert", "revisions_unschedule", "revisions_compare",
                "history", "history_results", "type_use", "type_use_results",
            )
        ),
        *(
            f"wagtailimages:{name}"
            for name in (
                "index", "index_results", "edit", "delete", "preview", "add", "image_usage", "add_multiple",
                "edit_multiple", "create_multiple_from_uploaded_image", "delete_multiple", "delete_upload_multiple",
            )
        ),
        *(
            f"wagtailimages_chooser:{name}"
            for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create", "select_format")
        ),
        *(
            # Not what keeps a file whose form is wrong until the form is right: it would not be looked at again.
            f"wagtaildocs:{name}"
            for name in (
                "index", "index_results", "edit", "delete", "add", "document_usage", "add_multiple", "edit_multiple",
                "delete_multiple",
            )
        ),
        *(
            f"wagtaildocs_chooser:{name}"
            for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create")
        ),
        # Ours, which stand before Wagtail's.
        "cms-logout", "cms-account", "cms-closed",
    }
)  # fmt: skip
_SEARCH = json.dumps('value="Search"')[1:-1].encode()
_OF_INSTANCE = "wagtailadmin_reports"  # reports on the whole instance
_BULK_MODELS = frozenset({("wagtailcore", "page"), ("wagtailimages", "image"), ("wagtaildocs", "document")})
_FILE_BULK_ACTIONS = frozenset({"delete", "add_to_collection"})
_PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
_PAGE_PARAMETERS = ("target_pages[]", "childOf", "chooser", "new_parent_page", "parent_page")
_PASSED_THROUGH = frozenset(
    {"wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child"}
)  # fmt: skip


def pass_door(request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse | None:
    """Let the request on to its view (None), or answer for it; `Http404` for what is not this account's."""
    match = request.resolver_match
    assert match is not None, "called once the address is resolved"
    name = match.view_name
    if match.namespaces and match.namespaces[0] in _rooms():
        return None  # the rooms' own panels know their own rows
    if match.namespaces and match.namespaces[0] == _OF_INSTANCE:
        _must(manages_instance(request.user))  # type: ignore[arg-type]  # signed in: an Account
        return None
    _must(name in _OPEN)
    _check_kinds(name, kwargs)
    _check_pages(request, name, args, kwargs)
    _check_reading(kwargs)
    _check_files(request, name, kwargs)
    if name == "wagtailadmin_explore_root":
        top = page_permission_policy.explorable_root_instance(request.user)
        # Her body may have no site yet.
        return redirect("wagtailadmin_explore", top.pk) if top else redirect("wagtailadmin_home")
    if name == "wagtailadmin_choose_page":
        # Wagtail would begin at the first ancestor that all pages of a kind have in common, whoever they belong to.
        top = page_permission_policy.explorable_root_instance(request.user)
        _must(top is not None)
        return _said_in_french(view(request, *args, parent_page_id=top.pk, **kwargs))
    if name == "wagtailadmin_choose_page_child":
        return _said_in_french(view(request, *args, **kwargs))
    return None


def _said_in_french(answer: HttpResponse) -> HttpResponse:
    """The page chooser in a window (JSON): Wagtail's template names its search button in English, for who listens to it."""
    answer.content = answer.content.replace(_SEARCH, json.dumps(f'value="{_("Chercher")}"')[1:-1].encode())
    return answer


@cache
def _rooms() -> frozenset[str]:
    return frozenset(room.url_namespace for room in viewsets.viewsets if isinstance(room, OwnRowsViewSet))


def _must(is_so: bool) -> None:
    if not is_so:
        raise Http404


def _check_kinds(name: str, kwargs: dict[str, Any]) -> None:
    """A type of page, where Wagtail would list the rows of any model."""
    if name == "wagtail_bulk_action":
        model = (kwargs["app_label"], kwargs["model_name"])
        _must(model in _BULK_MODELS)
        _must(model[1] == "page" or kwargs["action"] in _FILE_BULK_ACTIONS)
        return
    label = kwargs.get("content_type_app_name") or kwargs.get("app_label")
    if label is not None:
        try:
            kind = apps.get_model(label, kwargs.get("content_type_model_name") or kwargs["model_name"])
        except LookupError as error:
            raise Http404 from error
        _must(issubclass(kind, Page))


def _check_pages(request: HttpRequest, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    named = [kwargs[key] for key in _PAGE_ARGUMENTS if key in kwargs]
    if name == "wagtailadmin_pages:revisions_compare":
        named.append(args[0])
    asked = [value for key in _PAGE_PARAMETERS for value in _given(request, key)]
    if name == "wagtail_bulk_action" and kwargs["model_name"] == "page":
        asked += _bulk_ids(request)
        # All of what? Without a parent, Wagtail would take every page of the instance.
        _must("all" not in request.GET.getlist("id") or "childOf" in request.GET)
    if name == "wagtailadmin_choose_page_chosen_multiple":
        asked += request.GET.getlist("id")
    if name in _PASSED_THROUGH:
        _must_be_among(reached_pages(request.user), named)
        named = []
    _must_be_among(own_pages(request.user), [*named, *asked])


def _check_reading(kwargs: dict[str, Any]) -> None:
    """The reading of a page is named beside it: it must be of this page."""
    page = str(kwargs.get("page_id", ""))
    if "task_state_id" in kwargs:
        _must(TaskState.objects.filter(pk=kwargs["task_state_id"], workflow_state__object_id=page).exists())
    if "workflow_state_id" in kwargs:
        _must(WorkflowState.objects.filter(pk=kwargs["workflow_state_id"], object_id=page).exists())
    if "task_id" in kwargs:
        _must(TaskState.objects.filter(task=kwargs["task_id"], workflow_state__object_id=page).exists())


def _check_files(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> None:
    for chooser, model, own, keys in (
        ("wagtailimages_chooser", "image", own_pictures, ("image_id",)),
        ("wagtaildocs_chooser", "document", own_documents, ("document_id", "doc_id")),
    ):
        named = [kwargs[key] for key in keys if key in kwargs]
        if name == f"{chooser}:chosen":
            named.append(kwargs["pk"])
        if name == f"{chooser}:chosen_multiple":
            named += request.GET.getlist("id")
        if name == "wagtail_bulk_action" and kwargs["model_name"] == model:
            named += _bulk_ids(request)
        _must_be_among(own(request.user), named)


def _bulk_ids(request: HttpRequest) -> list[str]:
    return [value for value in request.GET.getlist("id") if value != "all"]


def _given(request: HttpRequest, key: str) -> list[str]:
    return [value for value in (*request.GET.getlist(key), *request.POST.getlist(key)) if value]


def _must_be_among(rows: Any, ids: Iterable[Any]) -> None:
    wanted = {str(one) for one in ids}
    if not wanted:
        return
    _must(all(one.isdecimal() and len(one) < 18 for one in wanted))
    numbers = {int(one) for one in wanted}
    _must(rows.filter(pk__in=numbers).values("pk").distinct().count() == len(numbers))
