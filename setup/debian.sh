#!/usr/bin/env bash
# Installs what is missing on Debian or a descendant, and nothing else. As root or with sudo.
#   setup/debian.sh dasar   what `make demo` needs: a C compiler (for SQLite) and certificates
#   setup/debian.sh uji     also what `make test` needs: PostgreSQL, a browser, openssl, Node.js, Python
set -euo pipefail
. "$(dirname "$0")/lingkungan.sh"

bagian=${1:-uji}
kurang=()
butuh() { # butuh PERINTAH PAKET...: the packages, if the command is absent
  ada "$1" || kurang+=("${@:2}")
}

butuh cc build-essential
butuh flock util-linux
[ -e /etc/ssl/certs/ca-certificates.crt ] || kurang+=(ca-certificates)
if [ "$bagian" = uji ]; then
  # Debian keeps the server's programs outside PATH, so look for the folder too.
  if ! ada initdb && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then kurang+=(postgresql); fi
  [ -x "${PRAJA_CHROMIUM:-/usr/bin/chromium}" ] || kurang+=(chromium fonts-liberation)
  butuh openssl openssl
  butuh node nodejs
  butuh npm npm
  # Debian splits what makes environments from Python itself.
  python3 -c 'import ensurepip, venv' 2>/dev/null || kurang+=(python3 python3-venv)
fi

[ ${#kurang[@]} -gt 0 ] || exit 0
pesan "Belum ada: ${kurang[*]}"

ada apt-get || gagal "mesin ini bukan Debian (apt-get tidak ada). Pasang sendiri yang disebut di atas, lalu ulangi."
sebagai=()
if [ "$(id -u)" -ne 0 ]; then
  ada sudo || gagal "perlu hak root: jalankan sebagai root, atau pasang sudo."
  sebagai=(sudo)
fi

export DEBIAN_FRONTEND=noninteractive
"${sebagai[@]}" apt-get update -qq
# Debian starts a database server right after installing it; the tests bring their own, so keep that one from
# being created. (The file is read by postgresql-common when it is installed.)
if [[ " ${kurang[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  "${sebagai[@]}" mkdir -p /etc/postgresql-common
  printf 'create_main_cluster = false\n' | "${sebagai[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${sebagai[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  -o Dpkg::Options::=--force-confold "${kurang[@]}" </dev/null
