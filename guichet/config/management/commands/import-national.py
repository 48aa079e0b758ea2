"""`guichet import-national FILE|URL`: the State's sheets, all or those that changed."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.config.progress import Progress
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from guichet.national.actions import Imported, import_archive

MOST_TOLD = 20


class Command(BaseCommand):
    help = "Import the State's sheets from its archive (co-marquage DILA). Only what changed is read; safe to stop and rerun."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", help="the zip, or the address that gives it (…/part/zip/vosdroits-latest.zip)")
        parser.add_argument(
            "--from", dest="address", default="", help="where this file was downloaded, told under each sheet"
        )
        parser.add_argument(
            "--replace-all",
            action="store_true",
            help="even when it withdraws more than 30 %% of the sheets shown: another public's archive, or one that was cut",
        )

    def handle(self, *, archive: str, address: str, replace_all: bool, **options: Any) -> None:
        progress = Progress(sys.stderr)
        try:
            imported = import_archive(archive, by=SYSTEM, progress=progress, address=address, replace_all=replace_all)
        except Refusal as no:
            raise CommandError(no.sentence) from no
        except KeyboardInterrupt:
            raise CommandError(
                _("Arrêté. Rien n’a été changé ; relancez la commande, elle reprendra ce qu’elle avait lu.")
            ) from None
        finally:
            progress.end()
        for line in _in_words(imported):
            self.stdout.write(line)


def _in_words(imported: Imported) -> list[str]:
    told = [
        _("Fiches nationales : %(total)s. Nouvelles : %(added)s, changées : %(changed)s, retirées : %(withdrawn)s.")
        % {
            "total": imported.total,
            "added": imported.added,
            "changed": imported.changed,
            "withdrawn": imported.withdrawn,
        }
    ]
    if imported.broken:
        told.append(
            ngettext(
                "%(n)s fichier illisible a été laissé de côté :",
                "%(n)s fichiers illisibles ont été laissés de côté :",
                len(imported.broken),
            )
            % {"n": len(imported.broken)}
        )
        told += [f"  {number}.xml ({why})" for number, why in imported.broken[:MOST_TOLD]]
    if imported.unknown:
        names = ", ".join(f"{name} ({count})" for name, count in list(imported.unknown.items())[:MOST_TOLD])
        told.append(
            _("Éléments que le programme ne connaît pas, montrés comme du texte : %(names)s.") % {"names": names}
        )
    return told
