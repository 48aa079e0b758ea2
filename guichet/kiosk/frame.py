"""What stands around every page of the kiosk, and how long lists are turned over: nothing scrolls here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.communes.models import Body
from guichet.devices.models import Call, KioskSession
from guichet.devices.telling import idle_seconds
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date

T = TypeVar("T")
LARGEST_TEXT = 3


@dataclass(frozen=True)
class Comfort:
    """How this person wants the pages: text 1 to 3, high contrast, controls in the lower third."""

    text: int = 1
    contrast: bool = False
    low: bool = False

    @classmethod
    def of(cls, passage: KioskSession | None) -> "Comfort":
        kept = passage.comfort if passage else {}
        return cls(int(kept.get("text", 1)), bool(kept.get("contrast")), bool(kept.get("low")))


@dataclass(frozen=True)
class Suite(Generic[T]):
    """One page of a list, and the addresses of its neighbours; empty where there is none."""

    items: Sequence[T]
    number: int
    total: int
    previous_url: str
    next_url: str


def town_of(request: HttpRequest) -> Body:
    town: Body = request.town  # type: ignore[attr-defined]  # put there by KnownHost
    return town


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    web_url: str = "",
    back_url: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of the kiosk; nobody keeps it. `web_url` is the same thing on the portal, `back_url` one step up.

    Without a session (an editor's preview, the page of who has no kiosk) there is neither dock nor clock.
    """
    passage: KioskSession | None = getattr(request, "passage", None)
    framed = {
        "town": town_of(request),
        "passage": passage,
        "web_url": web_url,
        "home_url": reverse("kiosk:home"),
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("kiosk:home"),
        **({"kiosk": _around(passage, back_url)} if passage else {}),
        **(context or {}),
    }
    answer = HttpResponse(render_to_string(template, framed, request), status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _around(passage: KioskSession, back_url: str) -> dict[str, Any]:
    """What the layout asks for: see `ui/layout/kiosk.html`."""
    comfort, at = Comfort.of(passage), now()
    call = passage.calls.order_by("-pk").first()
    return {
        "text": comfort.text,
        "contrast": comfort.contrast,
        "low": comfort.low,
        "idle_seconds": idle_seconds(passage.terminal, passage),
        "home_url": reverse("kiosk:home"),
        "back_url": back_url,
        "day": f"{capfirst(day_in_words(paris_date(at), year=False))}, {hour_in_words(at)}",
        "comfort_url": reverse("kiosk:comfort"),
        "call_url": reverse("kiosk:call"),
        "end_url": reverse("kiosk:end"),
        "present_url": reverse("kiosk:present"),
        "keep_url": _keep_url(passage),
        "unused": not passage.was_used,
        "called": _called_words(call),
        "message": passage.terminal.message,
    }


def _keep_url(passage: KioskSession) -> str:
    """Where the codes of the last draft begun here are shown, as long as nobody read them; "" when there is none."""
    drafts = Case.objects.filter(pk__in=passage.unseen, state=State.DRAFT) if passage.unseen else Case.objects.none()
    last = drafts.order_by("-pk").first()
    return reverse("kiosk:request-kept", args=[last.reference]) if last else ""


def _called_words(call: Call | None) -> str:
    """What became of the bell this person rang, in one sentence; nothing when she rang none."""
    if call is None:
        return ""
    return _("Quelqu’un arrive.") if call.answered_at else _("Ça sonne à l’accueil.")


def per_page(request: HttpRequest, normal: int, low: int) -> int:
    """How many things one page shows: fewer when the letters are large or the controls are low."""
    comfort = Comfort.of(getattr(request, "passage", None))
    most = low if comfort.low else normal
    return max(1, most - (comfort.text - 1) * max(1, most // 4))


def suite(request: HttpRequest, items: Sequence[T], normal: int, low: int) -> Suite[T]:
    """The page of the list that `?page=` asks for; a number that is none, or too large, gives the nearest page."""
    size = per_page(request, normal, low)
    total = max(1, -(-len(items) // size))
    asked = request.GET.get("page", "")
    number = min(max(int(asked), 1), total) if asked.isdecimal() and len(asked) < 6 else 1
    return Suite(
        items=items[(number - 1) * size : number * size],
        number=number,
        total=total,
        previous_url=_turned(request, number - 1) if number > 1 else "",
        next_url=_turned(request, number + 1) if number < total else "",
    )


def _turned(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"
