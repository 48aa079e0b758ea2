"""What the front-end build left in `dist/`, as Python reads it: once per process, a new build needs a restart."""

import json
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

HERE = Path(__file__).parent
DIST = HERE / "dist"
DRAWINGS = HERE / "drawings"

FONT = "atkinson-hyperlegible-next-latin-wght-normal.woff2"


def _read(name: str) -> dict[str, object]:
    path = DIST / name
    if not path.is_file():
        raise ImproperlyConfigured(
            f"The front end is not built: {path} is missing. `make run` builds it (or `npm ci && npm run build`)."
        )
    content: dict[str, object] = json.loads(path.read_text("utf-8"))
    return content


@cache
def _files() -> dict[str, str]:
    """Source name → hashed file name; the font is found by its own name because npm decides its folder."""
    files: dict[str, str] = {}
    for source, entry in _read("manifest.json").items():
        assert isinstance(entry, dict)
        files[source.removeprefix("guichet/ui/")] = str(entry["file"])
        files.setdefault(source.rsplit("/", 1)[-1], str(entry["file"]))
    return files


def file(source: str) -> str:
    """The built file's path below `STATIC_URL`, from its source: `entries/portal.css`, `drawings/pictures/…`."""
    try:
        return "ui/" + _files()[source]
    except KeyError:
        raise ImproperlyConfigured(
            f"The front-end build does not know {source!r}. Build it again with `make run`."
        ) from None


@cache
def icons() -> dict[str, str]:
    """The inside of every icon named in `icons.txt`."""
    return {name: str(drawn) for name, drawn in _read("icons.json").items()}


@cache
def drawing(name: str) -> str:
    """One of our own drawings, whole. The name comes from our templates or from the catalogue, never from a visitor."""
    path = DRAWINGS / f"{name}.svg"
    if not name.replace("-", "").isalnum() or not path.is_file():
        raise ImproperlyConfigured(f"There is no drawing {name!r} in guichet/ui/drawings/.")
    return " ".join(path.read_text("utf-8").split()).replace("> <", "><")


def drawing_names() -> list[str]:
    return sorted(path.stem for path in DRAWINGS.glob("*.svg"))
