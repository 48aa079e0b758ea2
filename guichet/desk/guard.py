"""The only door of the desk: signed in with two factors, one role chosen, the right for this page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import Right
from guichet.accounts.sessions import has_second_factor
from guichet.cases.models import Case
from guichet.communes.models import Body
from guichet.content.editors import writes_here
from guichet.content.models import SectionEditor
from guichet.devices.models import Terminal
from guichet.kit.actor import Actor

P = ParamSpec("P")

ROLE_KEY = "role"
_BESIDE = ("person", "assignee", "commune", "owner", "department", "sender__body")


class DeskRequest(HttpRequest):
    """A request that passed the door."""

    user: Account
    town: Body  # whose host was called: decides nothing at the desk
    role: Role  # chosen after sign-in: decides everything
    actor: Actor


def chosen_role(request: HttpRequest) -> Role | None:
    """The role of this session, read from the database each time: a withdrawn role closes the desk at once."""
    if request.user.pk is None:
        return None
    section = SectionEditor.objects.filter(account=OuterRef("account"), body=OuterRef("body"))
    roles = Role.objects.in_force().filter(account_id=request.user.pk).select_related("body", "department", "account")
    kiosk = Terminal.objects.ours().filter(body=OuterRef("body"))
    # For the rail, and for what kiosks say on top of each page, without another question to the database.
    roles = roles.annotate(writes_section=Exists(section), keeps_kiosk=Exists(kiosk))
    role_id = request.session.get(ROLE_KEY)
    found = [role for role in roles if role_id is None or role.pk == role_id]
    return found[0] if len(found) == 1 else None


def readable_case_or_404(request: DeskRequest, reference: str) -> Case:
    """The same, or one that the role's department sent on to another body: it reads what the person reads."""
    cases = Case.objects.readable_by(request.role).select_related(*_BESIDE)
    return get_object_or_404(cases, reference=reference)


def is_followed(request: DeskRequest, case: Case) -> bool:
    """Is the case another body's now, only read from here?"""
    return case.owner_id != request.role.body_id


def case_or_404(request: DeskRequest, reference: str) -> Case:
    """A case the chosen role may see; another body's, another department's and a draft do not exist here."""
    cases = Case.objects.visible_to(request.role).select_related(*_BESIDE)
    return get_object_or_404(cases, reference=reference)


def may_enter_workshop(request: HttpRequest) -> bool:
    """May this session open the CMS?"""
    if not request.user.is_authenticated or not has_second_factor(request):
        return False
    return writes_here(request.user)


def with_next(address: str, wanted: str) -> str:
    """This address, which leads on to the wanted page once it has done its part."""
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the door, and from there back to this very page."""
    return redirect(with_next("/connexion/", request.get_full_path()))


def agent_view(
    may: Right | None = None,
) -> Callable[[Callable[Concatenate[DeskRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Let in an agent whose chosen role has this right; a missing right is a 404: nobody learns what exists."""

    def decorate(
        view: Callable[Concatenate[DeskRequest, P], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not has_second_factor(request):
                return redirect("signin:second-factor")
            role = chosen_role(request)
            if role is None:
                return redirect("signin:role")
            if may is not None and not role.may(may):
                raise Http404
            request.role = role  # type: ignore[attr-defined]  # this is what makes it a DeskRequest
            request.actor = role.actor  # type: ignore[attr-defined]  # the same
            response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # now a DeskRequest
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return guarded

    return decorate
