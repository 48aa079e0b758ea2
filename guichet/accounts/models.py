"""Accounts of agents, roles, persons, contact points."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.accounts.rules import RIGHTS, Right, RoleKind
from guichet.communes.models import Body, Department
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.postal import PostalAddress


class AccountManager(BaseUserManager["Account"]):
    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login__iexact=username)


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here and signs in. `login` needs no e-mail address."""

    login = models.CharField(_("identifiant"), max_length=60, unique=True)
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name = models.CharField(_("nom"), max_length=60)
    title = models.CharField(_("qualité"), max_length=80, blank=True, help_text=_("instructrice, service déchets"))
    email = models.EmailField(_("adresse e-mail"), blank=True)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    # The sheet of first access: its one-time code is derived from this number, 0 when none waits.
    first_access_version = models.PositiveIntegerField(default=0, editable=False)
    first_access_until = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    objects = AccountManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")

    def __str__(self) -> str:
        return self.get_full_name()

    @property
    def is_staff(self) -> bool:
        """Nobody enters by Django's own admin: it is not installed."""
        return False

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_short_name(self) -> str:
        return self.first_name


class RoleQuerySet(models.QuerySet["Role"]):
    def in_force(self) -> "RoleQuerySet":
        return self.filter(account__is_active=True)

    def somebody_works_for(self, body_id: int) -> bool:
        """Does anybody have an account here for this body? What a body without accounts treats reaches it by e-mail."""
        return self.in_force().filter(body_id=body_id).exists()


class Role(models.Model):
    """What an account may do for a body, in one of its departments or in all of them (none named)."""

    KINDS = (
        (RoleKind.RECEPTION.value, _("agent d’accueil")),
        (RoleKind.OFFICER.value, _("instructeur")),
        (RoleKind.EDITOR.value, _("rédacteur")),
        (RoleKind.ADMINISTRATOR.value, _("administrateur")),
    )

    account = models.ForeignKey(Account, models.CASCADE, related_name="roles", verbose_name=_("compte"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="roles", verbose_name=_("collectivité"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="roles", verbose_name=_("service")
    )
    kind = models.CharField(_("rôle"), max_length=14, choices=KINDS)

    objects: ClassVar[RoleQuerySet] = RoleQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        constraints = [
            models.UniqueConstraint(fields=["account", "body", "department", "kind"], name="role_once"),
            models.UniqueConstraint(
                fields=["account", "body", "kind"], condition=models.Q(department=None), name="role_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        place = self.department.name if self.department else self.get_kind_display()
        return f"{place}, {self.body.short_name}"

    def may(self, right: Right) -> bool:
        return right in RIGHTS[RoleKind(self.kind)]

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.AGENT, self.account_id, self.body_id)


class Person(models.Model):
    """Somebody a case is about. No birth date, no number: the least that names them."""

    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    last_name = models.CharField(_("nom"), max_length=80)
    folded_name = models.CharField(max_length=170, default="", editable=False)  # likeness.folded_name

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        indexes = [models.Index(fields=["folded_name"], name="person_folded_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def reach(self, channel: "ContactPoint.Channel") -> str:
        """The address or number of this channel, empty when there is none."""
        return next((point.value for point in self.contact_points.all() if point.channel == channel), "")

    @property
    def postal_address(self) -> PostalAddress | None:
        for point in self.contact_points.all():
            if point.channel == ContactPoint.Channel.POST:
                return PostalAddress(str(self), point.value, point.postcode, point.city, point.extra)
        return None


class ContactPoint(models.Model):
    """One way to reach a person: at most one of each channel. All are optional, several people may share one."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("téléphone")
        POST = "post", _("courrier")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_points")
    channel = models.CharField(max_length=5, choices=Channel)
    value = models.CharField(max_length=200)  # the street for the post
    extra = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=60, blank=True)
    folded = models.CharField(max_length=280, default="", editable=False)  # likeness.folded_email, _phone, _address

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="contact_point_once")]
        indexes = [models.Index(fields=["folded"], name="contact_point_folded")]

    def __str__(self) -> str:
        return self.get_channel_display()


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    def in_force(self) -> "PersonMergeQuerySet":
        return self.filter(undone_at=None)


class PersonMerge(models.Model):
    """An agent said that two persons are one: `other` is shown with `kept`. Neither row changes, so undoing is exact.

    One step only: who is joined to somebody joins nobody, and is joined once.
    """

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges")
    other = models.ForeignKey(Person, models.CASCADE, related_name="merges_into")
    said_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[PersonMergeQuerySet] = PersonMergeQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs wants a Manager

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["other"], condition=models.Q(undone_at=None), name="person_merged_once"),
            models.CheckConstraint(condition=~models.Q(kept=models.F("other")), name="person_merged_into_another"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} → {self.kept_id}"


class PeopleApart(models.Model):
    """An agent said that two persons are two, however alike: they are not proposed again. `one` has the smaller id."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="people_apart_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="people_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"


class WrongSecrets(models.Model):
    """How many wrong secrets were typed lately for one reference or from one network address (hashed)."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="wrong_secrets_age")]

    def __str__(self) -> str:
        return f"{self.key[:8]}… × {self.count}"


class Submissions(models.Model):
    """How many requests, drafts or files one network address (hashed) sent within one hour."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    hour_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["hour_at"], name="submissions_age")]

    def __str__(self) -> str:
        return f"{self.key[:8]}… × {self.count}"
