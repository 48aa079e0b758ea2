"""Which hosts a page may lead to. Pure: values in, values out."""

import ipaddress
from collections.abc import Iterable
from fnmatch import fnmatch
from urllib.parse import urlsplit

from guichet_borne.settings import origin

ANYWHERE = "*"  # free internet: every public host
OURS = "/borne/"  # where the server keeps the kiosk's own pages


def host_of(url: str) -> str:
    """In lower case, without its port; empty for what is no web address."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").lower().rstrip(".") if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def is_of_server(url: str, server: str) -> bool:
    """`server` is an origin."""
    try:
        return origin(url) == server
    except ValueError:
        return False


def is_of_kiosk(url: str, server: str) -> bool:
    """One of the kiosk's own pages, and not another of the same server: the portal, the desk."""
    return is_of_server(url, server) and urlsplit(url).path.startswith(OURS)


def may_open(url: str, patterns: Iterable[str]) -> bool:
    """`*.gouv.fr` is every host below gouv.fr and gouv.fr itself; `*` is every public one."""
    host = host_of(url)
    return bool(host) and any(_fits(host, pattern.strip().lower()) for pattern in patterns)


def _fits(host: str, pattern: str) -> bool:
    if pattern == ANYWHERE:
        return _is_public(host)
    if pattern.startswith("*."):
        return host == pattern[2:] or host.endswith(pattern[1:])
    return fnmatch(host, pattern)


def _is_public(host: str) -> bool:
    """Not the router of the town hall, not this machine, not a name of the local network."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".lan", ".home", ".internal", ".invalid"))
