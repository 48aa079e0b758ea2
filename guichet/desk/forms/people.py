"""Which other person, or which merge, an agent speaks of."""

from django import forms


class OtherForm(forms.Form):
    other = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class MergeForm(forms.Form):
    merge = forms.IntegerField(min_value=1, max_value=2**63 - 1)
