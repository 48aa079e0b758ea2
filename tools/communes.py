"""Makes the official list of communes that the program reads, out of the national code (INSEE, La Poste) packed for npm.

Run after `npm ci`; writes guichet/communes/dist/communes.tsv and epci.tsv (SIREN, codes of the members). One line each, what people look for most first: code, name,
postcodes, department, and the code of today's commune when this is a past name.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@etalab" / "decoupage-administratif" / "data"
OUTPUT = ROOT / "guichet" / "communes" / "dist" / "communes.tsv"
MEMBERS = OUTPUT.with_name("epci.tsv")

Entry = dict[str, Any]


def lines(entries: Iterable[Entry], departments: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Communes and the arrondissements of Paris, Lyon and Marseille, then the names that merged communes had.

    A past name borrows the postcodes of today's commune: the source has none. The one that today's commune took over
    tells nothing.
    """
    entries = list(entries)
    today = {one["code"]: one for one in entries if one["type"] == "commune-actuelle"}
    current = [one for one in entries if "chefLieu" not in one]
    for one in sorted(current, key=lambda one: (-one.get("population", 0), one["code"])):
        yield _line(one, one, departments, now="")
    past = {(one["nom"], one["chefLieu"]): one for one in entries if "chefLieu" in one}
    for (name, now), one in sorted(past.items()):
        if name != today[now]["nom"]:
            yield _line(one, today[now], departments, now=now)


def _line(one: Entry, today: Entry, departments: dict[str, str], *, now: str) -> tuple[str, ...]:
    postcodes = " ".join(today.get("codesPostaux", []))
    return one["code"], _spelled(one["nom"]), postcodes, _spelled(departments[today["departement"]]), now


def _spelled(name: str) -> str:
    return name.replace("'", "’").replace(" Arrondissement", " arrondissement")


def main() -> None:
    if not PACKAGE.is_dir():
        sys.exit("node_modules lacks the list of communes: run npm ci first")
    departments = {one["code"]: one["nom"] for one in json.loads((PACKAGE / "departements.json").read_text("utf-8"))}
    written = lines(json.loads((PACKAGE / "communes.json").read_text("utf-8")), departments)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text("".join("\t".join(line) + "\n" for line in written), "utf-8")
    bodies = json.loads((PACKAGE / "epci.json").read_text("utf-8"))
    members = (f"{one['code']}\t{' '.join(member['code'] for member in one['membres'])}\n" for one in bodies)
    MEMBERS.write_text("".join(members), "utf-8")
    print(OUTPUT, MEMBERS)


if __name__ == "__main__":
    main()
