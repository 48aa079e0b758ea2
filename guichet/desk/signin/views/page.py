"""What every page of sign-in shares."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guichet.accounts.sessions import has_second_factor
from guichet.desk.guard import to_sign_in, with_next
from guichet.desk.signin.doors import wanted_page


def brand(request: HttpRequest) -> dict[str, str]:
    """The heading of the page: whose host this is, and that this side is for agents."""
    town = request.town  # type: ignore[attr-defined]  # set by KnownHost
    return {"name": town.short_name, "tagline": _("Le guichet, côté agents")}


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    return private(
        render(
            request, template, {"body": brand(request), "next": wanted_page(request), **(context or {})}, status=status
        )
    )


def errors_of(form: Form) -> list[dict[str, str]]:
    """The errors of a form for the summary, each with the address of its field."""
    return [
        {"text": str(text), "href": "" if name == "__all__" else f"#{name}"}
        for name, texts in form.errors.items()
        for text in texts
    ]


def private(response: HttpResponse) -> HttpResponse:
    """No cache keeps what a session of sign-in sees."""
    response.headers["Cache-Control"] = "no-store"
    return response


class SigninPage:
    """Dresses one of allauth's views: our brand, our errors, and a page of ours for who tries too often."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin over a view
        if response.status_code == 429:
            return page(request, "signin/slow_down.html", status=429)
        return private(response)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin over a view
        forms = [context.get("form"), context.get("webauthn_form")]
        errors = [error for form in forms if isinstance(form, Form) for error in errors_of(form)]
        return {**context, "body": brand(self.request), "errors": errors, "next": wanted_page(self.request)}


class OwnFactors(SigninPage):
    """For a signed-in agent; one who has a second factor has passed it before she touches her factors."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if is_mfa_enabled(request.user) and not has_second_factor(request):
            return redirect(with_next("/connexion/deuxieme-facteur/", request.get_full_path()))
        return super().dispatch(request, *args, **kwargs)
