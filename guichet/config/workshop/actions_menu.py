"""What an editor may do with a page, beside writing it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import SubmitForModerationMenuItem


class AskToRead(SubmitForModerationMenuItem):
    """In our words: Wagtail's name the workflow, of which a village knows nothing."""

    label = _("Donner à relire")

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"label": self.label}
