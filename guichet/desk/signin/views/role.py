"""The role of this session: it decides what the desk shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from guichet.accounts.models import Role
from guichet.desk.guard import ROLE_KEY, chosen_role, has_second_factor
from guichet.desk.signin.doors import home_of, onward, wanted_page
from guichet.desk.signin.views.page import page


@require_http_methods(["GET", "POST"])
def choose_role(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    if not has_second_factor(request):
        return redirect(onward(request, wanted_page(request)))
    roles = Role.objects.in_force().filter(account=request.user).select_related("body", "department").order_by("body__short_name", "pk")
    if request.method == "POST":
        role = get_object_or_404(roles, pk=_number(request.POST.get("role", "")))
        request.session[ROLE_KEY] = role.pk
        return redirect(wanted_page(request) or home_of(role))
    return page(request, "signin/role.html", {"roles": roles, "current": chosen_role(request)})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
