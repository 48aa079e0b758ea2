"""The sheet an administrator printed: identifier, one-time code, first password."""

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.accounts.actions import check_secret, use_first_access
from guichet.accounts.models import Account
from guichet.accounts.rules import Tried
from guichet.accounts.secrets import secret_of
from guichet.desk.signin.forms import FirstAccessForm
from guichet.desk.signin.views.page import errors_of, page
from guichet.kit.refusal import Refusal


@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "POST"])
def first_access(request: HttpRequest) -> HttpResponse:
    form = FirstAccessForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            account = _enter(request, form.cleaned_data)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            login = Login(user=account)
            entered: HttpResponse = flows.login.perform_password_login(request, {"username": account.login}, login)
            return entered
    return page(request, "signin/first_access.html", {"form": form, "errors": errors_of(form)})


def _enter(request: HttpRequest, given: dict[str, str]) -> Account:
    known = Account.objects.filter(login__iexact=given["login"].strip(), is_active=True).first()
    waits = known is not None and known.first_access_until is not None
    _be_patient(
        request, given, secret_of("first-access", known.pk, known.first_access_version) if known and waits else None
    )
    return use_first_access(login=given["login"], code=given["code"], password=given["password1"])


def _be_patient(request: HttpRequest, given: dict[str, str], secret: str | None) -> None:
    """Count wrong sheets by identifier and by address, each with its growing delay."""
    address = get_adapter().get_client_ip(request)
    try:
        check_secret(given["code"], secret, reference=given["login"], address=address, tried=Tried.SHEET)
    except Refusal as no:
        if no.code != "wrong-secret":
            raise
        raise Refusal(
            "first-access",
            _(
                "Cet identifiant et ce code ne vont pas ensemble, ou la fiche a déjà servi. Relisez la fiche, ou demandez-en une nouvelle à votre administrateur."
            ),
        ) from no
