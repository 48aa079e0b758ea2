"""Patience with wrong secrets and with an address that sends too much."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guichet.accounts.models import Submissions, WrongSecrets
from guichet.accounts.rules import Counted, Sent, Tried, delay_after, most_per_hour, network_of, same_secret
from guichet.accounts.secrets import veiled
from guichet.kit.dates import now, paris_date, start_of
from guichet.kit.refusal import Refusal

MEMORY = timedelta(hours=24)
_TOO_MANY = {
    Sent.SEARCH: gettext_lazy("Beaucoup de recherches viennent de votre connexion. Vous pouvez continuer à chercher."),
    Sent.ADDRESS: gettext_lazy(
        "Beaucoup d’adresses viennent d’être cherchées depuis votre connexion. Écrivez la vôtre en entier."
    ),
    Sent.REQUEST: gettext_lazy(
        "Beaucoup de demandes viennent d’arriver de votre connexion. Vos réponses sont gardées : réessayez dans une heure, ou appelez l’accueil."
    ),
    Sent.DRAFT: gettext_lazy(
        "Beaucoup de demandes viennent d’être commencées depuis votre connexion. Vos réponses restent sur cette page : réessayez dans une heure, ou appelez l’accueil."
    ),
    Sent.CODE: gettext_lazy(
        "Beaucoup de codes viennent d’être demandés depuis votre connexion. Le dossier est gardé : réessayez dans une heure, ou appelez la mairie."
    ),
    Sent.CASE_CODE: gettext_lazy(
        "Beaucoup de codes viennent d’être demandés pour ce dossier. Le dernier reçu par e-mail reste bon quinze minutes ; sinon, réessayez dans une heure."
    ),
    Sent.CASE_CODES_OF_DAY: gettext_lazy(
        "Beaucoup de codes ont été demandés aujourd’hui pour ce dossier. Le dernier reçu par e-mail reste bon quinze minutes ; sinon, réessayez demain, ou appelez la mairie."
    ),
    Sent.FILE: gettext_lazy(
        "Beaucoup de fichiers viennent d’arriver de votre connexion. Ce que vous avez écrit est gardé : joignez-les dans une heure, ou apportez-les à l’accueil."
    ),
}


def check_secret(
    typed: str, secret: str | None, *, reference: str, address: str | None, tried: Tried = Tried.CASE
) -> None:
    """Return when the typed secret is the right one; refuse otherwise, and count it.

    `secret` is None when nothing has this reference: the answer is the same as for a wrong secret.
    `address` is None for an enrolled kiosk or a signed-in agent, whom the count per address leaves out.
    """

    def is_right() -> bool:
        return secret is not None and same_secret(typed, secret)

    if not try_patiently(is_right, tried=tried, subject=reference, address=address):
        raise Refusal(
            "wrong-secret",
            _(
                "Cette référence et ce code ne vont pas ensemble. Regardez-les sur votre ticket, ou appelez l’accueil : on vous aide."
            ),
        )


def try_patiently(is_right: Callable[[], bool], *, tried: Tried, subject: str, address: str | None) -> bool:
    """Ask whether what was typed is right, and count it when it is not; refuse to ask when too many were wrong lately.

    Who types nonsense for a subject must not keep its owner out: from a network that made no mistake lately the delay
    does not count. Guessing has nothing to gain: its first wrong one makes a network wait with all the others.
    """
    of_subject = _key_of(tried, subject)
    keys = [(Counted.SUBJECT, of_subject)]
    if address is not None:
        counted = Counted.ADDRESS if tried in {Tried.CASE, Tried.OPENING, Tried.ENROLMENT} else Counted.OFFICE
        keys.append((counted, veiled(f"{tried}-address:{network_of(address)}")))
    at = now()
    if not _is_clean(keys[1:], at):
        _refuse_hurry(keys, at)
    if is_right():
        WrongSecrets.objects.filter(key=of_subject).delete()
        return True
    for _counted, key in keys:
        _count(key, at)
    return False


def wrong_tries(tried: Tried, subject: str) -> int:
    """How many wrong ones were typed lately for this subject, from wherever."""
    found = WrongSecrets.objects.filter(key=_key_of(tried, subject), last_at__gt=now() - MEMORY).first()
    return found.count if found else 0


def count_wrong(tried: Tried, subject: str) -> None:
    """Count a wrong one for something that dies of too many, however patient: see `wrong_tries`."""
    _count(_key_of(tried, subject), now())


def _key_of(tried: Tried, subject: str) -> str:
    return veiled(f"{tried}:{subject.strip().upper()}")


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


def take_submission(address: str, what: Sent = Sent.REQUEST, number: int = 1) -> None:
    """Count what is sent from this network address (or, of codes, for this reference); refuse beyond the limit.

    The limit is of the hour, but that of `CASE_CODES_OF_DAY`, of the day in Paris.
    """
    at = now()
    is_daily = what == Sent.CASE_CODES_OF_DAY
    hour = start_of(paris_date(at)) if is_daily else at.replace(minute=0, second=0, microsecond=0)
    key = veiled(f"{what}:{network_of(address)}:{hour:%Y%m%d%H}")
    counted = Submissions.objects.filter(key=key)
    if not counted.update(count=F("count") + number):
        Submissions.objects.get_or_create(key=key, defaults={"hour_at": hour})
        counted.update(count=F("count") + number)
    if counted.values_list("count", flat=True).get() > most_per_hour(what, settings.SUBMISSIONS_PER_HOUR):
        raise Refusal("too-many-submissions", str(_TOO_MANY[what]))


def forget_old_counts(at: datetime) -> int:
    """Erase the counts that no longer delay anybody."""
    old = WrongSecrets.objects.filter(last_at__lt=at - MEMORY).delete()[0]
    return old + Submissions.objects.filter(hour_at__lt=at - MEMORY).delete()[0]


def forget_ended_sessions(at: datetime) -> int:
    """Erase the sessions of agents that ended: nobody comes back to them."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
