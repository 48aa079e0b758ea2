"""What machines read on a page: JSON-LD in the words of schema.org."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from guichet.catalogue.addresses import sheet_page
from guichet.catalogue.models import LocalWords, Procedure
from guichet.communes.models import Body

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


def _script(data: dict[str, Any]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
