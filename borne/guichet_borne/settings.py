"""How this kiosk is set on its own machine: `borne.toml` in the data folder, every line optional; the key beside it."""

import json
import os
import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

DATA = Path("/var/lib/borne")


class Misset(Exception):
    """A file of the data folder cannot be read; the message is a French sentence for the town's IT person."""


@dataclass(frozen=True)
class PrinterSettings:
    queue: str = "guichet"  # of CUPS
    uri: str = "ipp://localhost:60000/ipp/print"  # the printer itself, asked for the truth; 60000 is ipp-usb's
    cups: str = "localhost:631"
    patience_seconds: int = 90  # for paper, a jam, another's job; then the job is taken back
    cups_config: str = "/etc/cups"  # read by `borne check` alone


@dataclass(frozen=True)
class ScannerSettings:
    device: str = ""  # the first that SANE finds
    config: str = ""  # SANE_CONFIG_DIR
    options: tuple[str, ...] = ()  # more words for scanimage
    patience_seconds: int = 60  # for one page


@dataclass(frozen=True)
class Settings:
    data: Path = DATA
    ephemeral: Path = Path("/dev/shm")  # noqa: S108 in memory, and wiped at the end of each session
    display: str = ":0"
    chromium: str = "/usr/bin/chromium"
    browser_flags: tuple[str, ...] = ()
    policies: Path = Path("/etc/chromium/policies/managed/guichet.json")
    internet_home: str = "https://www.qwant.com/"
    bar_height: int = 200
    keyboard_height: int = 720
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)

    @classmethod
    def read(cls, data: Path) -> Self:
        """Those of `borne.toml`. Raises `Misset` and names the line that nobody understands."""
        path = data / "borne.toml"
        try:
            written = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Misset(f"{path} ne se lit pas : {error}") from error
        values: dict[str, Any] = {"data": data}
        for name, value in written.items():
            if name == "printer":
                values[name] = PrinterSettings(**_known(PrinterSettings, value, path))
            elif name == "scanner":
                values[name] = ScannerSettings(**_known(ScannerSettings, value, path))
            else:
                values |= _known(cls, {name: value}, path)
        return cls(**{"display": os.environ.get("DISPLAY", cls.display), **values})

    @property
    def key_file(self) -> Path:
        return self.data / "key.json"

    @property
    def pack(self) -> Path:
        return self.data / "pack"


def _known(kind: type[Any], written: Any, path: Path) -> dict[str, Any]:
    """The values, each of the type that its default has."""
    if not isinstance(written, dict):
        raise Misset(f"{path} : « {kind.__name__} » doit être une rubrique, avec ses lignes dessous.")
    kinds: dict[str, Any] = {one.name: one.type for one in fields(kind)}
    values: dict[str, Any] = {}
    for name, value in written.items():
        wanted = kinds.get(name)
        if wanted is Path and isinstance(value, str) and name != "data":
            values[name] = Path(value)
        elif wanted == tuple[str, ...] and isinstance(value, list) and all(isinstance(one, str) for one in value):
            values[name] = tuple(value)
        elif wanted in (str, int) and type(value) is wanted:
            values[name] = value
        else:
            raise Misset(f"{path} : la ligne « {name} » n’est pas connue, ou sa valeur n’est pas du bon genre.")
    return values


@dataclass(frozen=True)
class Enrolment:
    """What the server gave when the kiosk was enrolled; the key is its only secret."""

    server: str  # https://mairie.example, without a path
    key: str
    live: str
    name: str
    place: str
    body: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises `Misset` when the kiosk was not enrolled."""
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except FileNotFoundError as error:
            raise Misset("Cette borne n’est pas inscrite. Tapez : borne enrol ADRESSE CODE") from error
        except (OSError, ValueError, TypeError) as error:
            raise Misset(f"{path} ne se lit pas. Inscrivez la borne de nouveau : borne enrol ADRESSE CODE") from error

    def write(self, path: Path) -> None:
        """Atomic, and readable by the kiosk's own user alone from its first byte."""
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(".new")
        scratch.unlink(missing_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)


def origin(url: str) -> str:
    """`https://host:port` of an address, its usual port left out."""
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return f"{parts.scheme}://{(parts.hostname or '').lower()}{port}"
