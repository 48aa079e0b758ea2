#!/bin/sh
# Writes the lock files again. Versions already locked are kept unless --upgrade is given.
# The files name no package registry: every machine uses its own.
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
.venv/bin/python -m venv "$scratch"
"$scratch/bin/python" -m pip install --quiet --disable-pip-version-check uv

for name in run test borne node; do
  # --universal: one file for every system and every Python from 3.11 on.
  "$scratch/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links "$@" "requirements/$name.in" --output-file "requirements/$name.txt"
done
[ -x .node/bin/npm ] && PATH="$PWD/.node/bin:$PATH"
npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved
