"""Asks the public lists of vulnerabilities about what is shipped; a list that cannot be reached is told, not failed."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import node

ROOT = Path(__file__).resolve().parent.parent
UNREACHABLE = re.compile(
    r"connect|resolve|timed? ?out|network|ENOTFOUND|EAI_AGAIN|\b(?:404|405|5\d\d)\b|audit endpoint", re.I
)


class Unreachable(Exception):
    """The list did not answer."""


def _answer(*command: str) -> object:
    environment = {**os.environ, **node.environment()}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip() or done.stdout.strip() or "no answer").splitlines()[-1]
        if UNREACHABLE.search(done.stderr):
            raise Unreachable(last) from None
        raise SystemExit(f"{command[0]}: {last}") from None


def python_findings() -> Iterator[str]:
    """Yield one line per vulnerability of the locked Python libraries."""
    command = (sys.executable, "-m", "pip_audit", "--progress-spinner=off", "--disable-pip", "--require-hashes")
    answer = _answer(*command, "--format=json", "--requirement=requirements/run.txt")
    assert isinstance(answer, dict)
    libraries = answer["dependencies"]
    if all("skip_reason" in library for library in libraries):
        raise Unreachable(libraries[0]["skip_reason"] if libraries else "nothing to ask about")
    for library in libraries:
        for finding in library.get("vulns", ()):
            versions = ", ".join(finding["fix_versions"]) or "none yet"
            yield f"{library['name']} {library['version']}: {finding['id']} (mended in: {versions})"


def npm_findings() -> Iterator[str]:
    """Yield one line per vulnerable npm library among those whose code or files reach the people."""
    answer = _answer("npm", "audit", "--omit=dev", "--json")
    assert isinstance(answer, dict)
    if "vulnerabilities" not in answer:
        raise Unreachable(str(answer.get("message") or answer.get("error")))
    for name, finding in answer["vulnerabilities"].items():
        yield f"{name} {finding['range']}: {finding['severity']}"


def main() -> int:
    found = 0
    for name, findings in (("Python", python_findings), ("npm", npm_findings)):
        try:
            for line in findings():
                found += 1
                print(line)
        except Unreachable as reason:
            print(f"{name}: list of vulnerabilities out of reach, not asked ({str(reason)[:120]})")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
