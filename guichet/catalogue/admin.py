"""Which online requests are open, and in which department they land."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guichet.catalogue.actions import close_offer, offer_procedure
from guichet.catalogue.models import Offer
from guichet.communes.admin import OwnRowsForm, OwnRowsViewSet


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


viewsets = [OfferViewSet()]
