"""Tells who works on this data folder: a restoration must not replace what a running server reads."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext_lazy as _


class InUse(Exception):
    """Somebody holds the other kind of lock; says so in one sentence."""

    sentence = {
        fcntl.LOCK_SH: _("Une restauration est en cours sur ces données : attendez sa fin, puis relancez."),
        fcntl.LOCK_EX: _("Guichet est en marche sur ces données : arrêtez-le, puis relancez. Rien n’a été changé."),
    }


@contextmanager
def at_work() -> Iterator[None]:
    """Held by a server or a worker, and by the processes it forks; several may hold it."""
    with _locked(fcntl.LOCK_SH):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Held by a restoration; refused while anybody is at work."""
    with _locked(fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(how: int) -> Iterator[None]:
    handle = os.open(settings.DATA / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(str(InUse.sentence[how])) from None
        yield
    finally:
        os.close(handle)  # the lock goes with its last holder
