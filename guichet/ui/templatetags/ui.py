"""Tags of the design system: built files, icons, drawings, codes. Use with `{% load ui %}`."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

import segno
from django import template
from django.core.exceptions import ImproperlyConfigured
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.ui import build
from guichet.ui.forms import error_list, render_field

register = template.Library()

# The window's ground behind each drawing: the same on the portal, at the desk and on paper.
GROUNDS = {
    "boxes": "sky",
    "id": "sky",
    "age": "sky",
    "bin": "glass",
    "bin-number": "glass",
    "works": "glass",
    "map": "glass",
    "school": "honey",
    "job": "honey",
    "phone": "honey",
    "desk": "honey",
    "house": "honey",
    "car": "slate",
    "candle": "slate",
    "bus": "slate",
}


@register.simple_tag
def asset_css(entry: str) -> SafeString:
    """`{% asset_css "portal" %}`: the style sheet of a face."""
    return format_html('<link rel="stylesheet" href="{}">', static(build.file(f"entries/{entry}.css")))


@register.simple_tag
def asset_js(entry: str) -> SafeString:
    """`{% asset_js "portal" %}`: the behaviours of a face; a module, so it waits for the page."""
    return format_html('<script type="module" src="{}"></script>', static(build.file(f"entries/{entry}.ts")))


@register.simple_tag
def font_preload() -> SafeString:
    return format_html(
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>', static(build.file(build.FONT))
    )


@register.simple_tag
def picture_url(name: str) -> str:
    """`{% picture_url "skyline-anor" %}`: the address of a big drawing that is fetched apart from the page."""
    return static(build.file(f"drawings/pictures/{name}.svg"))


@cache
def _icon(name: str, modifier: str) -> SafeString:
    try:
        inside = build.icons()[name]
    except KeyError:
        raise ImproperlyConfigured(f"Add {name!r} to guichet/ui/icons.txt and build again.") from None
    classes = f"icon icon--{modifier}" if modifier else "icon"
    # Both halves are ours: the frame above all, the paths from the build.
    return mark_safe(  # noqa: S308
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inside}</svg>'
    )


@register.simple_tag
def icon(name: str, modifier: str = "") -> SafeString:
    """`{% icon "phone" %}`: an outline icon in the colour of its text; always beside a word."""
    return _icon(name, modifier)


@cache
def _drawing(name: str) -> SafeString:
    frame = '<svg class="drawing" aria-hidden="true" focusable="false" '
    return mark_safe(build.drawing(name).replace("<svg ", frame, 1))  # noqa: S308


@register.simple_tag
def drawing(name: str) -> SafeString:
    """`{% drawing "bin" %}`: one of our own drawings, recoloured by the theme."""
    return _drawing(name)


@register.simple_tag
def window(name: str, ground: str = "") -> SafeString:
    """`{% window "bin" %}`: a drawing behind its brick arch, on its own ground unless told otherwise."""
    ground = ground or GROUNDS.get(name, "brick")
    return format_html('<span class="window window--{}">{}</span>', ground, _drawing(name))


@lru_cache(maxsize=4096)
def _part(component: str, words: tuple[tuple[str, object], ...], language: str | None) -> SafeString:
    return render_to_string(f"ui/{component}/{component}.html", dict(words))


@register.simple_tag
def part(component: str, **words: Any) -> SafeString:
    """`{% part "tag" text="En ligne" kind="done" %}`: a component of a list, drawn once for the same words.

    For words that hold nothing of a person (they stay in memory) and that many lines or pages share.
    """
    return _part(component, tuple(words.items()), get_language())


def _dark_runs(rows: Iterable[Iterable[int]]) -> Iterator[str]:
    """One rectangle per run of dark modules: half the weight of one per module."""
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width


@register.simple_tag
def qr(data: str, label: str = "") -> SafeString:
    """`{% qr address %}`: a QR code as one path, medium correction, with the quiet zone scanners need."""
    code = segno.make_qr(data, error="m")
    side = code.symbol_size(border=2)[0]
    path = "".join(_dark_runs(code.matrix_iter(border=2)))
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges"><path d="{}"/></svg>',
        side,
        side,
        label or _("QR code de suivi"),
        path,
    )


@register.simple_tag
def form_field(bound: BoundField, **extra: Any) -> SafeString:
    """`{% form_field form.phone width="middle" %}`: a Django field drawn by our components."""
    return render_field(bound, **extra)


@register.simple_tag
def form_errors(form: BaseForm, kept: str = "") -> SafeString:
    """`{% form_errors form %}`: the summary at the top of a page that came back, or nothing."""
    errors = error_list(form)
    if not errors:
        return SafeString("")
    return render_to_string("ui/error-summary/error-summary.html", {"errors": errors, "kept": kept})


@register.filter
def dialled(phone: object) -> str:
    """`03 53 01 59 86` as a telephone dials it."""
    return "".join(sign for sign in str(phone) if sign.isdigit() or sign == "+")


@register.filter
def nbsp(text: object) -> str:
    """Keeps figures, units and French punctuation together: `8 décembre`, `10 Mo`."""
    return str(text).replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def steps_of(total: int, current: int) -> list[str]:
    """The segments of a progress bar: `done` before the current step, `now` on it, nothing after."""
    return ["done" if step < current else "now" if step == current else "" for step in range(1, int(total) + 1)]
