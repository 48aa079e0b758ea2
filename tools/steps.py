"""The steps of an installation: one line on the screen each, and nothing at all when its inputs have not changed."""

import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / ".cache" / "logs"

# What pip and npm write when they cannot reach anything.
UNREACHABLE = re.compile(
    r"name resolution|Name or service not known|NewConnectionError|ConnectTimeout|ProxyError|Connection refused"
    r"|Network is unreachable|No route to host|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH",
)


class Failed(Exception):
    """Ends the command with one sentence for the person who typed it."""


@dataclass(frozen=True)
class Step:
    """One command that makes `product` out of `inputs`; the stamp, kept inside what it vouches for, remembers them."""

    name: str
    label: str
    command: tuple[str | Path, ...]
    inputs: tuple[Path, ...]
    stamp: Path
    product: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        seen = hashlib.sha256(repr(self.command).encode())
        for path in self.inputs:
            seen.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
        return seen.hexdigest()

    def is_done(self) -> bool:
        return self.product.exists() and self.stamp.exists() and self.stamp.read_text() == self.digest()


def run(step: Step) -> None:
    """Do the step unless it was done; raise Failed after showing why it could not be."""
    if step.is_done():
        return
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{step.name}.log"
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            step.command,
            cwd=ROOT,
            env={**os.environ, **step.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _show_until_over(process, step.label, started)
    if process.returncode:
        print("échec", flush=True)
        raise Failed(_why(step, log))
    print(f"fait ({time.monotonic() - started:.0f} s)", flush=True)
    step.stamp.parent.mkdir(parents=True, exist_ok=True)
    step.stamp.write_text(step.digest())


def _show_until_over(process: subprocess.Popen[bytes], label: str, started: float) -> None:
    """Write the label, with the seconds running where a person is looking at a terminal."""
    line = f"→ {label}… "
    print(line, end="", flush=True)
    while process.poll() is None:
        time.sleep(0.1)
        if sys.stdout.isatty():
            print(f"\r{line}{time.monotonic() - started:.0f} s ", end="", flush=True)
    if sys.stdout.isatty():
        print(f"\r{line}", end="")


def _why(step: Step, log: Path) -> str:
    text = log.read_text(errors="replace")
    where = log.relative_to(ROOT)
    if UNREACHABLE.search(text):
        return (
            f"Internet est hors d’atteinte : l’étape « {step.label} » n’a rien pu télécharger. Vérifiez la connexion "
            f"(ou le serveur mandataire), puis relancez la même commande : elle reprendra ici (journal : {where})."
        )
    print("\n".join(text.splitlines()[-20:]), file=sys.stderr, flush=True)
    return (
        f"L’étape « {step.label} » a échoué : lisez les lignes ci-dessus (journal : {where}), corrigez, "
        "puis relancez la même commande : elle reprendra ici."
    )
