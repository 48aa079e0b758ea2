"""A bound Django field drawn by our components: the faces keep Django's forms, and nobody writes markup twice."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
COPIED_ATTRIBUTES = ("autocomplete", "inputmode", "maxlength", "placeholder", "rows")


def render_field(bound: BoundField, **extra: Any) -> SafeString:
    """One field with its label, hint and first error; `extra` overrides any variable of the component."""
    widget = bound.field.widget
    if widget.is_hidden:
        return mark_safe(bound.as_widget())  # noqa: S308  # Django's own escaping
    if isinstance(widget, CHOICES):
        component, data = "choice", _choice(bound)
    elif isinstance(widget, forms.CheckboxInput):
        component, data = "choice", _tick(bound)
    elif isinstance(widget, forms.Select):
        component, data = "select", {"items": _options(bound, "selected")}
    elif isinstance(widget, forms.Textarea):
        component, data = "textarea", {"value": bound.value()}
    elif isinstance(widget, forms.FileInput):
        component, data = "upload", {}
    else:
        component, data = "field", {"type": getattr(widget, "input_type", "text"), "value": _typed(bound)}
    context = {**_common(bound), **data, **extra}
    return render_to_string(f"ui/{component}/{component}.html", context)


def error_list(form: forms.BaseForm) -> list[dict[str, str]]:
    """What the error summary shows: each mistake in the order of the questions, with the way to its field."""
    errors = [{"text": str(error), "href": ""} for error in form.non_field_errors()]
    for bound in form:
        errors += [{"text": str(error), "href": f"#{_target(bound)}"} for error in bound.errors]
    return errors


def _common(bound: BoundField) -> dict[str, Any]:
    attributes = {key: bound.field.widget.attrs.get(key) for key in COPIED_ATTRIBUTES}
    return {
        **attributes,
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": bound.label,
        "legend": bound.label,
        "hint": bound.help_text,
        "optional": not bound.field.required,
        "error": bound.errors[0] if bound.errors else "",
    }


def _typed(bound: BoundField) -> Any:
    """What was typed, as the widget writes it (a date in French order); a password is never sent back."""
    if isinstance(bound.field.widget, forms.PasswordInput):
        return None
    return bound.field.widget.format_value(bound.value())


def _options(bound: BoundField, mark: str) -> list[dict[str, Any]]:
    chosen = bound.value()
    kept = {str(value) for value in (chosen if isinstance(chosen, list | tuple) else [chosen])}
    return [
        {"value": "" if value is None else value, "text": text, mark: str(value) in kept}
        for value, text in getattr(bound.field, "choices", [])
    ]


def _choice(bound: BoundField) -> dict[str, Any]:
    several = isinstance(bound.field.widget, forms.CheckboxSelectMultiple)
    return {"type": "checkbox" if several else "radio", "items": _options(bound, "checked")}


def _tick(bound: BoundField) -> dict[str, Any]:
    item = {"value": "on", "text": bound.label, "id": bound.auto_id, "checked": bool(bound.value())}
    return {
        "type": "checkbox",
        "items": [item],
        "legend_hidden": True,
        "id": f"{bound.auto_id}-group",
        "optional": False,
    }


def _target(bound: BoundField) -> str:
    """The first thing to press or fill in: a group of choices has no field of its own."""
    return f"{bound.auto_id}-1" if isinstance(bound.field.widget, CHOICES) else str(bound.auto_id)
