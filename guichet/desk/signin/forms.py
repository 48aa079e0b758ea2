"""What agents type to come in. Labels stand in the templates, errors tell how to mend them."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guichet.accounts.models import Account
from guichet.accounts.rules import Tried
from guichet.desk.signin.demonstration import is_shown_code, shown_factor
from guichet.desk.signin.patience import ask_patiently


def say_missing(form: forms.Form, sentences: dict[str, str]) -> None:
    """Give each field its own sentence for the case where nothing was typed."""
    for name, sentence in sentences.items():
        form.fields[name].error_messages["required"] = sentence


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        say_missing(self, {"login": _("Écrivez votre identifiant."), "password": _("Écrivez votre mot de passe.")})


class _CodeTyped:
    """A code as people type it, spaces included; in the demonstration, the shown one is good for a while."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        say_missing(self, {"code": _("Écrivez le code que montre votre application, ou l’un de vos codes de secours.")})  # type: ignore[arg-type]  # mixed into a form

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]  # mixed into a form
        if not ask_patiently(self._opens, tried=Tried.FACTOR, login=self.user.login, request=context.request):  # type: ignore[attr-defined]  # the same
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code

    def _opens(self) -> bool:
        """Is it the code of one of her factors? That one is noted."""
        if is_shown_code(self.user, self.cleaned_data["code"]):  # type: ignore[attr-defined]  # the same
            self.authenticator = shown_factor(self.user)  # type: ignore[attr-defined]  # the same
            return True
        try:
            super().clean_code()  # type: ignore[misc]  # the same
        except ValidationError:
            return False
        return True


class AuthenticateForm(_CodeTyped, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateForm(_CodeTyped, mfa_forms.ReauthenticateForm):
    pass


class PasswordAgainForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        say_missing(self, {"password": _("Écrivez votre mot de passe.")})


class NewApplicationForm(ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        say_missing(self, {"code": _("Écrivez les six chiffres que montre l’application.")})


class _KeyAnswer:
    """What a passkey answered; allauth lets some malformed answers through as faults, here all get one sentence."""

    def clean_credential(self) -> object:
        try:
            return super().clean_credential()  # type: ignore[misc]  # mixed into a form
        except (ValidationError, KeyError, AttributeError, TypeError, ValueError, InvalidSignature) as error:
            raise unknown_key() from error


class LoginPasskeyForm(_KeyAnswer, passkey_forms.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(_KeyAnswer, passkey_forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_KeyAnswer, passkey_forms.ReauthenticateWebAuthnForm):
    pass


class NewPasskeyForm(passkey_forms.AddWebAuthnForm):
    def clean(self) -> dict[str, object]:
        try:
            return super().clean()  # type: ignore[no-any-return]  # allauth is untyped
        except (ValidationError, KeyError, AttributeError, TypeError, ValueError) as error:
            raise unknown_key() from error


def unknown_key() -> ValidationError:
    return ValidationError(
        _("Cette clé n’est pas reconnue ici. Rien n’est bloqué : réessayez, ou prenez un autre moyen.")
    )


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        say_missing(
            self,
            {
                "oldpassword": _("Écrivez votre mot de passe actuel."),
                "password1": _("Choisissez un nouveau mot de passe."),
                "password2": _("Tapez le nouveau mot de passe une deuxième fois."),
            },
        )

    def clean_oldpassword(self) -> str:
        """Counted like at the door: an open session that was left alone is no place to guess."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password

    def clean(self) -> dict[str, object]:
        given = forms.Form.clean(self) or {}
        if not same_twice(given, "password1", "password2"):
            self.add_error("password2", _("Les deux nouveaux mots de passe diffèrent. Retapez le deuxième."))
        return given


class FirstAccessForm(forms.Form):
    """Identifier and code of the sheet, and the first password, twice."""

    login = forms.CharField(max_length=60)
    code = forms.CharField(max_length=40)
    password1 = forms.CharField(max_length=200, strip=False)
    password2 = forms.CharField(max_length=200, strip=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed over as they came
        say_missing(
            self,
            {
                "login": _("Écrivez l’identifiant imprimé sur la fiche."),
                "code": _("Écrivez le code imprimé sur la fiche : trois groupes de quatre signes."),
                "password1": _("Choisissez un mot de passe."),
                "password2": _("Tapez le mot de passe une deuxième fois."),
            },
        )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if not same_twice(given, "password1", "password2"):
            self.add_error("password2", _("Les deux mots de passe diffèrent. Retapez le deuxième."))
        return given

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, Account(login=self.cleaned_data.get("login", "")))
        return password


def same_twice(given: dict[str, object], first: str, second: str) -> bool:
    """Were the two typed alike? Also true when one is missing: that has its own sentence."""
    return not (given.get(first) and given.get(second)) or given[first] == given[second]
