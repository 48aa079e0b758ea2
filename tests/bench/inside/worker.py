"""Wait until the worker of the running server has nothing left to do."""

import time
from typing import Any

from guichet.journal.models import Delivery

PATIENCE_SECONDS = 300


def run() -> dict[str, Any]:
    """How many deliveries were parked, which should be none, once nothing waits."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while Delivery.objects.waiting().exists():
        assert time.monotonic() < deadline, f"{Delivery.objects.waiting().count()} deliveries still wait"
        time.sleep(0.05)
    return {"parked": Delivery.objects.parked().count()}
