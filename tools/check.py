"""Runs every check, two at a time, and shows the words of those that fail; the same here and in .ci/run."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import node

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    label: str
    command: tuple[str | Path, ...]


def checks() -> list[Check]:
    """The longest first: the others run beside it."""
    python = sys.executable
    templates = sorted(ROOT.glob("guichet/**/templates/**/*.html"))
    return [
        Check("types (mypy)", (python, "-m", "mypy", "guichet", "tests", "borne/guichet_borne")),
        Check("known vulnerabilities", (python, "tools/audit.py")),
        Check("style (ruff check)", (BIN / "ruff", "check", ".")),
        Check("layout (ruff format)", (BIN / "ruff", "format", "--check", ".")),
        Check("import order (lint-imports)", (BIN / "lint-imports", "--no-cache")),
        Check("house rules (test_house)", (python, "-m", "pytest", "tests/test_house.py")),
        Check("templates (djhtml)", (BIN / "djhtml", "--check", "--tabwidth", "2", *templates)),
        Check("unmarked strings", (python, "tools/unmarked.py")),
        Check("interface (tsc, stylelint)", ("npm", "run", "--silent", "check")),
        Check("migrations", (BIN / "guichet", "django", "makemigrations", "--check", "--dry-run")),
    ]


def run(check: Check, environment: dict[str, str]) -> tuple[bool, str, float]:
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout.rstrip(), time.monotonic() - started


def main() -> int:
    asked = checks()
    failed = []
    with TemporaryDirectory(prefix="guichet-check-") as data, ThreadPoolExecutor(max_workers=2) as workers:
        environment = {**os.environ, **node.environment(), "GUICHET_DATA": data}
        results = workers.map(lambda check: run(check, environment), asked)
        for check, (passed, words, seconds) in zip(asked, results, strict=True):
            print(f"{'ok  ' if passed else 'FAIL'}  {check.label} ({seconds:.0f} s)", flush=True)
            if not passed:
                failed.append(check.label)
                print(words, flush=True)
            elif "out of reach" in words:
                print(words, flush=True)
    if failed:
        print(f"\n{len(failed)} of {len(asked)} checks failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
