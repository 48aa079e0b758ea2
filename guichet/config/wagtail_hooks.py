"""The workshop (/cms/): the rooms' own panels, and nothing of Wagtail's that a town does not use."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from guichet.catalogue.admin import viewsets as of_catalogue
from guichet.communes.admin import viewsets as of_communes
from guichet.content.admin import viewsets as of_content

# Accounts and sign-in are the desk's; pictures, documents and reports come with the pages that need them.
NOT_OURS = frozenset(
    {
        "collections", "documents", "groups", "help", "images", "locales", "redirects", "reports", "sites", "snippets",
        "users", "workflow-tasks", "workflows",
    }
)  # fmt: skip


@hooks.register("register_admin_viewset")
def register_rooms() -> list[ModelViewSet]:
    return [*of_communes, *of_catalogue, *of_content]


@hooks.register("construct_main_menu")
def tidy_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("construct_settings_menu")
def tidy_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Counts of pages over all bodies tell an editor nothing."""
    items.clear()


@hooks.register("construct_page_action_menu")
def no_submission(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who edits publishes: there is no moderation to submit to."""
    menu_items[:] = [item for item in menu_items if item.name != "action-submit"]
