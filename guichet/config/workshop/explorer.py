"""The lists of pages, without the filters that would name every site of the instance and everybody who ever wrote in it."""

from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet


class OwnPageFilters(GenericPageFilterSet):
    owner = None
    edited_by = None
    site = None


class OwnPages(PageViewSet):
    """For every type of page; `reach` says which pages."""

    filterset_class = OwnPageFilters
