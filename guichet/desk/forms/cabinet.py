"""What an agent types at the forms cabinet."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_SHEETS = 9999


class PageForm(forms.Form):
    """From which page papers are handed out: each drawing of it has a name of its own."""

    page = forms.UUIDField()


class RestockForm(forms.Form):
    """How many paper forms the drawer holds."""

    stock = forms.IntegerField(min_value=0, max_value=MOST_SHEETS)

    @property
    def sentence(self) -> str:
        told = _("Tapez combien de feuilles il y a dans le tiroir : un nombre de 0 à %(most)s.")
        return str(told) % {"most": MOST_SHEETS}
