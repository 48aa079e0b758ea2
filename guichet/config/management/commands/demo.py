"""`guichet demo`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guichet.communes.models import Body
from guichet.config import demonstration
from guichet.config.management.commands.init import update_database


class Command(BaseCommand):
    help = "Build the demonstration, once: three bodies, agents of every role, requests in every state."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        update_database()
        if not demonstration.is_built():
            _refuse_a_database_in_use()
            self.stdout.write(_("Démonstration… "), ending="")
            self.stdout.flush()
            demonstration.mark()
            demonstration.build()
            self.stdout.write(_("prête"))


def _refuse_a_database_in_use() -> None:
    if not Body.objects.exists():
        return
    if demonstration.is_marked():
        raise CommandError(
            _("La démonstration a été interrompue pendant sa construction. Effacez le dossier %(data)s, puis relancez.")
            % {"data": settings.DATA}
        )
    raise CommandError(
        _(
            "Cette base est celle d’une vraie commune : la démonstration n’y entre pas. Donnez-lui un autre dossier avec GUICHET_DATA."
        )
    )
