#!/bin/sh
# apt.sh PACKAGE…: installs the Debian packages that are missing, or says which command would.
set -eu

stop() {
  printf '%s\n' "$1" >&2
  exit 1
}

missing=
for package in "$@"; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || state=
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null ||
  stop "Il manque des programmes et cette machine n’a pas apt-get : installez vous-même$missing, puis relancez la même commande."
if [ "$(id -u)" = 0 ]; then
  root=
elif sudo -n true 2>/dev/null; then
  root='sudo -n'
else
  stop "Il manque des paquets Debian : faites installer$missing par une personne administratrice (apt-get install$missing), puis relancez la même commande."
fi

mkdir -p .cache/logs
log=.cache/logs/apt.log
printf '→ Paquets Debian :%s… ' "$missing"
if { $root apt-get update && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } </dev/null >"$log" 2>&1; then
  printf 'fait\n'
  exit 0
fi
printf 'échec\n'
if grep -qE 'Could not (resolve|connect)|Temporary failure|Network is unreachable|Connection (refused|timed out)' "$log"; then
  stop "Internet est hors d’atteinte : les paquets Debian n’ont pas pu être téléchargés. Vérifiez la connexion, puis relancez la même commande (journal : $log)."
fi
tail -n 15 "$log" >&2
stop "apt-get n’a pas pu installer$missing : lisez les lignes ci-dessus (journal : $log), corrigez, puis relancez la même commande."
