"""What keeps robots out without asking people anything: a field nobody sees, and the time a person needs."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from guichet.kit.dates import now

HIDDEN_FIELD = "site_web"
STAMP_FIELD = "page"
SALT = "guichet.portal.page"
# A page may stay open for days: the stamp only proves when it was drawn.
STAMP_LASTS = timedelta(days=30)


def filled_hidden_field(request: HttpRequest) -> bool:
    """Only a robot, or a browser that fills in everything, writes there."""
    return bool(request.POST.get(HIDDEN_FIELD, "").strip())


def is_too_fast(since: datetime) -> bool:
    return now() - since < timedelta(seconds=settings.FORM_MINIMUM_SECONDS)


def stamp() -> str:
    """When this page was drawn, signed."""
    return signing.dumps(now().timestamp(), salt=SALT)


def stamped_at(request: HttpRequest) -> datetime | None:
    """When the page that comes back was drawn; None when it does not say so, or lies."""
    try:
        seconds = signing.loads(request.POST.get(STAMP_FIELD, ""), salt=SALT, max_age=STAMP_LASTS)
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(float(seconds), tz=now().tzinfo)
