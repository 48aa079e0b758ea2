"""`guichet backup FILE`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

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
            sys.exit(f"La sauvegarde n’a pas été faite : {error}")
        finally:
            progress.end()
        counts = manifest.counts
        self.stdout.write(
            f"{file} : {counts['cases']} dossiers, {counts['files']} fichiers, {file.stat().st_size // 1_000_000} Mo. "
            "Cette sauvegarde contient la clé de l’instance : gardez-la en lieu sûr."
        )
        if manifest.missing:
            sys.exit(f"Attention : {len(manifest.missing)} fichiers inscrits dans la base manquent sur le disque.")
