# shellcheck shell=bash
# Sourced after lingkungan.sh: a PostgreSQL of our own for one run, with the durability of a real one (fsync on),
# reachable on 127.0.0.1 and on a unix socket in its folder. Sets PRAJA_UJI_PG.
# A developer who has a server may set PRAJA_UJI_PG; then nothing is started.

pg_folder=
pg_bin=

# The server refuses to run as root, so under root its programs run as the user that Debian's package made.
pg_jalankan() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd "$pg_folder" && exec runuser -u postgres -- "$pg_bin/$1" "${@:2}" 9>&-)
  else
    (cd "$pg_folder" && exec "$pg_bin/$1" "${@:2}" 9>&-)
  fi
}

nyalakan_pg() {
  if [ -n "${PRAJA_UJI_PG:-}" ]; then
    pesan "Memakai PostgreSQL dari PRAJA_UJI_PG."
    return
  fi
  local calon
  for calon in $(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V) "$(command -v initdb || true)"; do
    if [ -x "$calon" ]; then
      pg_bin=$(dirname "$(readlink -f "$calon")")
      case $calon in /usr/lib/*) ;; *) break ;; esac
    fi
  done
  [ -n "$pg_bin" ] || gagal "PostgreSQL tidak ditemukan (initdb)."

  pg_folder=$(mktemp -d -t praja-pg.XXXXXX)
  local sandi
  sandi=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  (umask 077 && printf '%s' "$sandi" >"$pg_folder/sandi")
  if [ "$(id -u)" -eq 0 ]; then
    id postgres >/dev/null 2>&1 || gagal "pengguna 'postgres' tidak ada; pasang paket postgresql."
    chown -R postgres "$pg_folder"
  fi
  pg_jalankan initdb -D "$pg_folder/data" -U praja -A scram-sha-256 --pwfile="$pg_folder/sandi" \
    -E UTF8 --locale=C.UTF-8 >"$pg_folder/initdb.log" 2>&1 || {
    cat "$pg_folder/initdb.log" >&2
    gagal "initdb gagal."
  }

  local percobaan port
  for percobaan in 1 2 3 4 5; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 40000))
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    if pg_jalankan pg_ctl -D "$pg_folder/data" -l "$pg_folder/server.log" -w -t 60 -s start \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$pg_folder' -c max_connections=200 -c fsync=on -c synchronous_commit=on"; then
      export PRAJA_UJI_PG="postgres://praja:$sandi@127.0.0.1:$port/postgres"
      return
    fi
  done
  tail -n 20 "$pg_folder/server.log" >&2 || true
  gagal "PostgreSQL tidak mau menyala setelah $percobaan kali mencoba."
}

matikan_pg() {
  [ -n "$pg_folder" ] || return 0
  pg_jalankan pg_ctl -D "$pg_folder/data" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$pg_folder"
  pg_folder=
}
