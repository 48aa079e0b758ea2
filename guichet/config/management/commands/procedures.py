"""`guichet procedures`: load the catalogue's files again after an update of the program."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.catalogue.actions import load_procedures
from guichet.catalogue.models import LocalSheet
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal


class Command(BaseCommand):
    help = "Load or update the catalogue of procedures; what the towns wrote beside it is never overwritten."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_procedures(by=SYSTEM)
        except Refusal as no:
            raise CommandError(no.sentence) from no
        self.stdout.write(
            ngettext("%(n)s démarche dans le catalogue.", "%(n)s démarches dans le catalogue.", loaded.total)
            % {"n": loaded.total}
        )
        for title, slugs in ((_("Nouvelles"), loaded.added), (_("Changées"), loaded.changed)):
            if slugs:
                self.stdout.write(f"{title}\N{NO-BREAK SPACE}: {', '.join(slugs)}")
        beside = [local for local in LocalSheet.objects.select_related("procedure", "body") if local.moves]
        for local in beside:
            self.stdout.write(
                _("À relire, la fiche nationale a changé\N{NO-BREAK SPACE}: %(procedure)s (%(body)s)")
                % {"procedure": local.procedure.short_title, "body": local.body.short_name}
            )
