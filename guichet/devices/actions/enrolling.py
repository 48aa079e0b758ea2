"""Give a kiosk its key, by a code typed once; take it back."""

import secrets

from guichet.accounts.actions import try_patiently
from guichet.accounts.rules import Tried
from guichet.communes.models import Body
from guichet.devices import refusals
from guichet.devices.actions.locking import held, machine
from guichet.devices.actions.sessions import end_session
from guichet.devices.facts import EnrolmentCodeMade, KeyRevoked, TerminalEnrolled
from guichet.devices.keys import digest_of, new_token
from guichet.devices.models import DeviceKey, EnrolmentCode, KioskSession, Terminal
from guichet.devices.rules import (
    CODE_ALPHABET,
    CODE_LASTS,
    CODE_LENGTH,
    spoken_enrolment_code,
    typed_enrolment_code,
)
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now


def make_code(terminal: Terminal, *, by: Actor) -> str:
    """A code that enrols one kiosk within the hour, shown this once; those made before die."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _one in range(CODE_LENGTH))
    with held(terminal.pk) as current:
        if current.kind != Terminal.Kind.OURS:
            raise refusals.no_partner_here()
        at = now()
        EnrolmentCode.objects.filter(terminal=current, used_at=None).delete()
        EnrolmentCode.objects.create(terminal=current, digest=_digest(code), made_at=at, expires_at=at + CODE_LASTS)
        record(EnrolmentCodeMade(current.pk), by=by, body_id=current.body_id)
    return spoken_enrolment_code(code)


def enrol(code: str, *, body: Body, address: str) -> tuple[Terminal, str]:
    """Exchange a code for the key of its kiosk, shown this once; the keys it had die.

    Refuses a code that is wrong, used or too old in one sentence, and who tries too many.
    """
    found: list[EnrolmentCode] = []

    def is_right() -> bool:
        found[:] = EnrolmentCode.objects.filter(
            digest=_digest(code), used_at=None, expires_at__gt=now(), terminal__body=body
        )
        return bool(found)

    if not try_patiently(is_right, tried=Tried.ENROLMENT, subject=str(body.pk), address=address):
        raise refusals.wrong_code()
    key = new_token()
    with held(found[0].terminal_id) as terminal:
        at = now()
        if not EnrolmentCode.objects.filter(pk=found[0].pk, used_at=None).update(used_at=at):
            raise refusals.wrong_code()  # another took it a moment ago
        _revoke(terminal)
        DeviceKey.objects.create(terminal=terminal, digest=digest_of(key), made_at=at)
        record(TerminalEnrolled(terminal.pk), by=machine(terminal), body_id=body.pk)
    return terminal, key


def revoke_keys(terminal: Terminal, *, by: Actor) -> int:
    """The kiosk is not ours any more, stolen perhaps: its keys and codes open nothing, its session ends. Returns how
    many keys died."""
    with held(terminal.pk) as current:
        EnrolmentCode.objects.filter(terminal=current, used_at=None).delete()
        count = _revoke(current)
        if count:
            record(KeyRevoked(current.pk), by=by, body_id=current.body_id)
    return count


def _revoke(terminal: Terminal) -> int:
    for session in KioskSession.objects.running().filter(terminal=terminal):
        end_session(session, KioskSession.Ended.REVOKED)
    return DeviceKey.objects.filter(terminal=terminal, revoked_at=None).update(revoked_at=now())


def _digest(code: str) -> str:
    return digest_of(f"enrolment:{typed_enrolment_code(code)}")
