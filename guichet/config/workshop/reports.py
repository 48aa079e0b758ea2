"""The list of pages to read again, in the menu "Rapports"."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page

from guichet.config.workshop.reach import own_pages
from guichet.content.reviewing import to_review
from guichet.kit.dates import now, paris_date


class PagesToReview(PageReportView):
    page_title = _("Pages à relire")
    header_icon = "time"
    results_template_name = "config/workshop/pages_to_review.html"
    index_url_name = "pages-to-review"
    index_results_url_name = "pages-to-review-results"
    any_permission_required = ("add", "change", "publish")
    export_headings = PageReportView.export_headings | {"title": _("Titre"), "review_on": _("À relire le")}
    list_export = ("title", "review_on", "status_string")

    def get_queryset(self) -> QuerySet[Page]:
        return pages_to_review(self.request.user)

    def get_filename(self) -> str:
        return "pages-a-relire"


def pages_to_review(user: Any) -> QuerySet[Page]:
    due: Any = to_review(own_pages(user), paris_date(now()))  # Wagtail's own kind of queryset
    pages: QuerySet[Page] = due.prefetch_workflow_states().annotate_approved_schedule().specific(defer=True)
    return pages


urls = [
    path("rapports/pages-a-relire/", PagesToReview.as_view(), name="pages-to-review"),
    path(
        "rapports/pages-a-relire/resultats/", PagesToReview.as_view(results_only=True), name="pages-to-review-results"
    ),
]
