"""What the figures were measured on."""

import os
import platform
import re
import sqlite3
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path


def described(*, postgres: bool) -> str:
    """Date, processor, memory, system, and the versions that matter."""
    memory = int(re.findall(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[0]) / 2**20
    lines = [
        f"date      {date.today():%Y-%m-%d}",
        f"machine   {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB",
        f"system    {_system()}, Linux {platform.release()}",
        f"python    {platform.python_version()}, Django {version('django')}, granian {version('granian')}",
        f"database  {_postgres() if postgres else f'SQLite {sqlite3.sqlite_version}'}",
        f"beside    {_said('nginx', '-v')}, {_said('wrk', '-v')}",
        f"load      {os.getloadavg()[0]:.1f} before the first run",
    ]
    return "\n".join(lines)


def _processor() -> str:
    models = re.findall(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return models[0].strip() if models else platform.machine()


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")


def _postgres() -> str:
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    return _said(str(programs[-1]), "--version") if programs else "PostgreSQL"


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip().splitlines()
    return said[0].removeprefix("nginx version: ").split(" Copyright")[0].split(" [")[0] if said else command[0]
