"""Acts for the tests of the legal display."""

from datetime import date
from typing import Any

from guichet.communes.models import Body
from guichet.content.actions import post_notice, write_notice
from guichet.content.models import LegalNotice
from guichet.documents.actions import keep_pdf
from guichet.documents.tests.factories import pdf
from guichet.kit.actor import SYSTEM

GIVEN: dict[str, Any] = {
    "kind": "deliberation",
    "title": "Tarifs de la cantine 2027",
    "number": "2026-45",
    "acted_on": date(2024, 11, 19),
    "meeting_on": None,
    "until": None,
    "author_name": "Jeanne Lemoine",
    "author_title": "maire",
}


def a_draft_notice(body: Body, **changes: Any) -> LegalNotice:
    document = keep_pdf(pdf(), name="acte.pdf", body=body, by=SYSTEM)
    return write_notice(body=body, columns={**GIVEN, **changes}, document=document, by=SYSTEM)


def a_posted_notice(body: Body, **changes: Any) -> LegalNotice:
    return post_notice(a_draft_notice(body, **changes), by=SYSTEM)
