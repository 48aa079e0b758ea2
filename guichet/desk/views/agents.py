"""Accounts of the agents of a body, their roles, the sheet of first access. For administrators."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.actions import close_account, give_role, open_account, print_first_access, withdraw_role
from guichet.accounts.actions.agents import FIRST_ACCESS
from guichet.accounts.models import Account, Role
from guichet.accounts.rules import Right
from guichet.desk.first_access import first_access_pdf
from guichet.desk.forms.agents import AccountForm, RoleForm
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.kit.dates import day_in_words, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.ui.forms import error_list, render_field


@require_safe
@agent_view(may=Right.MANAGE_AGENTS)
def agents(request: DeskRequest) -> HttpResponse:
    """Everybody who has a role in my body."""
    roles = Role.objects.filter(body=request.role.body_id).select_related("account", "department")
    people: dict[Account, list[Role]] = {}
    for role in roles.order_by("-account__is_active", "account__last_name", "account__first_name", "pk"):
        people.setdefault(role.account, []).append(role)
    rows = [{"account": account, "roles": _in_words(held)} for account, held in people.items()]
    return page(request, "desk/agents/agents.html", {"rows": rows}, here="agents")


@agent_view(may=Right.MANAGE_AGENTS)
def agent_new(request: DeskRequest) -> HttpResponse:
    """Open an account with its first role."""
    form = AccountForm(request.role.body, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = _open(request, form)
        except Refusal as no:
            form.add_error("login" if no.code.startswith("login") else None, no.sentence)
        else:
            messages.success(
                request, _("Compte ouvert. Imprimez la fiche de premier accès : sans elle, personne n’entre.")
            )
            return redirect("desk:agent", account.pk)
    context = {"fields": [render_field(field, width="middle") for field in form], "errors": error_list(form)}
    return page(request, "desk/agents/new.html", context, here="agents", status=422 if form.errors else 200)


@transaction.atomic
def _open(request: DeskRequest, form: AccountForm) -> Account:
    """The account and its role, or neither."""
    given = {name: form.cleaned_data[name] for name in ("login", "first_name", "last_name", "title", "email")}
    account = open_account(**given, by=request.actor)
    _give(request, account, form)
    return account


@require_safe
@agent_view(may=Right.MANAGE_AGENTS)
def agent(request: DeskRequest, account: int) -> HttpResponse:
    """One agent: her roles here, her way in."""
    return _show(request, _account_or_404(request, account), RoleForm(request.role.body))


@require_POST
@agent_view(may=Right.MANAGE_AGENTS)
def agent_role(request: DeskRequest, account: int) -> HttpResponse:
    """Give a role."""
    found = _account_or_404(request, account)
    form = RoleForm(request.role.body, request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    _give(request, found, form)
    messages.success(request, _("Rôle donné."))
    return redirect("desk:agent", found.pk)


@require_POST
@agent_view(may=Right.MANAGE_AGENTS)
def agent_role_withdraw(request: DeskRequest, account: int, role: int) -> HttpResponse:
    """Take a role away; the account stays."""
    held = get_object_or_404(Role, pk=role, account_id=account, body=request.role.body_id)
    try:
        withdraw_role(held, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:agent", account)
    messages.success(request, _("Rôle retiré."))
    if Role.objects.filter(account_id=account, body=request.role.body_id).exists():
        return redirect("desk:agent", account)
    return redirect("desk:agents")


@require_POST
@agent_view(may=Right.MANAGE_AGENTS)
def agent_close(request: DeskRequest, account: int) -> HttpResponse:
    """Close an account: nobody signs in with it any more."""
    found = _account_or_404(request, account)
    try:
        close_account(found, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:agent", found.pk)
    messages.success(request, _("Le compte de %(name)s est fermé.") % {"name": found})
    return redirect("desk:agents")


@require_POST
@agent_view(may=Right.MANAGE_AGENTS)
def agent_sheet(request: DeskRequest, account: int) -> HttpResponse:
    """The sheet of first access: a new one-time code each time, the one before opens nothing any more."""
    found = _account_or_404(request, account)
    try:
        code = print_first_access(found, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:agent", found.pk)
    pdf = first_access_pdf(
        found,
        code=code,
        until=paris_date(now() + FIRST_ACCESS),
        address=request.build_absolute_uri(reverse("signin:first-access")),
        body=request.role.body,
        printed_by=str(request.user),
    )
    return pdf_response(pdf, _("Premier accès %(login)s.pdf") % {"login": found.login})


def _show(request: DeskRequest, account: Account, form: RoleForm, status: int = 200) -> HttpResponse:
    roles = Role.objects.filter(account=account, body=request.role.body_id).select_related("department", "body")
    context: dict[str, Any] = {
        "account": account,
        "roles": [{"pk": role.pk, "text": words} for role, words in zip(roles, _in_words(list(roles)), strict=True)],
        "elsewhere": _elsewhere(request, account),
        "is_me": account.pk == request.user.pk,
        "sheet_until": day_in_words(paris_date(account.first_access_until)) if account.first_access_until else "",
        "fields": [render_field(field, width="middle") for field in form],
        "errors": error_list(form),
    }
    return page(request, "desk/agents/agent.html", context, here="agents", status=status)


def _account_or_404(request: DeskRequest, pk: int) -> Account:
    """An account with a role in my body; the others do not exist here."""
    held = Role.objects.filter(account=OuterRef("pk"), body=request.role.body_id)
    return get_object_or_404(Account.objects.filter(Exists(held)), pk=pk)


def _elsewhere(request: DeskRequest, account: Account) -> str:
    """The other bodies where this account works too, named."""
    roles = Role.objects.filter(account=account).exclude(body=request.role.body_id).select_related("body")
    return ", ".join(sorted({role.body.short_name for role in roles}))


def _give(request: DeskRequest, account: Account, form: RoleForm) -> None:
    give_role(
        account, body=request.role.body, kind=form.role_kind, department=form.cleaned_data["department"],
        by=request.actor,
    )  # fmt: skip


def _in_words(roles: list[Role]) -> list[str]:
    return [
        f"{role.get_kind_display()}, {role.department.name if role.department else _('tous les services')}"
        for role in roles
    ]
