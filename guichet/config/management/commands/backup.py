"""`guichet backup FILE`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from guichet.config.backup import write_backup
from guichet.config.dumps import DumpFailed
from guichet.config.progress import Progress


class Command(BaseCommand):
    help = "Write the whole instance (database, files, key) to one file, while people go on working."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="replaced only once the new one is complete")

    def handle(self, *, file: Path, **options: Any) -> None:
        progress = Progress(sys.stderr)
        try:
            manifest = write_backup(file, progress)
        except (OSError, DumpFailed) as error:
            sys.exit(_("La sauvegarde n’a pas été faite : %(error)s") % {"error": error})
        finally:
            progress.end()
        self.stdout.write(
            _(
                "%(file)s : %(cases)s dossiers, %(files)s fichiers, %(size)s Mo. Cette sauvegarde contient la clé de l’instance : gardez-la en lieu sûr."
            )
            % {**manifest.counts, "file": file, "size": file.stat().st_size // 1_000_000}
        )
        if manifest.missing:
            sys.exit(
                _("Attention : %(n)s fichiers inscrits dans la base manquent sur le disque.")
                % {"n": len(manifest.missing)}
            )
