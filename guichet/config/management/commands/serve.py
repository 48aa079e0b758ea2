"""`guichet serve`."""

import socket
import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from guichet.communes.models import Body
from guichet.config import serving, static
from guichet.config.lock import InUse, at_work
from guichet.config.swap import Interrupted, refuse_unfinished
from guichet.journal.tasks import refresh_statistics
from guichet.kit.dates import now, paris_date


class Command(BaseCommand):
    help = "Serve the pages, the live news and the worker. Stop with Ctrl-C; what was acknowledged is kept."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.GUICHET_PORT, help="pages; live news use the next one")
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")
        parser.add_argument("--workers", type=int, default=2, help="page processes: as many as the machine has cores")

    def handle(self, *, port: int, host: str, workers: int, **options: Any) -> None:
        try:
            pages, live = serving.open_port(host, port), serving.open_port(host, port + 1)
            with at_work():
                refuse_unfinished()
                self._refuse_old_database()
                # Addresses written in pages and letters must be those that answer.
                settings.GUICHET_PORT = port
                self._prepare()
                serving.preload()
                self._announce(port)
                connections.close_all()
                serving.Parent(_children(pages, live, workers)).watch()
        except (serving.Refused, InUse, Interrupted) as refused:
            sys.exit(str(refused))

    def _refuse_old_database(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise serving.Refused(
                _("La base de données n’est pas à jour : lancez « guichet migrate », puis relancez la même commande.")
            )

    def _prepare(self) -> None:
        gather_missing_statistics()
        if not static.is_gathered():
            self.stdout.write(_("Fichiers de l’interface… "), ending="")
            self.stdout.flush()
            static.gather()
            self.stdout.write(_("prêts"))

    def _announce(self, port: int) -> None:
        if settings.DEMONSTRATION:
            from guichet.config.demonstration import welcome  # a real town never loads the invented one

            self.stdout.write(welcome())
        else:
            for body in Body.objects.with_portal().order_by("-kind", "name"):
                addresses = {"body": body.short_name, "url": body.url}
                self.stdout.write(_("%(body)s : portail %(url)s/, guichet %(url)s/guichet/") % addresses)
        self.stdout.write(_("Guichet répond sur le port %(port)s. Pour arrêter : Ctrl-C.") % {"port": port})
        self.stdout.flush()


def gather_missing_statistics() -> None:
    """SQLite has none before its first night, and without them it takes the wrong index; PostgreSQL keeps its own."""
    with connection.cursor() as cursor:
        known = "sqlite_stat1" in connection.introspection.table_names(cursor)
        if known:
            cursor.execute("SELECT count(*) FROM sqlite_stat1")
            known = cursor.fetchone() != (0,)
    if not known:
        refresh_statistics(paris_date(now()))


def _children(pages: socket.socket, live: socket.socket, workers: int) -> list[serving.Child]:
    page_processes = [
        serving.Child(f"pages {number}", partial(serving.run_pages, pages, number)) for number in range(1, workers + 1)
    ]
    return [
        *page_processes,
        serving.Child("live", partial(serving.run_live, live)),
        serving.Child("worker", serving.run_worker),
    ]
