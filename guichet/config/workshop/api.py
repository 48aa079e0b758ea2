"""Wagtail's admin API, of which its side menu reads the pages: those of the account, and no others."""

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from guichet.config.workshop.reach import reached_pages


class OwnPagesAPI(PagesAdminAPIViewSet):
    def get_base_queryset(self) -> QuerySet[Page]:
        return reached_pages(self.request.user)
