"""wrk on one address of this machine."""

import re
import subprocess
from dataclasses import dataclass

_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    per_second: float
    p50_ms: float
    p99_ms: float


def wrk(url: str, *, host: str, connections: int, seconds: int) -> Load:
    """Ask for the same page again and again, after one second that is not counted. Every answer must be good."""
    threads = min(2, connections)
    for length in (1, seconds):
        command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{length}s", "--latency", "-H", f"Host: {host}", url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    return Load(float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]), _latency(said, 50), _latency(said, 99))


def _latency(said: str, share: int) -> float:
    value, unit = re.findall(rf"^\s+{share}%\s+([\d.]+)(us|ms|s)", said, re.MULTILINE)[0]
    return float(value) * _MS[unit]
