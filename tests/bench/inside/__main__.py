"""`python -m tests.bench.inside <errand> [argument…]`: run one errand on the data folder of GUICHET_DATA, answer in JSON."""

import json
import os
import sys
from importlib import import_module

import django

ERRANDS = {"counter", "crowd", "kiosk", "marks", "national", "papers", "queries", "search", "session", "worker"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    django.setup()
    errand, *arguments = sys.argv[1:]
    assert errand in ERRANDS, errand
    answer = import_module(f"tests.bench.inside.{errand}").run(*arguments)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
