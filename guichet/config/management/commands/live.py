"""`guichet live`."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from guichet.config import serving


class Command(BaseCommand):
    help = "Serve the live news alone, for a machine where another program starts each process. Exactly one."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.GUICHET_PORT + 1)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *, port: int, host: str, **options: Any) -> None:
        try:
            listener = serving.open_port(host, port)
        except serving.Refused as refused:
            sys.exit(str(refused))
        serving.run_live(listener)
