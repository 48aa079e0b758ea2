"""What an agent types about a case. Forms read; the actions judge."""

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.cases.models import Case, Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ActForm(forms.Form):
    """Every act says which version of the case the agent had under her eyes."""

    incomplete: "ClassVar[StrOrPromise]" = _(
        "Cette page n’est pas complète. Rechargez-la et recommencez : rien n’a été changé."
    )

    version = forms.IntegerField(min_value=0)

    @property
    def seen_version(self) -> int:
        return int(self.cleaned_data["version"])

    def typed(self, name: str) -> str:
        """What was typed in a field, to show it again."""
        return str(self.data.get(name, ""))


class WriteForm(ActForm):
    """A message to the person, a paper asked of her, or a note between colleagues."""

    VOICES = (Entry.Kind.MESSAGE, Entry.Kind.PAPER, Entry.Kind.NOTE)

    voice = forms.ChoiceField(choices=[(voice.value, voice.label) for voice in VOICES])
    text = forms.CharField(required=False, strip=False)


class DocumentForm(ActForm):
    """The words of a paper, read over."""

    title = forms.CharField(required=False, strip=False)
    text = forms.CharField(required=False, strip=False)


class PaperForm(ActForm):
    """What came to the counter or by post, in a few words or none."""

    text = forms.CharField(required=False, strip=False)


class ReopenForm(ActForm):
    text = forms.CharField(required=False, strip=False)


class DecideForm(ActForm):
    """An outcome of the case's type, and its words: each outcome has a field of its own, so that nothing typed mixes."""

    outcome = forms.CharField(required=False)

    def __init__(self, case: Case, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        for outcome in case.kind.outcomes:
            self.fields[text_field(outcome.slug)] = forms.CharField(required=False, strip=False)

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get(text_field(self.cleaned_data["outcome"]), ""))


def text_field(outcome: str) -> str:
    """The name of the field that holds the words of this outcome."""
    return f"text-{outcome}"


class HandOverForm(ActForm):
    """To whom: "4" is the whole department 4, "4:12" the account 12 in it; `text` is the reason told when it is
    another body's.
    """

    incomplete = _("Choisissez à qui vous transmettez le dossier : un service ou une personne.")
    unexplained = _("Dites pourquoi cet autre organisme est compétent : la personne le lira.")

    text = forms.CharField(required=False, strip=False)
    to = forms.RegexField(regex=r"^\d{1,9}(:\d{1,9})?$")

    @property
    def department_id(self) -> int:
        return int(self.cleaned_data["to"].partition(":")[0])

    @property
    def colleague_id(self) -> int | None:
        colleague = self.cleaned_data["to"].partition(":")[2]
        return int(colleague) if colleague else None
