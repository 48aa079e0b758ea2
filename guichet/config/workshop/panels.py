"""The first page of the workshop: what waits to be read, and what one wrote lately, among one's own pages."""

from typing import Any

from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from guichet.config.workshop.reach import own_pages
from guichet.config.workshop.reports import pages_to_review

SHOWN = 5


class OwnRecentEdits(RecentEditsPanel):
    """Wagtail tells what one edited once, even in a site that one has left."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        own = _own_ids(parent_context, [page.pk for _edited_at, page in context["last_edits"]])
        context["last_edits"] = [(at, page) for at, page in context["last_edits"] if page.pk in own]
        return context


class OwnSubmitted(UserObjectsInWorkflowModerationPanel):
    """The same, for what one gave to read."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        own = _own_ids(parent_context, [state.content_object.pk for state in context["workflow_states"]])
        context["workflow_states"] = [state for state in context["workflow_states"] if state.content_object.pk in own]
        return context


class ToReview(Component):
    """The pages whose day of review has come."""

    name = "to_review"
    template_name = "config/workshop/review_panel.html"
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        pages = pages_to_review(parent_context["request"].user)
        count = pages.count()
        heading = ngettext("%(count)s page à relire", "%(count)s pages à relire", count) % {"count": count}
        return {"count": count, "pages": pages[:SHOWN], "heading": heading}


def our_panels() -> list[Component]:
    return [WorkflowObjectsToModeratePanel(), OwnSubmitted(), ToReview(), OwnRecentEdits()]


def _own_ids(parent_context: Any, ids: list[int]) -> set[int]:
    return set(own_pages(parent_context["request"].user).filter(pk__in=ids).values_list("pk", flat=True))
