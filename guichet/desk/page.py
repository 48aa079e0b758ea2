"""Every page of the desk: the rail with the doors this role may open, who works, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.accounts.rules import Right
from guichet.desk.guard import DeskRequest
from guichet.desk.inbox import Counts, rail_counts
from guichet.desk.kiosk import kiosk_news


@dataclass(frozen=True)
class Door:
    """One page of the rail."""

    name: str
    url: str
    icon: str
    text: str
    may: Right
    current: bool = False
    badge: str = ""
    badge_words: str = ""
    last: bool = False


def page(
    request: DeskRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    here: str,
    status: int = 200,
    counts: Counts | None = None,
) -> HttpResponse:
    """Show a page of the desk; `here` is the door of the rail that is open. The rail's `counts` are read unless given."""
    counts = counts or rail_counts(request.role)
    furniture = {
        "rail": [door for door in _doors(counts, here) if _opens(request, door)],
        "counts": counts,
        "agent": _agent(request),
        "search_url": reverse("desk:inbox") if request.role.may(Right.READ_CASES) else "",
        "may_treat": request.role.may(Right.TREAT_CASES),
        "new_visit_url": reverse("desk:visit-open") if request.role.may(Right.RECEIVE_PEOPLE) else "",
        "new_visit_key": uuid4(),
        "kiosk": kiosk_news(request.role),
        "kiosk_back": request.get_full_path(),
    }
    return render(request, template, {**furniture, **context}, status=status)


def _opens(request: DeskRequest, door: Door) -> bool:
    writes_section = getattr(request.role, "writes_section", False)  # annotated by the guard
    return request.role.may(door.may) or (door.name == "content" and writes_section)


def _doors(counts: Counts, here: str) -> list[Door]:
    doors = [
        Door("reception", reverse("desk:reception"), "door", _("Accueil"), Right.RECEIVE_PEOPLE),
        Door(
            "cases", reverse("desk:inbox"), "folders", _("Dossiers"), Right.READ_CASES,
            badge=counts.todo, badge_words=_("à traiter"),
        ),
        Door(
            "post", reverse("desk:post"), "mail", _("Courrier"), Right.SEND_POST,
            badge=counts.letters, badge_words=_("à poster"),
        ),
        Door("cabinet", reverse("desk:cabinet"), "archive", _("Armoire"), Right.HAND_OUT_FORMS),
    ]  # fmt: skip
    if settings.DEMONSTRATION:
        doors.append(Door("outbox", reverse("desk:outbox"), "send", _("Envois"), Right.READ_CASES))
    doors += [
        Door("team", reverse("desk:team"), "users", _("Équipe"), Right.RECEIVE_PEOPLE),
        Door("agents", reverse("desk:agents"), "users", _("Agents"), Right.MANAGE_AGENTS),
        Door("content", reverse("wagtailadmin_home"), "edit", _("Contenus"), Right.EDIT_CONTENT),
        Door("house", reverse("desk:house"), "shield-check", _("État"), Right.WATCH_HOUSE, last=True),
    ]
    return [Door(**{**vars(door), "current": door.name == here}) for door in doors]


def _agent(request: DeskRequest) -> dict[str, Any]:
    account = request.user
    links = [{"url": reverse("signin:role"), "text": _("Changer de rôle")}]
    return {
        "name": account.first_name,
        "role": capitalised(str(request.role)),
        "initials": initials(account.first_name, account.last_name),
        "links": links,
        "signout_url": reverse("account_logout"),
    }


def capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def initials(first_name: str, last_name: str) -> str:
    return f"{first_name[:1]}{last_name[:1]}".upper()
