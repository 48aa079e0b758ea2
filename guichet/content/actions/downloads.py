"""Look at a document before it is given to download; Wagtail keeps it."""

from guichet.communes.models import Body
from guichet.content import refusals
from guichet.content.download_rules import MOST_BYTES, MOST_PAGES, fault_of, format_named
from guichet.documents.actions import Upload
from guichet.documents.actions.scanning import scan_at_the_door
from guichet.documents.papers import whole_pages
from guichet.documents.rules import shown_name
from guichet.kit.actor import Actor
from guichet.kit.refusal import Refusal


def check_download(upload: Upload, *, name: str, body: Body, by: Actor) -> None:
    """Refuse what is not whole, not what its name says, larger than 20 MB, or infected. Call it outside a transaction.

    The bytes stay as they are: what a town prints is read back, signed or tagged for who does not see.
    """
    called = shown_name(name)
    upload.seek(0)
    data = upload.read(MOST_BYTES + 1)
    upload.seek(0)
    fault = fault_of(called, data)
    if fault is not None:
        raise refusals.not_a_download(fault, called, MOST_BYTES // 1_000_000)
    try:
        scan_at_the_door(data, name=name, body=body, by=by)
        form = format_named(called)
        if form is not None and form.opens_in_browser:
            whole_pages(data, name, MOST_PAGES)
    except Refusal as no:
        raise refusals.not_a_download(no.code, called, MOST_BYTES // 1_000_000, MOST_PAGES) from no
