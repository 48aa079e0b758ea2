"""The role of this session: it decides what the desk shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.accounts.models import Role
from guichet.accounts.sessions import has_second_factor
from guichet.desk.guard import ROLE_KEY, chosen_role
from guichet.desk.signin.doors import home_of, onward, wanted_page
from guichet.desk.signin.views.page import page


@require_http_methods(["GET", "POST"])
def choose_role(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    if not has_second_factor(request):
        return redirect(onward(request, wanted_page(request)))
    roles = Role.objects.in_force().filter(account=request.user).select_related("body", "department")
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        typed = request.POST.get("role", "")
        if typed:
            role = get_object_or_404(roles, pk=_number(typed))
            request.session[ROLE_KEY] = role.pk
            return redirect(wanted_page(request) or home_of(role))
        errors = [{"text": _("Choisissez un rôle."), "href": "#role-1"}]
    current = chosen_role(request)
    choices = [_choice(role, checked=role == current) for role in roles.order_by("body__short_name", "pk")]
    return page(request, "signin/role.html", {"choices": choices, "errors": errors})


def _choice(role: Role, *, checked: bool) -> dict[str, object]:
    kind = capfirst(role.get_kind_display())
    text = f"{kind}, {role.department.name}" if role.department else kind
    return {"value": role.pk, "text": text, "hint": role.body.short_name, "checked": checked}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
