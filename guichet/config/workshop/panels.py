"""The first page of the workshop: what waits to be read, and what one wrote lately, among one's own pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from guichet.communes.admin import edited_bodies
from guichet.config.workshop.reach import own_pages
from guichet.config.workshop.reports import pages_to_review
from guichet.content.models import (
    AgendaPage,
    AssociationPage,
    DirectoryPage,
    EventPage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
)

SHOWN = 5
MOST_SECTIONS = 12
# What is written most, below which page; then what is filled in beside the pages: the name of its form.
WRITTEN = (
    (gettext_noop("Écrire une actualité"), NewsPage, NewsIndexPage),
    (gettext_noop("Annoncer un événement"), EventPage, AgendaPage),
    (gettext_noop("Présenter une association"), AssociationPage, DirectoryPage),
)
FILLED_IN = (
    (gettext_noop("Afficher un acte"), "affichage-legal:add"),
    (gettext_noop("Mettre un bandeau d’alerte"), "bandeaux:add"),
    (gettext_noop("Dire une fermeture ou un horaire exceptionnel"), "fermetures:add"),
)


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


class WriteSomething(Component):
    """The few things one comes for, by their name; only those that are hers."""

    name = "write_something"
    template_name = "config/workshop/write_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"lines": [*_pages_to_write(user), *_articles_to_write(user), *_forms_to_fill(user)]}


def our_panels() -> list[Component]:
    return [WriteSomething(), WorkflowObjectsToModeratePanel(), OwnSubmitted(), ToReview(), OwnRecentEdits()]


def _pages_to_write(user: Any) -> list[dict[str, str]]:
    """Below the first of her pages that takes such a page."""
    parents = [(words, kind, own_pages(user).type(parent).first()) for words, kind, parent in WRITTEN]
    return [
        {"text": _(words), "url": reverse("wagtailadmin_pages:add", args=["content", kind._meta.model_name, parent.pk])}
        for words, kind, parent in parents
        if parent is not None
    ]


def _articles_to_write(user: Any) -> list[dict[str, str]]:
    """One door for each of her sections."""
    return [
        {
            "text": _("Écrire un article dans «\u00a0%s\u00a0»") % section.title,
            "url": reverse("wagtailadmin_pages:add", args=["content", "articlepage", section.pk]),
        }
        for section in own_pages(user).type(SectionPage).order_by("path")[:MOST_SECTIONS]
    ]


def _forms_to_fill(user: Any) -> list[dict[str, str]]:
    if not edited_bodies(user).exists():
        return []
    return [{"text": _(words), "url": reverse(where)} for words, where in FILLED_IN]


def _own_ids(parent_context: Any, ids: list[int]) -> set[int]:
    return set(own_pages(parent_context["request"].user).filter(pk__in=ids).values_list("pk", flat=True))
