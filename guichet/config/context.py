"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from guichet.config.live_address import live_address


def house(request: HttpRequest) -> dict[str, Any]:
    return {
        "town": getattr(request, "town", None),
        "demo": settings.DEMONSTRATION,
        "live_url": live_address(request) if request.path.startswith("/guichet/") else "",
        "theme": "contrast" if request.COOKIES.get("guichet_contraste") == "1" else "",
    }
