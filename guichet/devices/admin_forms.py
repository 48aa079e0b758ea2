"""The forms of a kiosk in Wagtail's admin."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.communes.admin import OwnRowsForm
from guichet.devices.actions import add_terminal, change_terminal, check_terminal
from guichet.devices.models import Terminal
from guichet.devices.rules import TILES
from guichet.devices.words import TILE_NAMES
from guichet.kit.dates import MONTHS, add_months, now, paris_date

OF_PARTNERS = ("owner", "hours_words", "url")
OF_OURS = (
    "opens_at", "closes_at", "idle_seconds", "page_quota", "internet_minutes", "allowed_hosts", "message", "hidden_tiles",
)  # fmt: skip
LAST_MONTHS = 13


class TerminalForm(OwnRowsForm):
    """A new terminal shows everything, one that is known only what its kind has."""

    hidden_tiles = forms.MultipleChoiceField(
        label=_("Cases cachées"),
        choices=[(tile, TILE_NAMES[tile]) for tile in TILES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cochez ce que cette borne ne montre pas."),
    )

    class Meta:
        model = Terminal
        fields = ("body", "kind", "name", "place", *OF_PARTNERS, *OF_OURS)
        widgets: ClassVar[dict[str, Any]] = {"allowed_hosts": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance if self.instance.pk else None
        self.fields["kind"].disabled = known is not None
        if not settings.DEMONSTRATION and not (known and known.is_fake):
            real = [choice for choice in Terminal.Kind.choices if choice[0] != Terminal.Kind.FAKE]
            self.fields["kind"].choices = real
        for name in OF_PARTNERS if known is None else ():
            example = self.fields[name].help_text
            self.fields[name].help_text = gettext("Pour la borne d’un partenaire. %(example)s") % {"example": example}
        if known is not None:
            for name in OF_OURS if known.is_partner else OF_PARTNERS:
                del self.fields[name]

    def check_rules(self, data: dict[str, Any]) -> None:
        replaces = Terminal.objects.filter(pk=self.instance.pk).first()
        check_terminal(body=data["body"], replaces=replaces, **self._columns(data))

    def write(self, data: dict[str, Any]) -> Terminal:
        known = Terminal.objects.filter(pk=self.instance.pk).first()
        by = self.actor(data["body"])
        if known is None:
            return add_terminal(body=data["body"], columns=self._columns(data), by=by)
        return change_terminal(known, self._columns(data), by=by)

    def _columns(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data[name] for name in self.fields if name != "body"}


class UseForm(forms.Form):
    """How many people used a partner's kiosk in one of the last months."""

    month = forms.ChoiceField(label=_("Mois"))
    count = forms.IntegerField(label=_("Personnes"), min_value=0, max_value=100_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = paris_date(now()).replace(day=1)
        months = [add_months(first, -back) for back in range(LAST_MONTHS)]
        self.fields["month"].choices = [(f"{month:%Y-%m}", month_in_words(month)) for month in months]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


def month_in_words(month: date) -> str:
    return f"{MONTHS[month.month - 1]}\u00a0{month.year}"
