"""Give, sign, revoke, erase a mandate; find the one that allows something."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.actions import forget_person
from guichet.accounts.models import Person
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.documents.actions import discard, draw_signature, erase_signature, keep_drawn
from guichet.documents.models import StoredFile
from guichet.journal.actions import record
from guichet.journal.facts import Fact
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import add_months, day_in_words, now, paris_date, start_of
from guichet.kit.refusal import Refusal
from guichet.mandates.addresses import follow_page
from guichet.mandates.facts import MandateErased, MandateGiven, MandateRead, MandateRevoked, MandateSigned
from guichet.mandates.models import Mandate
from guichet.mandates.papers import to_sign
from guichet.mandates.rules import (
    DURATIONS,
    KEPT_MONTHS,
    TO_SIGN_WITHIN,
    Terms,
    Theme,
    erased_after,
    mandate_text,
    sha256_of,
    theme_of,
)


def mandate_for(person: Person, procedure: Procedure, day: date, *, body: Body | None = None) -> Mandate | None:
    """The mandate that allows to do this for her on this day: signed, in force, of the procedure's theme; the last one.

    `body`: given to this body alone. A mandate for one body allows nothing to another's agents.
    """
    theme = theme_of(procedure.theme.slug if procedure.theme else "", procedure.slug)
    mandates = Mandate.objects.for_person(person).in_force(day)
    if body is not None:
        mandates = mandates.of_body(body)
    return next((mandate for mandate in mandates if mandate.covers(theme, day)), None)


@transaction.atomic
def give_mandate(
    *, person: Person, body: Body, themes: Collection[str], days: int, is_declared: bool, by: Actor
) -> Mandate:
    """Write a mandate from today on. It allows nothing before it is signed.

    `is_declared`: she says that she is under no protection measure. Asked again the same day with the same words and
    not yet signed, it is the same mandate.
    """
    chosen = tuple(theme for theme in Theme if theme in themes)
    _refuse_incomplete(person, chosen, days, is_declared=is_declared)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    at = now()
    terms = _terms(person, body, chosen, days, starts_on=paris_date(at))
    text = mandate_text(terms)
    known = Mandate.objects.unsigned().filter(person=person, body=body, text_sha256=sha256_of(text)).first()
    if known is not None:
        return known
    mandate = Mandate.objects.create(
        person=person, body=body, agent_id=by.id, themes=[theme.value for theme in chosen], days=days,
        starts_on=terms.starts_on, ends_on=terms.ends_on, text=text, text_sha256=sha256_of(text), given_at=at, declared_at=at,
    )  # fmt: skip
    _tell(MandateGiven(mandate.pk, mandate.themes, days), mandate, by)
    return mandate


def sign_mandate_on_glass(mandate: Mandate, drawing: str, *, is_read_aloud: bool, by: Actor) -> Mandate:
    """She signs on the screen, before this agent. Call it outside a transaction: the paper is printed and sealed first."""
    _refuse_unsignable(mandate, is_read_aloud=is_read_aloud)
    acting = by.in_the_name_of(mandate.person_id, mandate.pk)
    drawn = draw_signature(to_sign(mandate), drawing, signer=str(mandate.person), body=mandate.body, by=acting)
    with _to_be_signed(mandate, is_read_aloud=is_read_aloud) as current:
        current.signature = keep_drawn(drawn, person=current.person, by=acting)
        current.read_aloud_at = current.signed_at = drawn.signed_at
        current.save()
        _tell(MandateSigned(current.pk, "glass"), current, by)
    return current


def sign_mandate_on_paper(
    mandate: Mandate, scan: StoredFile, *, signed_on: date | None = None, is_read_aloud: bool, by: Actor
) -> Mandate:
    """She signed both copies by hand; `scan` is ours, kept already by the caller, who discards it when this refuses.

    `signed_on` is the day written on the paper, today unless told: signed at her home, it is recorded the day after. From
    that day on it counts, until the day its text says. Refuses a day to come, or before the text was written.
    """
    day = signed_on or paris_date(now())
    with _to_be_signed(mandate, is_read_aloud=is_read_aloud, on=day) as current:
        current.scan = scan
        # Of another day than today, the hour is not known: the first at which it can have been signed.
        current.signed_at = now() if day == paris_date(now()) else max(start_of(day), current.given_at)
        current.read_aloud_at = current.signed_at
        current.save()
        _tell(MandateSigned(current.pk, "paper"), current, by)
    return current


@transaction.atomic
def revoke_mandate(mandate: Mandate, *, by: Actor) -> Mandate:
    """End it now, whoever asks: the person, or the body that gives it up. Revoked already, nothing changes."""
    current = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if not current.is_revoked:
        current.revoked_at, current.revoked_by_kind = now(), by.kind.value
        current.save()
        _tell(MandateRevoked(current.pk), current, by)
    return current


@transaction.atomic
def note_mandate_read(mandate: Mandate, *, by: Actor) -> None:
    """Keep who opened its paper, and when (RGPD, art. 5 §2)."""
    Mandate.objects.select_for_update().get(pk=mandate.pk)
    _tell(MandateRead(mandate.pk), mandate, by)


def erase_old_mandates(day: date) -> int:
    """Erase those that ended more than six years ago and those nobody signed in time, with their papers, then the
    persons whom nothing names any more; returns how many."""
    ended = Mandate.objects.filter(given_at__lt=start_of(add_months(day, -KEPT_MONTHS)))
    old = [mandate.pk for mandate in ended if erased_after(mandate.ended_on) < day]
    never = Mandate.objects.filter(signed_at=None, given_at__lt=start_of(day - TO_SIGN_WITHIN))
    return sum(_erase(pk) for pk in {*old, *never.values_list("pk", flat=True)})


def _refuse_incomplete(person: Person, themes: Collection[Theme], days: int, *, is_declared: bool) -> None:
    if not person.last_name:
        raise Refusal(
            "mandate-nameless",
            _("Un mandat porte le nom de la personne. Notez d’abord son nom dans la visite."),
        )
    if not themes:
        raise Refusal("mandate-themes", _("Cochez au moins un domaine : le mandat ne vaut que pour ce qui est coché."))
    if days not in DURATIONS:
        raise Refusal("mandate-days", _("Choisissez combien de temps le mandat doit durer."))
    if not is_declared:
        raise Refusal(
            "mandate-protected",
            _(
                "Demandez-lui si elle est sous sauvegarde de justice, curatelle ou tutelle. Si elle ne l’est pas, cochez-le ; si elle l’est, c’est la personne qui la représente qui doit venir."
            ),
        )


def _refuse_unsignable(mandate: Mandate, *, is_read_aloud: bool, on: date | None = None) -> None:
    """Refuse what cannot be signed `on` this day, today unless told."""
    today = paris_date(now())
    day = on or today
    if mandate.is_signed:
        raise Refusal("mandate-signed", _("Ce mandat est déjà signé. Rien n’a été changé."))
    if day > today:
        raise Refusal(
            "mandate-day", _("Ce jour est à venir. Écrivez le jour qui est sur le papier, près de la signature.")
        )
    if day < paris_date(mandate.given_at):
        raise Refusal(
            "mandate-day",
            _("Ce mandat a été écrit le %(day)s : il n’a pas pu être signé avant. Relisez le jour sur le papier.")
            % {"day": day_in_words(paris_date(mandate.given_at))},
        )
    if mandate.is_revoked or mandate.ends_on < day:
        raise Refusal("mandate-over", _("Ce mandat est terminé : il ne peut plus être signé. Faites-en un autre."))
    if not is_read_aloud:
        raise Refusal(
            "mandate-unread",
            _(
                "Lisez d’abord le texte à voix haute, puis cochez « Lu à voix haute » : la personne doit savoir ce qu’elle signe."
            ),
        )


@contextmanager
def _to_be_signed(mandate: Mandate, *, is_read_aloud: bool, on: date | None = None) -> Iterator[Mandate]:
    """The mandate as it is now, locked until the end of the transaction; refused when it cannot be signed."""
    with transaction.atomic():
        current = Mandate.objects.select_for_update(of=("self",)).select_related("person", "body").get(pk=mandate.pk)
        _refuse_unsignable(current, is_read_aloud=is_read_aloud, on=on)
        yield current


def _terms(person: Person, body: Body, themes: tuple[Theme, ...], days: int, *, starts_on: date) -> Terms:
    return Terms(
        person=str(person),
        body=body.the_name,
        address=f"{body.street}, {body.postcode} {body.city}",
        page=follow_page(body),
        themes=themes,
        starts_on=starts_on,
        days=days,
    )


@transaction.atomic
def _erase(pk: int) -> int:
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if mandate is None:
        return 0
    person, signature, scan = mandate.person, mandate.signature, mandate.scan
    _tell(MandateErased(pk), mandate, SYSTEM)
    Mandate.objects.filter(pk=pk).erase()
    if signature is not None:
        erase_signature(signature, by=SYSTEM)
    if scan is not None:
        discard([scan], by=SYSTEM)
    forget_person(person, by=SYSTEM)
    return 1


def _tell(fact: Fact, mandate: Mandate, by: Actor) -> None:
    """Two identities: who acts, and in whose name."""
    record(fact, by=by.in_the_name_of(mandate.person_id, mandate.pk), body_id=mandate.body_id)
