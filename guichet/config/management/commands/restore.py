"""`guichet restore FILE`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from guichet.config.backup import BackupRefused, migrations_of_code, restore_backup
from guichet.config.dumps import DumpFailed
from guichet.config.lock import InUse, alone
from guichet.config.progress import Progress
from guichet.config.swap import Interrupted


class Command(BaseCommand):
    help = "Put a backup in the place of this instance, once it was verified whole."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="even when this instance holds data: they are lost")

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        if not file.exists():
            sys.exit(_("%(file)s n’existe pas.") % {"file": file})
        progress = Progress(sys.stderr)
        try:
            with alone():
                manifest = restore_backup(file, progress, replace=replace)
        except (InUse, BackupRefused, Interrupted) as refused:
            sys.exit(str(refused))
        except (OSError, DumpFailed) as error:
            sys.exit(_("La restauration s’est arrêtée : %(error)s\nTout est comme avant elle.") % {"error": error})
        finally:
            progress.end()
        self.stdout.write(
            _("Restauré : %(cases)s dossiers, %(files)s fichiers, sauvegardés le %(made_at)s par Guichet %(version)s.")
            % {**manifest.counts, "made_at": manifest.made_at, "version": manifest.version}
        )
        if migrations_of_code() - set(manifest.migrations):
            self.stdout.write(_("Cette sauvegarde est plus ancienne que le programme : lancez « guichet migrate »."))
