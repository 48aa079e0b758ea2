"""`guichet worker`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from guichet.config.lock import InUse, at_work
from guichet.config.swap import Interrupted, refuse_unfinished
from guichet.config.worker import Worker


class Command(BaseCommand):
    help = "Deliver facts and do the nightly chores, beside a `serve` that has a worker of its own."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        try:
            with at_work():
                refuse_unfinished()
                Worker().run()
        except (InUse, Interrupted) as refused:
            sys.exit(str(refused))
