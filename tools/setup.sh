#!/bin/sh
# setup.sh run|test|check|bench|lock: finds Python, makes .venv, hands over to prepare.py.
# In plain shell, because Python is the first thing that may be missing.
set -eu
cd "$(dirname "$0")/.."

stop() {
  printf '%s\n' "$1" >&2
  exit 1
}

python=
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  found=$(python3 --version 2>/dev/null) && found="a $found" || found='n’a pas Python'
  stop "Guichet demande Python 3.11 ou plus récent et cette machine $found : installez le paquet python3 de Debian 12 ou 13 (apt-get install python3 python3-venv), puis relancez la même commande."
fi

# An environment is tied to its folder and to its Python: when either has moved, it is made again.
if [ -d .venv ] && ! { grep -qF "$(pwd -P)/.venv" .venv/pyvenv.cfg && .venv/bin/python -c 'import pip'; } 2>/dev/null; then
  rm -rf .venv
fi
if [ ! -d .venv ]; then
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    case $python in
      */*) stop "Le module venv manque à $python : complétez cette installation de Python, puis relancez la même commande." ;;
      *) sh tools/apt.sh "$python-venv" ;;
    esac
  fi
  mkdir -p .cache/logs
  printf '→ Environnement Python dans .venv… '
  if ! "$python" -m venv .venv >.cache/logs/venv.log 2>&1; then
    rm -rf .venv
    printf 'échec\n'
    tail -n 15 .cache/logs/venv.log >&2
    stop 'Python n’a pas pu créer .venv : lisez les lignes ci-dessus (journal : .cache/logs/venv.log), corrigez, puis relancez la même commande.'
  fi
  printf 'fait\n'
fi
exec .venv/bin/python tools/prepare.py "$1"
