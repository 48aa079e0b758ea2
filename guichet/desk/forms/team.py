"""What the team writes about itself: a training, a note."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.kit.dates import now, paris_date
from guichet.visits.models import AgentNote, Training
from guichet.visits.rules import read_minutes

MOST_SIGNS = AgentNote.MOST_SIGNS


def _today() -> date:
    return paris_date(now())


class TrainingForm(forms.Form):
    """What an agent followed. The duration is written as one says it."""

    subject = forms.CharField(
        label=_("Sujet"), max_length=120,
        error_messages={"required": _("Écrivez ce que la formation a appris, en quelques mots.")},
    )  # fmt: skip
    on = forms.DateField(
        label=_("Jour"), initial=_today, input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y"),
        error_messages={
            "required": _("Écrivez le jour, par exemple 3/11/2026."),
            "invalid": _("Écrivez le jour, le mois et l’année, par exemple 3/11/2026."),
        },
    )  # fmt: skip
    duration = forms.CharField(
        label=_("Durée"), max_length=20, help_text=_("Par exemple 1\u00a0h\u00a030, ou 90\u00a0min"),
        error_messages={"required": _("Écrivez combien de temps elle a duré, par exemple 1\u00a0h\u00a030.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Formation"), choices=Training.Kind.choices, initial=Training.Kind.INTERNAL.value,
        error_messages={"required": _("Dites si elle était interne ou externe.")},
    )  # fmt: skip
    with_whom = forms.CharField(
        label=_("Avec qui"), max_length=120, required=False, help_text=_("Un collègue, un organisme")
    )

    def clean_duration(self) -> int:
        minutes = read_minutes(self.cleaned_data["duration"])
        if minutes is None:
            raise ValidationError(
                gettext(
                    "Nous n’avons pas compris cette durée. Écrivez par exemple 1\u00a0h\u00a030, 1,5 ou 90\u00a0min."
                )
            )
        return minutes


class NoteForm(forms.Form):
    """A note, and which one its writer had before her."""

    text = forms.CharField(
        label=_("Ce que l’équipe doit savoir"), required=False, max_length=MOST_SIGNS,
        help_text=_("Comment faire ici, qui appeler. Jamais le nom d’un habitant. Vide : la note est retirée."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": _("Cette note est trop longue : gardez l’essentiel, en 2\u00a0000 signes au plus.")},
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> object:
        """None: there was no note; what is not a moment is as good as none."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None
