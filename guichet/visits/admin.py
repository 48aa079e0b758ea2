"""In Wagtail's admin: whether a town's counter keeps a line."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from guichet.communes.admin import OwnRowsForm, OwnRowsViewSet
from guichet.visits.actions import check_line, keep_line
from guichet.visits.models import Line


class LineForm(OwnRowsForm):
    class Meta:
        model = Line
        fields = ("body", "is_kept")

    def validate_unique(self) -> None:
        """A body said twice is the same line: the action finds its row."""

    def check_rules(self, data: dict[str, Any]) -> None:
        check_line(data["body"], is_kept=data["is_kept"])

    def write(self, data: dict[str, Any]) -> Line:
        return keep_line(data["body"], is_kept=data["is_kept"], by=self.actor(data["body"]))


class LineViewSet(OwnRowsViewSet):
    model = Line
    allowed: ClassVar[frozenset[str]] = frozenset({"add", "change"})
    form_class = LineForm
    icon = "list-ol"
    menu_label = _("File d’attente")
    name = "file-attente"
    list_display = ("body", "is_kept")


viewsets = [LineViewSet()]
