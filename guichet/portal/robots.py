"""What keeps robots out without asking people anything: a field nobody sees, the time a person needs, a stamp."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from guichet.kit.dates import now

HIDDEN_FIELD = "site_web"
STAMP_FIELD = "page"
# A page may stay open for days: no longer than the draft it would make.
STAMP_LASTS = timedelta(days=30)


def filled_hidden_field(request: HttpRequest) -> bool:
    """Only a robot, or a browser that fills in everything, writes there."""
    return bool(request.POST.get(HIDDEN_FIELD, "").strip())


def is_too_fast(since: datetime) -> bool:
    return now() - since < timedelta(seconds=settings.FORM_MINIMUM_SECONDS)


def stamp(request: HttpRequest) -> str:
    """A new name for the page that is drawn, signed for this address alone."""
    return signing.dumps(uuid4().hex, salt=_salt(request))


def stamped_page(request: HttpRequest) -> UUID | None:
    """The name of the page that comes back; None when it has none of ours, or one too old."""
    try:
        return UUID(signing.loads(request.POST.get(STAMP_FIELD, ""), salt=_salt(request), max_age=STAMP_LASTS))
    except signing.BadSignature:
        return None


def _salt(request: HttpRequest) -> str:
    return f"guichet.portal.page:{request.get_host()}{request.path}"
