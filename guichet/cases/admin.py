"""In Wagtail's admin: where a body sends each subject of its requests."""

from typing import Any, ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn

from guichet.cases.actions import set_routing
from guichet.cases.models import Routing
from guichet.cases.types import CASE_TYPES
from guichet.communes.admin import OwnRowsForm, OwnRowsViewSet
from guichet.communes.models import Body, Department


def subject_words(routing: Routing) -> str:
    """The subject as its editor knows it: "Problème dans la rue : éclairage"."""
    kind = CASE_TYPES[routing.case_type]
    label = dict(kind.routes).get(routing.key, routing.key)
    return f"{gettext(kind.title)} : {gettext(label)}"


class RoutingForm(OwnRowsForm):
    class Meta:
        model = Routing
        fields = ("department",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.instance.body
        near = Q(body=body) | Q(body=body.member_of_id) | Q(body__kind=Body.Kind.OUTSIDE)
        self.fields["department"].queryset = Department.objects.filter(near).select_related("body")
        self.fields["department"].help_text = _("Un service de la collectivité, ou d’un autre organisme compétent.")

    def write(self, data: dict[str, Any]) -> Routing:
        known = Routing.objects.select_related("body").get(pk=self.instance.pk)
        return set_routing(
            body=known.body,
            case_type=known.case_type,
            key=known.key,
            department=data["department"],
            by=self.actor(known.body),
        )


class RoutingViewSet(OwnRowsViewSet):
    """One row for each subject, made with the requests themselves; an editor moves it to a department."""

    model = Routing
    allowed: ClassVar[frozenset[str]] = frozenset({"change"})
    form_class = RoutingForm
    icon = "arrow-right"
    menu_label = _("Aiguillage des demandes")
    name = "aiguillage"
    list_display = (
        TitleColumn(
            "subject",
            label=_("Sujet"),
            accessor=subject_words,
            get_url=lambda routing: reverse("aiguillage:edit", args=[routing.pk]),
        ),
        "department",
        "body",
    )


viewsets = [RoutingViewSet()]
