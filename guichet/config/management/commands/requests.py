"""`guichet requests`: make ready what a new version brings to the towns that were open before it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.cases.actions import Prepared, prepare_requests
from guichet.cases.types import CASE_TYPES
from guichet.catalogue.actions import load_procedures
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.kit.actor import SYSTEM


class Command(BaseCommand):
    help = "Offer, closed, the online requests that each body lacks, and route their subjects. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {slug for kind in CASE_TYPES.values() for slug in kind.procedures}
        if Procedure.objects.filter(slug__in=wanted).count() < len(wanted):
            load_procedures(by=SYSTEM)
        made = {
            body.short_name: prepare_requests(body, by=SYSTEM) for body in Body.objects.with_portal().order_by("pk")
        }
        for name, prepared in made.items():
            self.stdout.write(f"{name}\N{NO-BREAK SPACE}: {_in_words(prepared)}")
        if any(prepared.offers for prepared in made.values()):
            self.stdout.write(
                _("Réglez d’abord « Aiguillage des demandes » dans /cms/, puis ouvrez-les dans « Démarches en ligne ».")
            )


def _in_words(prepared: Prepared) -> str:
    offers, routes = len(prepared.offers), len(prepared.routes)
    if not offers and not routes:
        return _("rien à ajouter.")
    parts = []
    if offers:
        titles = ", ".join(offer.procedure.short_title for offer in prepared.offers)
        parts.append(
            ngettext(
                "%(n)s démarche prête, fermée (%(titles)s)", "%(n)s démarches prêtes, fermées (%(titles)s)", offers
            )
            % {"n": offers, "titles": titles}
        )
    if routes:
        parts.append(ngettext("%(n)s sujet aiguillé", "%(n)s sujets aiguillés", routes) % {"n": routes})
    return f"{', '.join(parts)}."
