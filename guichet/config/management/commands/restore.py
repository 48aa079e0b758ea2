"""`guichet restore FILE`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from guichet.config.backup import BackupRefused, migrations_of_code, restore_backup
from guichet.config.dumps import DumpFailed
from guichet.config.lock import InUse, alone
from guichet.config.progress import Progress


class Command(BaseCommand):
    help = "Put a backup in the place of this instance, once it was verified whole."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="even when this instance holds data: they are lost")

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        progress = Progress(sys.stderr)
        try:
            with alone():
                manifest = restore_backup(file, progress, replace=replace)
        except (InUse, BackupRefused, DumpFailed) as refused:
            sys.exit(str(refused))
        except FileNotFoundError:
            sys.exit(f"{file} n’existe pas.")
        finally:
            progress.end()
        counts = manifest.counts
        self.stdout.write(
            f"Restauré : {counts['cases']} dossiers, {counts['files']} fichiers, sauvegardés le {manifest.made_at} "
            f"par Guichet {manifest.version}."
        )
        if migrations_of_code() - set(manifest.migrations):
            self.stdout.write("Cette sauvegarde est plus ancienne que le programme : lancez « guichet migrate ».")
