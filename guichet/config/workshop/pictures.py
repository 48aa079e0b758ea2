"""The form of a picture: what it shows is said, and no word is shared with the other bodies."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Tags are one list for the whole instance: Wagtail proposes to each what the others wrote.
        self.fields.pop("tags", None)
        if "description" in self.fields:
            self.fields["description"].label = _("Ce qu’elle montre")
            self.fields["description"].help_text = _(
                "Lu à voix haute à qui ne voit pas l’image : « La salle des fêtes, vue de la rue ». "
                "Proposé chaque fois que vous la placez dans une page."
            )
