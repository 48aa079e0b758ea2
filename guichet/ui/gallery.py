"""`/composants/`: every component, every state, in both themes. What is not shown here does not exist."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from guichet.ui import build

COMPONENTS = Path(__file__).parent / "templates" / "ui"
FACES = ("portal", "desk", "kiosk")


@dataclass(frozen=True)
class Example:
    component: str
    name: str
    data: dict[str, Any]  # whatever the component's template reads

    def html(self) -> SafeString:
        return render_to_string(f"ui/{self.component}/{self.component}.html", prepared(self.data))


@dataclass(frozen=True)
class Component:
    name: str
    title: str
    wide: bool
    list_class: str  # of the list that its examples stand in, when they are lines of one
    examples: list[Example]

    @property
    def is_of_the_kiosk(self) -> bool:
        """Made for a screen of 1080 × 1920: the other faces have no room for it."""
        return self.name.startswith("kiosk-")


def prepared(value: Any) -> Any:
    """YAML knows neither built files nor safe markup: `picture:name` and `html:…` stand for them."""
    if isinstance(value, dict):
        return {key: prepared(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [prepared(inner) for inner in value]
    if isinstance(value, str) and value.startswith("picture:"):
        return static(build.file(f"drawings/pictures/{value.removeprefix('picture:')}.svg"))
    if isinstance(value, str) and value.startswith("html:"):
        return mark_safe(value.removeprefix("html:"))  # noqa: S308  # our own file, never a visitor's
    return value


@cache
def components() -> list[Component]:
    found = []
    for file in sorted(COMPONENTS.glob("*/examples.yaml")):
        content = yaml.safe_load(file.read_text("utf-8"))
        name = file.parent.name
        examples = [Example(name, one["name"], one.get("data", {})) for one in content["examples"]]
        found.append(Component(name, content["title"], content.get("wide", False), content.get("list", ""), examples))
    return found


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    theme = "contrast" if request.GET.get("theme") == "contrast" else ""
    asked = request.GET.get("face", "")
    face = asked if asked in FACES else "portal"
    context = {
        "components": [one for one in components() if one.is_of_the_kiosk == (face == "kiosk")],
        "drawings": build.drawing_names(),
        "icons": sorted(build.icons()),
        "theme": theme,
        "face": face,
        "noindex": True,
    }
    return render(request, "ui/gallery.html", context)


urlpatterns = [path("", gallery, name="gallery")]
