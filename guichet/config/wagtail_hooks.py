"""The workshop (/cms/): the rooms' own panels, and nothing of Wagtail's that a town does not use."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from guichet.cabinet.admin import viewsets as of_cabinet
from guichet.cases.admin import viewsets as of_cases
from guichet.catalogue.admin import viewsets as of_catalogue
from guichet.communes.admin import viewsets as of_communes
from guichet.config.workshop import reports
from guichet.config.workshop.actions_menu import AskToRead
from guichet.config.workshop.api import OwnPagesAPI
from guichet.config.workshop.explorer import OwnPages
from guichet.config.workshop.panels import our_panels
from guichet.config.workshop.reach import reached_pages
from guichet.content.admin import viewsets as of_content
from guichet.content.editors import manages_instance
from guichet.content.legal_admin import viewsets as of_legal_display
from guichet.devices.admin import viewsets as of_devices
from guichet.notifications.admin import viewsets as of_notifications
from guichet.visits.admin import viewsets as of_visits

# Accounts, groups and sign-in are the desk's; collections, sites and workflows are made by our actions. Their addresses
# are closed as well: `workshop.door`.
NOT_OURS = frozenset(
    {
        "collections", "groups", "help", "locales", "redirects", "sites", "snippets", "users",
        "workflow-tasks", "workflows",
    }
)  # fmt: skip
OUR_REPORT = "pages-to-review"
AFTER_WAGTAIL = 1000


@hooks.register("register_admin_viewset")
def register_rooms() -> list[ModelViewSet]:
    return [
        *of_communes,
        *of_catalogue,
        *of_cabinet,
        *of_cases,
        *of_content,
        *of_legal_display,
        *of_devices,
        *of_notifications,
        *of_visits,
    ]


@hooks.register("register_admin_viewset")
def list_own_pages() -> OwnPages:
    return OwnPages()


@hooks.register("insert_global_admin_css")
def wear_our_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("config/workshop.css"))


@hooks.register("construct_main_menu", order=AFTER_WAGTAIL)
def tidy_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("construct_settings_menu", order=AFTER_WAGTAIL)
def tidy_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("construct_reports_menu", order=AFTER_WAGTAIL)
def tidy_reports_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Reports on the whole instance are for who looks after it."""
    if not manages_instance(request.user):  # type: ignore[arg-type]  # signed in: an Account
        items[:] = [item for item in items if item.name == OUR_REPORT]


@hooks.register("register_reports_menu_item")
def list_pages_to_review() -> MenuItem:
    return MenuItem(_("Pages à relire"), reverse("pages-to-review"), name=OUR_REPORT, icon_name="time", order=100)


@hooks.register("register_admin_urls")
def open_our_reports() -> list[URLPattern]:
    return reports.urls


@hooks.register("construct_homepage_panels", order=AFTER_WAGTAIL)
def show_what_waits(request: HttpRequest, items: list[Any]) -> None:
    items[:] = our_panels()


@hooks.register("construct_homepage_summary_items", order=AFTER_WAGTAIL)
def count_nothing(request: HttpRequest, items: list[Any]) -> None:
    """How many pages there are tells an editor nothing."""
    items.clear()


@hooks.register("construct_page_action_menu", order=AFTER_WAGTAIL)
def ask_to_read(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who publishes has nobody to ask; who writes a section gives her page to read."""
    page = context.get("page") or context["parent_page"]
    may_publish = page.permissions_for_user(request.user).can_publish()
    items[:] = [AskToRead(order=item.order) if item.name == AskToRead.name else item for item in items]
    items[:] = [item for item in items if not (may_publish and item.name == AskToRead.name)]


@hooks.register("construct_explorer_page_queryset")
def explore_own_pages(parent: Page, pages: Any, request: HttpRequest) -> Any:
    return pages.filter(pk__in=reached_pages(request.user).values("pk"))


@hooks.register("construct_page_chooser_queryset")
def choose_among_own_pages(pages: Any, request: HttpRequest) -> Any:
    return pages.filter(pk__in=reached_pages(request.user).values("pk"))


@hooks.register("construct_admin_api", order=AFTER_WAGTAIL)
def tell_own_pages(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", OwnPagesAPI)
