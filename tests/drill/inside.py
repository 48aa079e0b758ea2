"""Run in the data folder of the drill: waits for the deliveries, then counts.

python -m tests.drill.inside < references.json
"""

import json
import sys

import django


def main() -> None:
    django.setup()
    from tests.drill.count import counted, wait_for_deliveries  # they need models

    asked = json.load(sys.stdin)
    waited = wait_for_deliveries()
    print(json.dumps({"waited": waited, **counted(asked)}))


if __name__ == "__main__":
    main()
