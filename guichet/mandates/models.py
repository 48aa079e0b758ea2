"""Mandates: nothing of a row changes but its signature and its revocation, once each."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Account, Person, PersonMerge
from guichet.accounts.rules import spoken_secret
from guichet.accounts.secrets import secret_of
from guichet.communes.models import Body
from guichet.documents.models import Signature, StoredFile
from guichet.kit.actor import ActorKind
from guichet.kit.dates import paris_date, start_of
from guichet.mandates.rules import Theme, covers, number_in, reference_of

_SIGNING = frozenset({"read_aloud_at", "signed_at", "signature_id", "scan_id"})
_REVOKING = frozenset({"revoked_at", "revoked_by_kind"})


class Frozen(Exception):
    """Something tried to change what a person signed."""


def ids_of_one(person_id: int) -> set[int]:
    """The ids of a person: hers, and those an agent said are the same person (PersonMerge, one step only)."""
    merges = PersonMerge.objects.in_force()
    kept = merges.filter(other=person_id).values_list("kept_id", flat=True).first() or person_id
    return {person_id, kept, *merges.filter(kept=kept).values_list("other_id", flat=True)}


class MandateQuerySet(models.QuerySet["Mandate"]):
    def of_body(self, body: Body) -> "MandateQuerySet":
        return self.filter(body=body)

    def for_person(self, person: Person) -> "MandateQuerySet":
        """Those of this person under whichever of her names, the last first."""
        return self.filter(person__in=ids_of_one(person.pk)).order_by("-pk")

    def of_reference(self, reference: str) -> "MandateQuerySet":
        """The one of this reference, or none."""
        found = self.filter(pk=number_in(reference) or 0).first()
        return self.filter(pk=found.pk) if found and found.reference == reference else self.none()

    def in_force(self, day: date) -> "MandateQuerySet":
        """Signed by then, not revoked, on a day they speak of."""
        signed = self.filter(signed_at__lt=start_of(day + timedelta(days=1)), revoked_at=None)
        return signed.filter(starts_on__lte=day, ends_on__gte=day)

    def unsigned(self) -> "MandateQuerySet":
        return self.filter(signed_at=None, revoked_at=None)

    def delete(self) -> NoReturn:
        raise Frozen("a mandate is erased by the chore of its retention alone")

    def update(self, **changes: Any) -> NoReturn:
        raise Frozen(f"a mandate is never rewritten: {', '.join(changes)}")

    def erase(self) -> None:
        """For the chore of the retention alone."""
        super().delete()


class Mandate(models.Model):
    """A person asks a body to act for her, on some themes, for some days. It allows nothing before it is signed.

    `text` is what was read aloud and signed, `text_sha256` its hash. `agent` gave it, and heard `declared_at` that she is
    under no protection measure. Signed on glass it has a `signature`, on paper the `scan` of it.
    """

    REVOKERS = (
        (ActorKind.AGENT.value, _("un agent")),
        (ActorKind.RESIDENT.value, _("la personne")),
    )

    secret_version = models.PositiveIntegerField(default=1)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("collectivité"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates", verbose_name=_("personne"))
    agent = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", verbose_name=_("agent"))
    themes = models.JSONField(_("domaines"))
    days = models.PositiveSmallIntegerField(_("durée"))
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    text = models.TextField(_("texte"))
    text_sha256 = models.CharField(_("empreinte"), max_length=64)
    given_at = models.DateTimeField()
    declared_at = models.DateTimeField()
    read_aloud_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signature = models.OneToOneField(Signature, models.PROTECT, null=True, related_name="+")
    scan = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by_kind = models.CharField(max_length=10, choices=REVOKERS, blank=True)

    objects: ClassVar[MandateQuerySet] = MandateQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signature=None, scan=None, read_aloud_at=None)
                | Q(signed_at__isnull=False, read_aloud_at__isnull=False, signature__isnull=False, scan=None)
                | Q(signed_at__isnull=False, read_aloud_at__isnull=False, signature=None, scan__isnull=False),
                name="mandate_signed_one_way",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="mandate_ends_after_start"),
        ]
        indexes = [models.Index(fields=["given_at"], name="mandate_given")]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Create the row, or write its signature or its revocation for the first time; Frozen otherwise."""
        if not self._state.adding:
            self._refuse_rewriting()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("a mandate is erased by the chore of its retention alone")

    @property
    def reference(self) -> str:
        return reference_of(self.pk, paris_date(self.given_at))

    @property
    def secret(self) -> str:
        """The twelve characters with which the person reads and revokes, without dashes."""
        return secret_of("mandate", self.pk, self.secret_version)

    @property
    def spoken_secret(self) -> str:
        return spoken_secret(self.secret)

    @property
    def theme_labels(self) -> list[str]:
        return [str(_(Theme(theme).label)) for theme in self.themes]

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def file(self) -> StoredFile | None:
        """The paper that was signed: made here, or scanned."""
        return self.signature.file if self.signature else self.scan

    @property
    def ended_on(self) -> date:
        """The day it ends, or ended: revoked, it ended that day."""
        return min(self.ends_on, paris_date(self.revoked_at)) if self.revoked_at else self.ends_on

    def is_in_force(self, day: date) -> bool:
        return self._is_agreed(day) and self.starts_on <= day <= self.ends_on

    def covers(self, theme: Theme | None, day: date) -> bool:
        """Does it allow something of this theme on this day?"""
        return self._is_agreed(day) and covers(self.themes, self.starts_on, self.ends_on, theme=theme, day=day)

    def _is_agreed(self, day: date) -> bool:
        """Was it signed on this day or before, and not revoked since?"""
        return self.signed_at is not None and paris_date(self.signed_at) <= day and not self.is_revoked

    def _refuse_rewriting(self) -> None:
        names = [field.attname for field in self._meta.concrete_fields]
        before = Mandate.objects.filter(pk=self.pk).values(*names).get()
        changed = {name for name in names if before[name] != getattr(self, name)}
        allowed: Collection[str] = [
            *(_SIGNING if before["signed_at"] is None else ()),
            *(_REVOKING if before["revoked_at"] is None else ()),
        ]
        if forbidden := changed.difference(allowed):
            raise Frozen(f"a mandate is never rewritten: {', '.join(sorted(forbidden))}")
