"""Her own means of signing in: application, passkeys, recovery codes, password."""

from functools import partial
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from guichet.accounts.actions import replace_application
from guichet.accounts.sessions import has_second_factor
from guichet.desk.guard import chosen_role, with_next
from guichet.desk.signin.adapter import LASTING
from guichet.desk.signin.doors import onward, wanted_page
from guichet.desk.signin.forms import ChangePasswordForm, NewApplicationForm, NewPasskeyForm
from guichet.desk.signin.views.page import OwnFactors, page, private
from guichet.kit.actor import Actor, ActorKind


def second_factor(request: HttpRequest) -> HttpResponse:
    """Prove the factor she has, or choose the one she will have: nobody enters the desk without."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    wanted = wanted_page(request)
    if has_second_factor(request) and is_mfa_enabled(request.user, types=LASTING):
        return redirect(onward(request, wanted))
    if is_mfa_enabled(request.user) and not has_second_factor(request):
        here = with_next(reverse("signin:second-factor"), wanted)
        return redirect(with_next(_proof_of(request.user), here))
    later = onward(request, wanted) if has_second_factor(request) else ""
    return page(
        request,
        "signin/second_factor.html",
        {
            "later": later,
            "application_url": with_next(reverse("mfa_activate_totp"), wanted),
            "passkey_url": with_next(reverse("mfa_add_webauthn"), wanted),
        },
    )


def _proof_of(user: Any) -> str:
    by_code = is_mfa_enabled(user, types=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
    return reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")


class SecurityView(OwnFactors, TemplateView):
    template_name = "signin/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factors = Authenticator.objects.filter(user=self.request.user).order_by("created_at")
        kinds = Authenticator.Type
        codes = next((factor.wrap() for factor in factors if factor.type == kinds.RECOVERY_CODES), None)
        return {
            **super().get_context_data(**kwargs),
            "application": next((factor for factor in factors if factor.type == kinds.TOTP), None),
            "passkeys": [(factor, factor.wrap().name) for factor in factors if factor.type == kinds.WEBAUTHN],
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
            "onward": onward(self.request),
            "role": chosen_role(self.request),
        }


class NewFactor(OwnFactors):
    """A factor just proved counts for this session; then come the recovery codes to print, or what she wanted."""

    kind: Authenticator.Type
    did_generate_recovery_codes: bool

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a mixin over a view
        newest = Authenticator.objects.filter(user=self.request.user, type=self.kind).latest("pk")
        post_authentication(self.request, newest)
        return response

    def get_success_url(self) -> str:
        wanted = wanted_page(self.request)
        if self.did_generate_recovery_codes:
            return with_next(reverse("mfa_view_recovery_codes"), wanted)
        return wanted or reverse("signin:security")


class ApplicationView(NewFactor, totp.ActivateTOTPView):
    """Install an application, or replace the one she has: a new telephone needs no administrator."""

    form_class = NewApplicationForm
    kind = Authenticator.Type.TOTP

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return {**context, "secret_groups": groups, "replaces": is_mfa_enabled(self.request.user, [self.kind])}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (
            not request.user.is_authenticated
            or not is_mfa_enabled(request.user, [self.kind])
            or not has_second_factor(request)
        ):
            return super().dispatch(request, *args, **kwargs)
        raise_if_reauthentication_required(request, app="allauth.mfa")
        # allauth's own `dispatch` refuses a second application.
        response = FormView.dispatch(self, request, *args, **kwargs)
        assert isinstance(response, HttpResponse), "a form or a redirection, never a stream"
        return private(response)

    def form_valid(self, form: Form) -> HttpResponse:
        agent: Any = self.request.user  # signed in: `OwnFactors` let her pass
        return replace_application(agent, partial(super().form_valid, form), by=Actor(ActorKind.AGENT, agent.pk))


class RemoveApplicationView(OwnFactors, totp.DeactivateTOTPView):
    success_url = reverse_lazy("signin:security")


class NewPasskeyView(NewFactor, webauthn.AddWebAuthnView):
    """Always a passkey that can sign in by itself: kept in the device, opened by a finger, a face or a PIN."""

    form_class = NewPasskeyForm
    kind = Authenticator.Type.WEBAUTHN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, passwordless=True)}
        return context


class RemovePasskeyView(OwnFactors, webauthn.RemoveWebAuthnView):
    success_url = reverse_lazy("signin:security")

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return redirect("signin:security")
        response: HttpResponse = super().form_valid(form)
        return response


class RecoveryCodesView(OwnFactors, recovery.ViewRecoveryCodesView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "agent": self.request.user, "onward": wanted_page(self.request) or onward(self.request)}


class NewRecoveryCodesView(OwnFactors, recovery.GenerateRecoveryCodesView):
    pass


class PasswordView(OwnFactors, account.PasswordChangeView):
    form_class = ChangePasswordForm
