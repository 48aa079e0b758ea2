"""The workshop (/cms/): the rooms' own panels, and nothing of Wagtail's that a town does not use."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from guichet.cabinet.admin import viewsets as of_cabinet
from guichet.cases.admin import viewsets as of_cases
from guichet.catalogue.admin import viewsets as of_catalogue
from guichet.communes.admin import viewsets as of_communes
from guichet.content.admin import viewsets as of_content
from guichet.notifications.admin import viewsets as of_notifications
from guichet.visits.admin import viewsets as of_visits

# Accounts and sign-in are the desk's; pictures, documents and reports come with the pages that need them.
NOT_OURS = frozenset(
    {
        "collections", "documents", "groups", "help", "images", "locales", "redirects", "reports", "sites", "snippets",
        "users", "workflow-tasks", "workflows",
    }
)  # fmt: skip
AFTER_WAGTAIL = 1000


@hooks.register("register_admin_viewset")
def register_rooms() -> list[ModelViewSet]:
    return [*of_communes, *of_catalogue, *of_cabinet, *of_cases, *of_content, *of_notifications, *of_visits]


@hooks.register("insert_global_admin_css")
def wear_our_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("config/workshop.css"))


@hooks.register("construct_main_menu", order=AFTER_WAGTAIL)
def tidy_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("construct_settings_menu", order=AFTER_WAGTAIL)
def tidy_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("construct_homepage_summary_items", order=AFTER_WAGTAIL)
def count_nothing(request: HttpRequest, items: list[Any]) -> None:
    """How many pages there are tells an editor nothing."""
    items.clear()


@hooks.register("construct_page_action_menu", order=AFTER_WAGTAIL)
def submit_to_nobody(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who edits publishes: there is no moderation to submit to."""
    items[:] = [item for item in items if item.name != "action-submit"]
