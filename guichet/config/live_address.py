"""Where the live process answers, said by the page and allowed by its policy."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port


def live_address(request: HttpRequest) -> str:
    """The configured address, or the next port of the same host."""
    if settings.GUICHET_LIVE_URL:
        return str(settings.GUICHET_LIVE_URL)
    host, port = split_domain_port(request.get_host())
    scheme = "wss" if settings.GUICHET_SCHEME == "https" else "ws"
    return f"{scheme}://{host}:{int(port or settings.GUICHET_PORT) + 1}/live/"
