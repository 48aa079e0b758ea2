"""The forms of a kiosk in Wagtail's admin."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.communes.admin import OwnRowsForm
from guichet.devices.actions import add_terminal, change_terminal, check_terminal
from guichet.devices.models import Terminal
from guichet.devices.refusals import out_of_bounds
from guichet.devices.rules import BOUNDS, TILES, read_hosts
from guichet.devices.words import TILE_NAMES
from guichet.kit.dates import MONTHS, add_months, now, paris_date
from guichet.kit.refusal import Refusal

OF_PARTNERS = ("owner", "hours_words", "url")
OF_OURS = (
    "opens_at", "closes_at", "idle_seconds", "page_quota", "internet_minutes", "allowed_hosts", "message", "hidden_tiles",
)  # fmt: skip
LAST_MONTHS = 13
MOST_PEOPLE = 100_000

_REQUIRED = {
    "body": _("Choisissez à quelle collectivité est cette borne."),
    "name": _("Donnez un nom à la borne."),
    "place": _("Dites où elle se trouve."),
    "owner": _("Écrivez le nom du partenaire."),
    "hours_words": _("Dites quand on peut s’en servir."),
}
_EXAMPLES = {
    "name": _("Par exemple : Borne du hall."),
    "place": _("Par exemple : Mairie, hall d’entrée."),
    "owner": _("Par exemple : CAF du Nord."),
    "hours_words": _("Par exemple : Aux heures de la mairie."),
    "opens_at": _("Par exemple : 8 h 30. Vide : toujours allumée."),
}
_TOO_LONG = _("C’est trop long : gardez au plus %(limit_value)d signes.")
_NOT_AN_HOUR = _("Écrivez une heure comme 8:30 ou 8 h 30.")
# A clock's, then as one writes it on a door.
_HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"]
_NUMBER_CODES = ("required", "invalid", "min_value", "max_value")


class TerminalForm(OwnRowsForm):
    """What a terminal of this kind has; the kind itself was chosen by the door of the form. Each wrong field says so."""

    hidden_tiles = forms.MultipleChoiceField(
        label=_("Cases cachées"),
        choices=[(tile, TILE_NAMES[tile]) for tile in TILES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cochez ce que cette borne ne montre pas."),
    )

    class Meta:
        model = Terminal
        fields = ("body", "name", "place", *OF_PARTNERS, *OF_OURS)
        widgets: ClassVar[dict[str, Any]] = {"allowed_hosts": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_OURS if self.instance.is_partner else OF_PARTNERS:
            del self.fields[name]
        for name, field in self.fields.items():
            _speak_plainly(name, field)
        self.fields["body"].empty_label = None
        if self.instance.is_partner:
            self.fields["name"].help_text = _("Par exemple : Borne de la CAF.")
        else:
            self.fields["allowed_hosts"].help_text = _hosts_help()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        known = Terminal.objects.filter(pk=self.instance.pk).first()
        body: Any = data.get("body")  # only the question of the name looks at it, and is not asked without one
        # Asked one by one, the rules answer for every field at once and each answer finds its field.
        for field, columns in list(self._questions(data)):
            try:
                check_terminal(body=body, replaces=known, kind=self.instance.kind, **columns)
            except Refusal as no:
                self.add_error(field, ValidationError(no.sentence, code=no.code))
        return data

    def write(self, data: dict[str, Any]) -> Terminal:
        columns = {name: data[name] for name in self.fields if name != "body"}
        known = Terminal.objects.filter(pk=self.instance.pk).first()
        by = self.actor(data["body"])
        if known is None:
            return add_terminal(body=data["body"], columns={"kind": self.instance.kind, **columns}, by=by)
        return change_terminal(known, columns, by=by)

    def _questions(self, data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """What to ask of the rules, and the field that carries the answer; a field that is already wrong is left."""
        for name in ("url", *BOUNDS):
            if name in data:
                yield name, {name: data[name]}
        if {"body", "name"} <= data.keys():
            yield "name", {"name": data["name"]}
        if {"opens_at", "closes_at"} <= data.keys():
            hours = {name: data[name] for name in ("opens_at", "closes_at")}
            yield "opens_at" if hours["opens_at"] is None else "closes_at", hours
        for line in read_hosts(data.get("allowed_hosts", "")):
            yield "allowed_hosts", {"allowed_hosts": line}


def _speak_plainly(name: str, field: forms.Field) -> None:
    """Say what to type, where Django says what is wrong."""
    field.error_messages["max_length"] = _TOO_LONG
    field.help_text = _EXAMPLES.get(name, field.help_text)
    if name in _REQUIRED:
        field.required = True
        field.error_messages["required"] = _REQUIRED[name]
    if isinstance(field, forms.TimeField):
        field.input_formats = _HOURS
        field.widget.format = _HOURS[0]
        field.error_messages["invalid"] = _NOT_AN_HOUR
    if name in BOUNDS:
        column = Terminal._meta.get_field(name)
        assert isinstance(column, models.Field)
        no = out_of_bounds(str(column.verbose_name), *BOUNDS[name])
        field.error_messages.update(dict.fromkeys(_NUMBER_CODES, no.sentence))


def _hosts_help() -> str:
    return format_html(
        "{}<br>{}<br><code>www.exemple.fr</code> {}<br><code>*.exemple.fr</code> {}",
        gettext(
            "Déjà permis : les sites de l’État (tous ceux en gouv.fr) et des organismes publics, comme ameli.fr, caf.fr"
            " ou francetravail.fr."
        ),
        gettext("Pour en ajouter, écrivez un site par ligne :"),
        gettext("pour ce site seul"),
        gettext("pour ce site et tous ses sous-sites"),
    )


class UseForm(forms.Form):
    """How many people used a partner's kiosk in one of the last months; the last that is over is proposed first."""

    month = forms.ChoiceField(
        label=_("Mois"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choisissez un mois de la liste.")),
    )
    count = forms.IntegerField(
        label=_("Personnes"),
        help_text=_("Combien s’en sont servies ce mois-là ; 0 si personne n’est venu."),
        min_value=0,
        max_value=MOST_PEOPLE,
        error_messages={
            **dict.fromkeys(
                ("required", "invalid"), _("Écrivez le nombre de personnes en chiffres, sans virgule : 41 par exemple.")
            ),
            "min_value": _("Ce nombre ne descend pas sous zéro. Écrivez 0 si personne n’est venu."),
            "max_value": _("Ce nombre semble trop grand. Écrivez le nombre de personnes, 100 000 au plus."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = paris_date(now()).replace(day=1)
        months = [add_months(first, -back) for back in range(LAST_MONTHS)]
        choices = [(f"{month:%Y-%m}", month_in_words(month)) for month in months]
        choices[0] = (choices[0][0], gettext("%(month)s (en cours)") % {"month": MONTHS[first.month - 1]})
        self.fields["month"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["month"].initial = choices[1][0]

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


def month_in_words(month: date) -> str:
    return f"{MONTHS[month.month - 1]}\u00a0{month.year}"
