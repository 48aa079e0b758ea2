"""Makes this folder ready for one command (run, test, check, bench, lock); what was done before is left alone.

Runs with the Python of .venv, on the standard library only: nothing else is installed yet.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import node
from steps import ROOT, Failed, Step, run

VENV = ROOT / ".venv"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install")
MODULES = ROOT / "node_modules"
BUILT_FROM = {".css", ".ts", ".svg", ".txt", ".json", ".woff2"}


def libraries(name: str, label: str) -> Step:
    locked = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f"stamp-{name}"
    return Step(
        name=f"pip-{name}",
        label=label,
        command=(*PIP, "--require-hashes", "-r", locked),
        inputs=(locked,),
        stamp=stamp,
        product=stamp,
    )


def command_line() -> Step:
    return Step(
        name="pip-guichet",
        label="Commande guichet",
        command=(*PIP, "--no-deps", "--no-build-isolation", "--editable", "."),
        inputs=(ROOT / "pyproject.toml",),
        stamp=VENV / "stamp-guichet",
        product=VENV / "bin" / "guichet",
    )


def front_end() -> Iterator[Step]:
    found = node.environment()
    # Two tries, not minutes of them: a machine without network learns it soon.
    patience = {"npm_config_fetch_retries": "1", "npm_config_fetch_retry_mintimeout": "2000"}
    stamp = MODULES / "stamp-guichet"
    locked = (ROOT / "package.json", ROOT / "package-lock.json")
    yield Step(
        name="npm-ci",
        label="Bibliothèques de l’interface",
        command=("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
        inputs=locked,
        stamp=stamp,
        product=stamp,
        environment={**found, **patience},
    )
    ui = ROOT / "guichet" / "ui"
    sources = (path for path in ui.rglob("*") if path.suffix in BUILT_FROM and ui / "dist" not in path.parents)
    yield Step(
        name="npm-build",
        label="Styles et comportements de l’interface",
        command=("npm", "run", "build"),
        inputs=(*locked, *sorted(ROOT.glob("*.config.ts")), *sorted(ROOT.glob("tsconfig*.json")), *sorted(sources)),
        stamp=MODULES / "stamp-build",
        product=ui / "dist" / "manifest.json",
        environment=found,
    )


def fonts() -> Step:
    converter = ROOT / "tools" / "fonts.py"
    return Step(
        name="fonts",
        label="Caractères des documents imprimés",
        command=(sys.executable, converter),
        inputs=(converter, ROOT / "package-lock.json"),
        stamp=ROOT / ".cache" / "stamp-fonts",
        product=ROOT / "guichet" / "documents" / "fonts" / "AtkinsonHyperlegibleNext-Regular.ttf",
    )


def communes() -> Step:
    writer = ROOT / "tools" / "communes.py"
    return Step(
        name="communes",
        label="Liste officielle des communes",
        command=(sys.executable, writer),
        inputs=(writer, ROOT / "package-lock.json"),
        stamp=ROOT / ".cache" / "stamp-communes",
        product=ROOT / "guichet" / "communes" / "dist" / "communes.tsv",
    )


def steps(goal: str) -> Iterator[Step]:
    yield libraries("run", "Bibliothèques Python")
    yield command_line()
    if goal != "run":
        yield libraries("test", "Bibliothèques Python des essais")
    wheel = node.step()
    if wheel:
        yield wheel
    if goal != "lock":
        yield from front_end()
        yield fonts()
        yield communes()


def refuse_taken_ports() -> None:
    """Say it before the minutes of a first installation, not after."""
    given = os.environ.get("GUICHET_PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65535:
        raise Failed(f"GUICHET_PORT doit être un numéro de port, pas « {given} ».")
    for port in (int(given), int(given) + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as refused:
                raise Failed(_port_sentence(port, refused)) from None


def _port_sentence(port: int, refused: OSError) -> str:
    if isinstance(refused, PermissionError):
        return f"Le port {port} est réservé à l’administrateur : choisissez-en un autre (GUICHET_PORT=8100 make run)."
    return (
        f"Le port {port} est déjà pris par un autre programme (peut-être Guichet lui-même) : arrêtez ce programme, "
        "ou choisissez un autre port (GUICHET_PORT=8100 make run)."
    )


def debian_packages(*lists: str) -> None:
    lines = [line for name in lists for line in (ROOT / name).read_text().splitlines()]
    packages = [line.partition("#")[0].strip() for line in lines]
    answer = subprocess.run(["sh", "tools/apt.sh", *filter(None, packages)], cwd=ROOT, check=False)
    if answer.returncode:
        sys.exit(answer.returncode)  # apt.sh has said why


def main(goal: str) -> None:
    if goal == "run":
        refuse_taken_ports()
    if goal == "test":
        debian_packages("tests/apt.txt")
    if goal == "bench":
        debian_packages("tests/apt.txt", "tests/bench/apt.txt")
    for step in steps(goal):
        run(step)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Failed as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit("\nArrêté. La même commande reprendra où elle en était.")
