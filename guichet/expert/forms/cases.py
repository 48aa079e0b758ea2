"""What a department without accounts types about its case. Forms read; the actions judge."""

from django import forms
from django.utils.translation import gettext as _

from guichet.cases.models import Case, Entry
from guichet.kit.refusal import Refusal


class ActForm(forms.Form):
    """Every act says which version of the case the visitor had under her eyes."""

    version = forms.IntegerField(min_value=0)
    text = forms.CharField(required=False, strip=False)

    @property
    def seen_version(self) -> int:
        return int(self.cleaned_data["version"])

    @property
    def text_typed(self) -> str:
        return str(self.cleaned_data.get("text", ""))

    def typed(self, name: str) -> str:
        """What was typed in a field, to show it again."""
        return str(self.data.get(name, ""))

    def check(self) -> None:
        if not self.is_valid():
            raise Refusal(
                "form", _("Cette page n’est pas complète. Rechargez-la et recommencez : rien n’a été changé.")
            )


class WriteForm(ActForm):
    """A message to the person, or a paper asked of her."""

    VOICES = (Entry.Kind.MESSAGE, Entry.Kind.PAPER)

    voice = forms.ChoiceField(choices=[(voice.value, voice.label) for voice in VOICES])


class GiveBackForm(ActForm):
    """Why the case is not for them."""


class DecideForm(ActForm):
    """An outcome of the case's type, and its words: each outcome has a field of its own, so that nothing typed mixes."""

    outcome = forms.CharField(required=False)

    def __init__(self, case: Case, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        for outcome in case.kind.outcomes:
            self.fields[text_field(outcome.slug)] = forms.CharField(required=False, strip=False)

    @property
    def text_typed(self) -> str:
        return str(self.cleaned_data.get(text_field(self.cleaned_data["outcome"]), ""))


def text_field(outcome: str) -> str:
    """The name of the field that holds the words of this outcome."""
    return f"text-{outcome}"
