"""What an agent scans and types when an identity paper arrives."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.accounts.actions import Contact
from guichet.cases.types import readers
from guichet.desk.forms.home_visits import two_names
from guichet.kit.refusal import Refusal
from guichet.notifications.actions import available_channels
from guichet.notifications.rules import Channel, phone_number, receives_sms
from guichet.visits.models import IdentityPaper


class ArrivalForm(forms.Form):
    """The number first: a scanner types it, then Enter. One field says how to tell the person, by what she gave."""

    number = forms.CharField(
        label=gettext_lazy("Numéro de la demande"),
        max_length=40,
        help_text=gettext_lazy("Scannez-le, ou tapez ses dix lettres et chiffres."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy(
                "Scannez ou tapez le numéro de la demande\N{NO-BREAK SPACE}: il est sur le bordereau."
            )
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Titre"),
        choices=[(value, capfirst(words)) for value, words in IdentityPaper.Kind.choices],
        initial=IdentityPaper.Kind.CARD,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Dites si c’est une carte ou un passeport."),
            "invalid_choice": gettext_lazy("Dites si c’est une carte ou un passeport."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Prénom et nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Écrivez le prénom et le nom de la personne.")},
    )
    reach = forms.CharField(
        label=gettext_lazy("Comment la prévenir"),
        max_length=200,
        help_text=gettext_lazy(
            "Comme elle l’a choisi\N{NO-BREAK SPACE}: un numéro de portable pour un SMS, une adresse e-mail, ou une adresse pour une lettre."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Écrivez un portable, une adresse e-mail ou une adresse postale.")},
    )

    @property
    def has_number_alone(self) -> bool:
        """A scanner just typed the number, and nothing else is said yet."""
        return bool(self.data.get("number", "").strip()) and not (self.data.get("name") or self.data.get("reach"))

    def clean_reach(self) -> dict[str, str]:
        """One contact point, of the channel that what was typed belongs to."""
        typed = self.cleaned_data["reach"]
        try:
            found = _email(typed) if "@" in typed else _mobile(typed) or _address(typed)
        except Refusal as no:
            raise forms.ValidationError(no.sentence) from no
        return found

    @property
    def contact(self) -> Contact:
        reach: dict[str, Any] = self.cleaned_data["reach"]
        first_name, last_name = two_names(self.cleaned_data["name"])
        return Contact(first_name, last_name, **reach)


def _email(typed: str) -> dict[str, str]:
    address = readers.email(typed)
    if Channel.EMAIL not in available_channels():
        raise Refusal("no-email", _("La mairie n’envoie pas d’e-mail. Demandez une adresse postale."))
    return {"email": address}


def _mobile(typed: str) -> dict[str, str] | None:
    number = phone_number(typed)
    if number is None:
        return None
    if not receives_sms(number):
        raise Refusal(
            "fixed-line",
            _(
                "C’est un téléphone fixe\N{NO-BREAK SPACE}: il ne reçoit pas de SMS. Demandez un portable, un e-mail ou une adresse."
            ),
        )
    if Channel.SMS not in available_channels():
        raise Refusal("no-sms", _("La mairie n’envoie pas de SMS. Demandez un e-mail ou une adresse postale."))
    return {"phone": readers.phone(typed)}


def _address(typed: str) -> dict[str, str]:
    parts = readers.address_parts(typed)
    if parts is None:
        raise Refusal(
            "no-way",
            _(
                "Ce n’est ni un portable, ni un e-mail, ni une adresse entière. Une adresse s’écrit comme 3 rue de la Gare, 59610 Fourmies."
            ),
        )
    street, postcode, city = parts
    return {"street": street[:200], "postcode": postcode, "city": city[:60]}
