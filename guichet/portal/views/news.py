"""The feed of the news."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.content.models import NewsPage
from guichet.portal.feeds import LONGEST_FEED, Entry, atom
from guichet.portal.frame import home_of
from guichet.portal.guard import PortalRequest
from guichet.portal.paths import path_of
from guichet.portal.written import LATEST_FIRST


@require_safe
def feed(request: PortalRequest) -> HttpResponse:
    """The news of this portal as Atom, also before there is any."""
    home = home_of(request.town)
    news = NewsPage.objects.descendant_of(home).live() if home else NewsPage.objects.none()
    entries = [
        Entry(
            id=f"page:{page.pk}",
            title=page.title,
            path=path_of(page),
            summary=page.intro,
            published=page.first_published_at or page.latest_revision_created_at,
            updated=page.last_published_at or page.latest_revision_created_at,
        )
        for page in news.order_by(*LATEST_FIRST)[:LONGEST_FEED]
    ]
    return atom(request, title=_("Actualités"), path=reverse("portal:news-feed"), entries=entries)
