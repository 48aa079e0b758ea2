"""What allauth asks of us: who may come in, where she goes next, how its secrets are kept, and French sentences."""

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.accounts.rules import Tried
from guichet.desk.signin.doors import onward
from guichet.desk.signin.patience import ask_patiently

# What signs in by itself beside the password, day after day; recovery codes run out.
LASTING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by herself, nothing leaves by e-mail, and after a sign-in comes what still lacks."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est fermé."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel. Retapez-le."),
        "incorrect_password": _("Ce n’est pas votre mot de passe. Retapez-le : les majuscules comptent."),
        "incorrect_code": _("Ce code n’est pas le bon. Attendez le prochain dans votre application, puis retapez-le."),
        "invalid_login": _("Nous ne connaissons pas cet identifiant."),
        "username_password_mismatch": _(
            "Cet identifiant et ce mot de passe ne vont pas ensemble. Retapez-les : les majuscules comptent."
        ),
        "rate_limited": _("Trop d’essais de suite. Attendez une minute, puis réessayez."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """For the door and for a proof asked again: wrong passwords are counted by identifier and by network."""
        found: list[AbstractBaseUser] = []

        def is_right() -> bool:
            user = super(AccountAdapter, self).authenticate(request, **credentials)
            found.extend([user] if user else [])
            return user is not None

        is_hers = ask_patiently(is_right, tried=Tried.PASSWORD, login=credentials["username"], request=request)
        return found[0] if is_hers else None

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        details["redirect_url"] = onward(request, details.get("redirect_url") or "")
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("signin:security")

    def is_reauthentication_required(self, *, app: str, **details: Any) -> bool:
        """Ask for a proof again only when the last one, sign-in included, is older than five minutes."""
        records = get_authentication_records(self.request, self.request.user)
        since: float = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return all(float(record["at"]) <= since for record in records)


class MFAAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets encrypted with the instance key, names things in French, protects the last factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "C’est votre seul deuxième facteur. Ajoutez-en d’abord un autre, puis retirez celui-ci."
        ),
        "cannot_generate_recovery_codes": _(
            "Installez d’abord une application ou une clé : les codes de secours viennent avec elles."
        ),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=LASTING)
        is_last = not others.exclude(pk=authenticator.pk).exists()
        return not is_last

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """Nothing: the page draws the code itself, in the page's own colours."""
        return ""

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Clé d’accès %(n)s") % {"n": count + 1}


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"mfa:" + settings.GUICHET_KEY).digest()))
