"""Pages whose words are to be read again: each has a day (`review_on`), kept in the table of its kind."""

from datetime import date

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page, get_page_models

from guichet.content.models import TownPage


def to_review(pages: QuerySet[Page], day: date) -> QuerySet[Page]:
    """Those among these whose day has come, the longest waiting first; `review_on` stands on each."""
    kinds = [kind._meta.model_name for kind in get_page_models() if issubclass(kind, TownPage)]
    asked = Coalesce(*(F(f"{kind}__review_on") for kind in kinds))
    due: QuerySet[Page] = pages.annotate(review_on=asked).filter(review_on__lte=day).order_by("review_on", "pk")
    return due
