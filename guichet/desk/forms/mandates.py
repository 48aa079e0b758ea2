"""What an agent ticks to give a mandate, and to have it signed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from guichet.kit.refusal import Refusal
from guichet.mandates.rules import Theme


class MandateForm(forms.Form):
    """Themes, duration, what the person declares. What is missing is said by the action, in its own words."""

    themes = forms.MultipleChoiceField(choices=[(theme.value, theme.label) for theme in Theme], required=False)
    days = forms.IntegerField(required=False)
    declared = forms.BooleanField(required=False)

    def given(self) -> dict[str, Any]:
        """What was ticked, as `give_mandate` takes it; what is no choice of ours counts as not ticked."""
        self.full_clean()
        ticked = self.cleaned_data
        return {
            "themes": ticked.get("themes", []),
            "days": ticked.get("days") or 0,
            "is_declared": ticked.get("declared", False),
        }


class PaperForm(forms.Form):
    """A paper signed by hand: read aloud, and the day written on it. Empty, it is today."""

    read_aloud = forms.BooleanField(required=False)
    signed_on = forms.DateField(required=False)

    def given(self) -> tuple[bool, date | None]:
        """Refuses what is no day."""
        if not self.is_valid():
            raise Refusal("mandate-day", _("Ce jour n’existe pas. Il s’écrit comme 08/12/2026."))
        return self.cleaned_data["read_aloud"], self.cleaned_data["signed_on"]


class SigningForm(forms.Form):
    """What was read aloud, and what was drawn."""

    read_aloud = forms.BooleanField(required=False)
    drawing = forms.CharField(required=False)

    def given(self) -> tuple[bool, str]:
        self.full_clean()
        return self.cleaned_data.get("read_aloud", False), self.cleaned_data.get("drawing", "")
