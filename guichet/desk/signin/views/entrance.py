"""Coming in and leaving: password, code, passkey."""

from typing import Any

from allauth.account import views as account
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from guichet.desk.signin.demonstration import shown_code
from guichet.desk.signin.forms import (
    AuthenticateForm,
    AuthenticatePasskeyForm,
    LoginForm,
    LoginPasskeyForm,
    PasswordAgainForm,
    ReauthenticateForm,
    ReauthenticatePasskeyForm,
)
from guichet.desk.signin.views.page import SigninPage, page


class LoginView(SigninPage, account.LoginView):
    form_class = LoginForm


class CodeView(SigninPage, mfa.AuthenticateView):
    """The second factor, after a right password."""

    form_class = AuthenticateForm
    webauthn_form_class = AuthenticatePasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.stage.login.user
        return {**context, "shown_code": shown_code(user), **kinds_of(user)}


class PasskeyView(SigninPage, webauthn.LoginWebAuthnView):
    """A passkey alone: it asks for a finger, a face or a PIN, hence two factors in one."""

    form_class = LoginPasskeyForm

    def form_valid(self, form: Form) -> HttpResponse:
        key = form.cleaned_data["credential"]
        login = Login(user=key.user, redirect_url=get_next_redirect_url(self.request))
        entered: HttpResponse = flows.perform_passwordless_login(self.request, key, login)
        return entered


class LogoutView(SigninPage, account.LogoutView):
    pass


class InactiveView(SigninPage, account.AccountInactiveView):
    pass


class PasswordAgainView(SigninPage, account.ReauthenticateView):
    form_class = PasswordAgainForm


class CodeAgainView(SigninPage, mfa.ReauthenticateView):
    form_class = ReauthenticateForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user: Any = self.request.user
        return {**context, "shown_code": shown_code(user), **kinds_of(user)}


class PasskeyAgainView(SigninPage, webauthn.ReauthenticateWebAuthnView):
    form_class = ReauthenticatePasskeyForm


def kinds_of(user: Any) -> dict[str, bool]:
    """Which factors she has: the page speaks of those only."""
    kinds = set(user.authenticator_set.values_list("type", flat=True))
    return {"has_application": "totp" in kinds, "has_passkey": "webauthn" in kinds}


def lost_password(request: HttpRequest) -> HttpResponse:
    """No e-mail opens an account: an administrator who knows you prints a new sheet."""
    return page(request, "signin/lost_password.html")
