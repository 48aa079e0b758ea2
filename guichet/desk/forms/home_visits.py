"""What an agent types about home visits: who is to be seen, and the round that goes there."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.accounts.actions import Contact
from guichet.accounts.models import Account, Person, Role
from guichet.accounts.rules import RIGHTS, Right
from guichet.cases.types import readers
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.desk.cabinet import procedures_of
from guichet.kit.refusal import Refusal
from guichet.visits.actions import Wish
from guichet.visits.models import HomeVisit

MOST_PROCEDURES = 3
LARGEST_ID = 2**63 - 1


class HomeVisitForm(forms.Form):
    """Somebody is to be seen at home: a person known here, or one whose name and address are typed."""

    page = forms.UUIDField(widget=forms.HiddenInput)
    personne = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label=gettext_lazy("Prénom et nom"),
        max_length=120,
        error_messages={"required": gettext_lazy("Écrivez le prénom et le nom de la personne à voir.")},
    )
    phone = forms.CharField(label=gettext_lazy("Son téléphone"), max_length=30, required=False)
    address = forms.CharField(
        label=gettext_lazy("Numéro et rue"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Dans une autre commune, ajoutez le code postal et la commune."),
    )
    place = forms.CharField(
        label=gettext_lazy("Pour trouver la porte"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Par exemple Résidence Les Ormes, chambre 12"),
    )
    suits = forms.CharField(label=gettext_lazy("Quand cela convient"), max_length=60, required=False)
    asked_by = forms.ChoiceField(
        label=gettext_lazy("La visite est demandée par"),
        choices=[(value, capfirst(words)) for value, words in HomeVisit.AskedBy.choices],
        initial=HomeVisit.AskedBy.PERSON,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Dites qui demande la visite."),
            "invalid_choice": gettext_lazy("Dites qui demande la visite."),
        },
    )
    asker = forms.CharField(
        label=gettext_lazy("Qui appeler"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Pour un proche : son nom et son téléphone"),
    )
    why = forms.CharField(
        label=gettext_lazy("En quelques mots"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, body: Body, *args: Any, known: Callable[[int], Person | None], **kwargs: Any) -> None:
        """`known` gives the person of an id, when the agent may know her."""
        super().__init__(*args, **kwargs)
        self.body = body
        self._known = known
        choices = [("", "")] + [
            (slug, title)
            for slug, title in procedures_of(body).order_by("short_title").values_list("slug", "short_title")
        ]
        labels = (_("Démarche"), _("Et aussi"), _("Et encore"))
        for place, label in enumerate(labels[:MOST_PROCEDURES], start=1):
            self.fields[f"procedure_{place}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                error_messages={"invalid_choice": _("Cette démarche n’est plus proposée. Choisissez-en une autre.")},
            )

    def clean_phone(self) -> str:
        try:
            return readers.phone(self.cleaned_data["phone"])
        except Refusal as no:
            raise forms.ValidationError(no.sentence) from no

    def clean(self) -> dict[str, Any]:
        """A place to go, somebody to call, something to do; each missing thing is said beside its field."""
        data: dict[str, Any] = super().clean() or {}
        if self.person is None and not data.get("address") and not data.get("place"):
            self.add_error("address", _("Dites où aller : une rue et un numéro, ou le nom de la résidence."))
        if data.get("asked_by") == HomeVisit.AskedBy.FAMILY and not data.get("asker"):
            self.add_error("asker", _("Écrivez le nom du proche et son téléphone : c’est lui que nous rappelons."))
        if not data.get("why") and not self.slugs:
            self.add_error(
                "why", _("Dites pour quoi faire, ou choisissez une démarche : nous apportons les bons papiers.")
            )
        return data

    @property
    def person(self) -> Person | None:
        """The person chosen among those known, while her name is still the one in the field."""
        chosen = self.cleaned_data.get("personne")
        person = self._known(chosen) if chosen else None
        return person if person and str(person) == self.cleaned_data.get("name") else None

    @property
    def slugs(self) -> list[str]:
        chosen = (self.cleaned_data.get(f"procedure_{place}", "") for place in range(1, MOST_PROCEDURES + 1))
        return list(dict.fromkeys(slug for slug in chosen if slug))

    @property
    def procedures(self) -> list[Procedure]:
        return list(procedures_of(self.body).filter(slug__in=self.slugs))

    @property
    def who(self) -> Person | Contact:
        if self.person:
            return self.person
        said = self.cleaned_data
        first_name, last_name = two_names(said["name"])
        street, postcode, city = readers.address_parts(said["address"]) or (
            said["address"], self.body.postcode, self.body.city,
        )  # fmt: skip
        return Contact(first_name, last_name, phone=said["phone"], street=street, postcode=postcode[:5], city=city[:60])

    @property
    def wish(self) -> Wish:
        """What a known person's own address does not say is told with what helps to find the door."""
        said = self.cleaned_data
        beside = (said["place"], said["address"], said["phone"]) if self.person else (said["place"],)
        return Wish(
            asked_by=HomeVisit.AskedBy(said["asked_by"]),
            asker=said["asker"],
            why=said["why"],
            place=", ".join(filter(None, beside)),
            suits=said["suits"],
        )


class RoundForm(forms.Form):
    """Where the round goes, when, and who goes."""

    place = forms.CharField(
        label=gettext_lazy("Lieu"),
        max_length=120,
        help_text=gettext_lazy("Résidence Les Ormes, ou Village"),
        error_messages={"required": gettext_lazy("Écrivez où va la tournée.")},
    )
    on = forms.DateField(
        label=gettext_lazy("Jour"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choisissez le jour de la tournée."),
            "invalid": gettext_lazy("Ce jour n’existe pas. Il s’écrit comme 08/12/2026."),
        },
    )
    starts_at = forms.TimeField(
        label=gettext_lazy("Heure de départ"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Choisissez l’heure de départ."),
            "invalid": gettext_lazy("Cette heure n’existe pas. Elle s’écrit comme 09:30."),
        },
    )
    agent = forms.ModelChoiceField(
        Account.objects.none(),
        label=gettext_lazy("Agent"),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choisissez l’agent."),
            "invalid_choice": gettext_lazy("Cet agent ne travaille plus ici. Choisissez-en un autre."),
        },
    )

    def __init__(self, role: Role, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agents_of(role.body)
        field.initial = role.account_id


def agents_of(body: Body) -> Any:
    """Those who receive people for this body, by name."""
    kinds = [kind.value for kind, rights in RIGHTS.items() if Right.RECEIVE_PEOPLE in rights]
    held = Role.objects.in_force().filter(body=body, kind__in=kinds)
    return Account.objects.filter(pk__in=held.values("account")).order_by("first_name", "last_name", "pk")


def two_names(typed: str) -> tuple[str, str]:
    """First and last name of somebody told in one go: the first word, then the others; one word alone is the last name."""
    first, _space, last = " ".join(typed.split()).partition(" ")
    return (first[:80], last[:80]) if last else ("", first[:80])
