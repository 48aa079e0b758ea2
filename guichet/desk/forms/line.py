"""What the page of the line sends: which ticket, and what the agent saw when she called."""

from django import forms
from django.http import QueryDict

from guichet.visits.models import Visit
from guichet.visits.rules import Priority

MOST_SEEN = 10


class TicketForm(forms.Form):
    """One ticket for each drawing of the page; a priority is the button that was pressed."""

    page = forms.UUIDField()
    priorite = forms.ChoiceField(choices=Visit.PRIORITIES, required=False)

    @property
    def priority(self) -> Priority:
        return Priority(self.cleaned_data["priorite"])


def held_as_shown(data: QueryDict) -> set[int]:
    """The visits that the agent held on the page where she pressed "call"."""
    told = data.getlist("tenue")[:MOST_SEEN]
    return {int(pk) for pk in told if pk.isascii() and pk.isdigit() and len(pk) < 19}
