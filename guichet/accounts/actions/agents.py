"""Accounts of agents: opened by an administrator, entered the first time with a printed sheet."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.facts import (
    AccountClosed,
    AccountOpened,
    ApplicationReplaced,
    FirstAccessPrinted,
    FirstAccessUsed,
    RoleGiven,
    RoleWithdrawn,
)
from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RoleKind, same_secret
from guichet.accounts.secrets import secret_of
from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal

FIRST_ACCESS = timedelta(days=14)
T = TypeVar("T")


@transaction.atomic
def open_account(
    *, login: str, first_name: str, last_name: str, title: str = "", email: str = "", by: Actor
) -> Account:
    """Open an account without a password: its owner enters with the sheet of first access."""
    login = login.strip().lower()
    if not login or not login.replace(".", "").replace("-", "").isalnum() or not login.isascii():
        raise Refusal(
            "login-form", _("L’identifiant s’écrit avec des lettres sans accent, des chiffres, un point ou un tiret.")
        )
    if Account.objects.filter(login__iexact=login).exists():
        raise Refusal(
            "login-taken",
            _("L’identifiant « %(login)s » est déjà pris. Ajoutez un chiffre ou une initiale.") % {"login": login},
        )
    account = Account(login=login, first_name=first_name, last_name=last_name, title=title, email=email)
    account.set_unusable_password()
    account.save()
    record(AccountOpened(account.pk), by=by)
    return account


@transaction.atomic
def give_role(account: Account, *, body: Body, kind: RoleKind, department: Department | None = None, by: Actor) -> Role:
    """Give a role once; giving it again changes nothing."""
    if department is not None and department.body_id != body.pk:
        raise Refusal("role-elsewhere", _("Ce service n’appartient pas à cette collectivité."))
    role, is_new = Role.objects.get_or_create(account=account, body=body, department=department, kind=kind)
    if is_new:
        record(RoleGiven(account.pk, role.pk), by=by, body_id=body.pk)
    return role


@transaction.atomic
def withdraw_role(role: Role, *, by: Actor) -> None:
    """Take a role away; the last administrator of a body keeps hers."""
    Body.objects.select_for_update().get(pk=role.body_id)  # two administrators never withdraw each other at once
    others = Role.objects.in_force().filter(body=role.body_id, kind=RoleKind.ADMINISTRATOR).exclude(pk=role.pk)
    if role.kind == RoleKind.ADMINISTRATOR and not others.exists():
        raise Refusal(
            "last-administrator", _("C’est le dernier administrateur : nommez-en un autre avant de retirer ce rôle.")
        )
    record(RoleWithdrawn(role.account_id, role.pk), by=by, body_id=role.body_id)
    role.delete()


@transaction.atomic
def close_account(account: Account, *, by: Actor) -> None:
    """Nobody signs in with it any more; what its owner did stays told under her name."""
    if account.pk == by.id:
        raise Refusal(
            "own-account", _("Vous ne pouvez pas fermer votre propre compte. Demandez à un autre administrateur.")
        )
    _must_be_ours(account, by)
    account.is_active = False
    account.first_access_version += 1
    account.first_access_until = None
    account.save(update_fields=["is_active", "first_access_version", "first_access_until"])
    record(AccountClosed(account.pk), by=by)


@transaction.atomic
def print_first_access(account: Account, *, by: Actor) -> str:
    """Return a new one-time code, valid 14 days; the old password, if any, stops working, and so does any older code."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    _must_be_ours(locked, by)
    locked.first_access_version += 1
    locked.first_access_until = now() + FIRST_ACCESS
    locked.set_unusable_password()
    locked.save(update_fields=["first_access_version", "first_access_until", "password"])
    record(FirstAccessPrinted(locked.pk, locked.first_access_version), by=by)
    return secret_of("first-access", locked.pk, locked.first_access_version)


def use_first_access(*, login: str, code: str, password: str) -> Account:
    """Set the first password with the code of the sheet; the code dies. One sentence for every reason of refusal.

    A second sheet is for somebody who lost her means: the administrator who knows her vouches for her, and the second
    factors she had are void.
    """
    wrong = Refusal(
        "first-access",
        _(
            "Cet identifiant et ce code ne vont pas ensemble, ou la fiche a plus de 14 jours. Demandez une nouvelle fiche à votre administrateur."
        ),
    )
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(login__iexact=login.strip(), is_active=True).first()
        if account is None or account.first_access_until is None or account.first_access_until < now():
            raise wrong
        if not same_secret(code, secret_of("first-access", account.pk, account.first_access_version)):
            raise wrong
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise Refusal("weak-password", " ".join(error.messages)) from error
        account.set_password(password)
        account.first_access_until = None
        account.first_access_version += 1
        account.save(update_fields=["password", "first_access_until", "first_access_version"])
        if account.last_login is not None:
            Authenticator.objects.filter(user=account).delete()
        record(FirstAccessUsed(account.pk), by=Actor(ActorKind.AGENT, account.pk))
    return account


@transaction.atomic
def replace_application(account: Account, install: Callable[[], T], *, by: Actor) -> T:
    """Take the application she had away, if any, and install the new one: both, or nothing.

    `install` is the last step of sign-in's own pages; what it answers is handed on.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()[0]:
        record(ApplicationReplaced(account.pk), by=by)
    return install()


def _must_be_ours(account: Account, by: Actor) -> None:
    """An account that also works for another body is not one administrator's to close or to open again."""
    if by.body_id is None:  # the system, or the command line
        return
    elsewhere = Role.objects.filter(account=account).exclude(body_id=by.body_id).select_related("body")
    if elsewhere:
        places = ", ".join(sorted({role.body.short_name for role in elsewhere}))
        raise Refusal(
            "account-elsewhere",
            _("Ce compte travaille aussi pour %(places)s : retirez ses rôles ici, le compte se gère là-bas.")
            % {"places": places},
        )
