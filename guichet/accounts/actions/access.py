"""Patience with wrong secrets and with an address that sends too much."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.models import Submissions, WrongSecrets
from guichet.accounts.rules import Counted, delay_after, network_of, same_secret
from guichet.accounts.secrets import veiled
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal

MEMORY = timedelta(hours=24)


def check_secret(typed: str, secret: str | None, *, reference: str, address: str | None) -> None:
    """Return when the typed secret is the right one; refuse otherwise, and count it.

    `secret` is None when nothing has this reference: the answer is the same as for a wrong secret.
    `address` is None for an enrolled kiosk or a signed-in agent, whom the count per address leaves out.
    """
    keys = [(Counted.REFERENCE, veiled(f"reference:{reference.upper()[:40]}"))]
    if address is not None:
        keys.append((Counted.ADDRESS, veiled(f"address:{network_of(address)}")))
    at = now()
    is_right = secret is not None and same_secret(typed, secret)
    # Who types nonsense for a reference must not keep its owner out: from a network that made no mistake
    # lately, the right code opens at once. Guessing has nothing to gain: a wrong code waits with all the others.
    if not (is_right and _is_clean(keys[1:], at)):
        _refuse_hurry(keys, at)
    if is_right:
        WrongSecrets.objects.filter(key=keys[0][1]).delete()
        return
    for _counted, key in keys:
        _count(key, at)
    raise Refusal(
        "wrong-secret",
        _(
            "Cette référence et ce code ne vont pas ensemble. Regardez-les sur votre ticket, ou appelez l’accueil : on vous aide."
        ),
    )


def _is_clean(keys: Sequence[tuple[Counted, str]], at: datetime) -> bool:
    found = WrongSecrets.objects.filter(key__in=[key for _counted, key in keys], last_at__gt=at - MEMORY)
    return not found.exists()


def _refuse_hurry(keys: Sequence[tuple[Counted, str]], at: datetime) -> None:
    counts = {row.key: row for row in WrongSecrets.objects.filter(key__in=[key for _counted, key in keys])}
    waits = [
        counts[key].last_at + delay_after(counts[key].count, counted) - at
        for counted, key in keys
        if key in counts and at - counts[key].last_at < MEMORY
    ]
    seconds = ceil(max((wait.total_seconds() for wait in waits), default=0))
    if seconds > 0:
        raise Refusal(
            "too-soon",
            ngettext(
                "Trop d’essais de suite. Rien n’est bloqué : attendez %(n)s seconde, puis réessayez.",
                "Trop d’essais de suite. Rien n’est bloqué : attendez %(n)s secondes, puis réessayez.",
                seconds,
            )
            % {"n": seconds},
        )


def _count(key: str, at: datetime) -> None:
    with transaction.atomic():
        row, _is_new = WrongSecrets.objects.select_for_update().get_or_create(key=key, defaults={"last_at": at})
        row.count = row.count + 1 if at - row.last_at < MEMORY else 1
        row.last_at = at
        row.save(update_fields=["count", "last_at"])


def take_submission(address: str) -> None:
    """Count a request sent from this network address; refuse beyond the limit of the hour."""
    hour = now().replace(minute=0, second=0, microsecond=0)
    row, _is_new = Submissions.objects.get_or_create(
        key=veiled(f"submissions:{network_of(address)}:{hour:%Y%m%d%H}"), defaults={"hour_at": hour}
    )
    Submissions.objects.filter(pk=row.pk).update(count=F("count") + 1)
    row.refresh_from_db(fields=["count"])
    if row.count > settings.SUBMISSIONS_PER_HOUR:
        raise Refusal(
            "too-many-submissions",
            _(
                "Beaucoup de demandes viennent d’arriver de votre connexion. Vos réponses sont gardées : réessayez dans une heure, ou appelez l’accueil."
            ),
        )


def forget_old_counts(at: datetime) -> int:
    """Erase the counts that no longer delay anybody."""
    old = WrongSecrets.objects.filter(last_at__lt=at - MEMORY).delete()[0]
    return old + Submissions.objects.filter(hour_at__lt=at - MEMORY).delete()[0]
