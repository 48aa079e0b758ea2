"""In Wagtail's admin: what the national sheets leave to check, the town's own words, the online requests."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from guichet.catalogue.actions import close_offer, drop_local_sheet, offer_procedure, write_local_sheet
from guichet.catalogue.models import LocalSheet, Offer, Procedure
from guichet.communes.admin import BodyPolicy, OwnDelete, OwnEdit, OwnRowsForm, OwnRowsViewSet, edited_bodies
from guichet.kit.actor import Actor, ActorKind


class OfferForm(OwnRowsForm):
    class Meta:
        model = Offer
        fields = ("department", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = self.instance.body.departments.all()

    def write(self, data: dict[str, Any]) -> Offer:
        offer = Offer.objects.get(pk=self.instance.pk)
        by = self.actor(offer.body)
        kept = offer_procedure(
            offer.procedure, body=offer.body, department=data["department"], case_type=offer.case_type, by=by
        )
        if not data["is_open"]:
            close_offer(kept, by=by)
        return kept


class OfferViewSet(OwnRowsViewSet):
    """Offers are opened with the case types that serve them; here one closes them, or moves them to a department."""

    model = Offer
    allowed = frozenset({"change"})
    form_class = OfferForm
    icon = "form"
    menu_label = _("Démarches en ligne")
    name = "demarches-en-ligne"
    list_display = ("procedure", "body", "department", "is_open")


class LocalSheetForm(OwnRowsForm):
    class Meta:
        model = LocalSheet
        fields = ("body", "procedure", "where", "when", "whom", "price", "note", "is_hidden")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].disabled = self.instance.pk is not None

    def write(self, data: dict[str, Any]) -> LocalSheet:
        body, procedure = data["body"], data["procedure"]
        words = {name: data[name] for name in self.Meta.fields if name not in {"body", "procedure"}}
        return write_local_sheet(procedure, words, body=body, by=self.actor(body))


class AddLocalSheet(generic.CreateView):
    """The list of procedures leads here with the one to adapt."""

    def get_initial(self) -> dict[str, Any]:
        return {"procedure": self.request.GET.get("procedure")}


class DropLocalSheet(OwnDelete):
    def delete_action(self) -> None:
        with transaction.atomic():
            drop_local_sheet(self.object, by=Actor(ActorKind.AGENT, self.request.user.pk, self.object.body_id))


class LocalSheetViewSet(OwnRowsViewSet):
    """Saving again says that the differences were read: they are counted from then on."""

    model = LocalSheet
    form_class = LocalSheetForm
    add_view_class = AddLocalSheet
    edit_view_class = OwnEdit
    edit_template_name = "catalogue/admin/local_sheet.html"
    delete_view_class = DropLocalSheet
    icon = "edit"
    menu_label = _("Fiches adaptées")
    name = "fiches-adaptees"
    list_display = (
        "procedure",
        "body",
        "is_hidden",
        Column("moves", label=_("Changé au niveau national"), accessor=lambda local: len(local.moves) or ""),
    )


class _EveryEditor(BodyPolicy):
    """The national sheets belong to nobody here: every editor reads them, none writes them."""

    def rows(self, user: Any) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = Procedure.objects.order_by("short_title")
        return rows if edited_bodies(user).exists() else rows.none()


class ProcedureViewSet(OwnRowsViewSet):
    """The national sheets, with what is not sure enough to be told to residents; a title leads to the town's words."""

    model = Procedure
    allowed: ClassVar[frozenset[str]] = frozenset({"view"})
    form_class = OwnRowsForm
    form_fields = ()
    icon = "list-ul"
    menu_label = _("Démarches à vérifier")
    name = "demarches"
    list_display = (
        TitleColumn(
            "short_title",
            label=_("Démarche"),
            get_url=lambda procedure: f"{reverse('fiches-adaptees:add')}?procedure={procedure.pk}",
        ),
        Column("to_check", label=_("À vérifier"), accessor=lambda procedure: " ".join(procedure.sheet.to_check)),
        "checked_on",
        "source",
    )

    @property
    def permission_policy(self) -> BodyPolicy:
        return _EveryEditor(self.model, self.body_path, self.allowed)


viewsets = [ProcedureViewSet(), LocalSheetViewSet(), OfferViewSet()]
