"""Typed readers of the environment: a wrong value is refused by name, before anything starts."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} doit être un nombre entier, pas « {value} ».") from None


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "oui"}:
        return True
    if value.lower() in {"0", "false", "no", "non", ""}:
        return False
    raise ImproperlyConfigured(f"{name} doit être « oui » ou « non », pas « {value} ».")


def env_family(name: str) -> dict[str, str]:
    """Read a variable and those that begin like it: NAME under "", NAME_59012 under "59012"."""
    family = {key: value for key, value in os.environ.items() if key == name or key.startswith(f"{name}_")}
    return {key.removeprefix(name).removeprefix("_"): value for key, value in family.items()}


def env_database(name: str) -> dict[str, object] | None:
    """Read ``postgresql://user:password@host:port/name``; None when the variable is absent (SQLite then)."""
    value = os.environ.get(name)
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} doit avoir la forme postgresql://utilisateur:mot-de-passe@hôte:port/base.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }
