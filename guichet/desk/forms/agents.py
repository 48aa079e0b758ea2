"""What an administrator types about the agents of her body."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.communes.models import Body, Department


class RoleForm(forms.Form):
    """A role of this body, in one department or in all."""

    kind = forms.ChoiceField(label=_("Rôle"), choices=Role.KINDS, error_messages={"required": _("Choisissez un rôle.")})
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Service"), required=False,
        help_text=_("Sans service, la personne voit les dossiers de toute la collectivité."),
    )  # fmt: skip

    def __init__(self, body: Body, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.filter(body=body).order_by("name")
        choices = [(department.pk, department.name) for department in departments]
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments
        field.choices = [("", _("Tous les services")), *choices]

    @property
    def role_kind(self) -> RoleKind:
        return RoleKind(self.cleaned_data["kind"])


class AccountForm(RoleForm):
    """A new agent with her first role."""

    first_name = forms.CharField(label=_("Prénom"), max_length=60, error_messages={"required": _("Écrivez le prénom.")})
    last_name = forms.CharField(label=_("Nom"), max_length=60, error_messages={"required": _("Écrivez le nom.")})
    login = forms.CharField(
        label=_("Identifiant"), max_length=60,
        help_text=_("Pour se connecter : prénom et nom sans accent, par exemple sophie.martin"),
        error_messages={"required": _("Écrivez un identifiant, par exemple sophie.martin.")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Qualité"), max_length=80, required=False, help_text=_("Par exemple : instructrice, service déchets")
    )
    email = forms.EmailField(
        label=_("Adresse e-mail"), required=False,
        error_messages={"invalid": _("Cette adresse n’est pas complète. Elle s’écrit comme sophie@mairie.fr.")},
    )  # fmt: skip

    field_order = ("first_name", "last_name", "login", "title", "email", "kind", "department")
