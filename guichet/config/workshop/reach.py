"""What an account reaches in Wagtail's admin: the pages, pictures and documents of its groups, and nothing beside them."""

from typing import Any

from django.db.models import QuerySet
from wagtail.documents.models import Document
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.models import Image
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

_WRITES = frozenset({"add", "change", "publish"})


def own_pages(user: Any) -> PageQuerySet:
    """Those she may write: the whole site of her bodies, or her sections."""
    pages: PageQuerySet = page_permission_policy.instances_user_has_any_permission_for(user, _WRITES)
    return pages


def pages_on_the_way(user: Any) -> QuerySet[Page]:
    """Between the page where her explorer begins and the roots of what she writes: passed through, never opened.

    Wagtail's `explorable_instances` begins one floor above, and would tell her the siblings' parent.
    """
    nothing: QuerySet[Page] = Page.objects.none()
    top = page_permission_policy.explorable_root_instance(user)
    if top is None:
        return nothing
    roots = page_permission_policy.instances_with_direct_explore_permission(user)
    paths = {root.path[:length] for root in roots for length in range(len(top.path), len(root.path), Page.steplen)}
    between: QuerySet[Page] = Page.objects.filter(path__in=paths)
    return between


def reached_pages(user: Any) -> QuerySet[Page]:
    reached: QuerySet[Page] = own_pages(user) | pages_on_the_way(user)
    return reached


def own_pictures(user: Any) -> QuerySet[Image]:
    """Those of her collections, to show on her pages."""
    pictures: QuerySet[Image] = picture_policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    return pictures


def own_documents(user: Any) -> QuerySet[Document]:
    """The same of what is given to download."""
    documents: QuerySet[Document] = document_policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    return documents
