"""What machines read on a page: JSON-LD in the words of schema.org."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from guichet.catalogue.addresses import sheet_page
from guichet.catalogue.models import LocalWords, Procedure
from guichet.communes.models import Body
from guichet.content.agenda_rules import Occurrence
from guichet.content.models import AssociationPage, EventPage, NewsPage
from guichet.portal.paths import path_of

# A closing tag inside a text would end the block; JSON says the same with escapes.
_HARMLESS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def sheet_data(body: Body, procedure: Procedure, local: LocalWords | None) -> SafeString:
    """A procedure as a GovernmentService: what it is, who answers for it, where it is done and for how much."""
    sheet = procedure.sheet
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": procedure.title,
        "description": procedure.summary,
        "url": sheet_page(body, procedure),
        "inLanguage": "fr",
        "serviceOperator": {"@type": "GovernmentOrganization", "name": procedure.authority},
        "provider": {
            "@type": "GovernmentOffice",
            "name": body.office,
            "telephone": body.phone,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": body.street,
                "postalCode": body.postcode,
                "addressLocality": body.city,
                "addressCountry": "FR",
            },
        },
        "offers": {"@type": "Offer", "description": local.price if local and local.price else sheet.cost.short},
        "availableChannel": [
            {"@type": "ServiceChannel", "serviceUrl": link.url, "name": link.label} for link in sheet.links
        ],
    }
    return _script(data)


def association_data(body: Body, page: AssociationPage) -> SafeString:
    """An association as an Organization, with the ways to reach it that it asked to show."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": page.title,
        "description": page.purpose,
        "url": page.website or f"{body.url}{path_of(page)}",
        "areaServed": body.short_name,
        **_known(telephone=page.phone, email=page.email, location=page.place),
    }
    return _script(data)


def event_data(body: Body, page: EventPage, on: Occurrence) -> SafeString:
    """An event on one of its days as an Event; a cancelled one says so."""
    ends = on.ends.isoformat() if on.ends_at else on.last_day.isoformat()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.intro,
        "url": f"{body.url}{path_of(page)}",
        "inLanguage": "fr",
        "startDate": on.starts.isoformat() if on.starts_at else on.first_day.isoformat(),
        "endDate": ends,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if on.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": page.place,
            "address": {
                "@type": "PostalAddress",
                **_known(streetAddress=page.address),
                "addressLocality": body.city,
                "addressCountry": "FR",
            },
        },
    }
    if page.organiser:
        data["organizer"] = {"@type": "Organization", "name": page.organiser}
    return _script(data)


def news_data(body: Body, page: NewsPage) -> SafeString:
    """A piece of news as a NewsArticle of its town hall."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.intro,
        "url": f"{body.url}{path_of(page)}",
        "inLanguage": "fr",
        "datePublished": page.day.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": body.office},
    }
    return _script(data)


def _known(**words: str) -> dict[str, str]:
    return {name: word for name, word in words.items() if word}


def _script(data: dict[str, Any]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
