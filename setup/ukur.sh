#!/usr/bin/env bash
# `make bench`: the measurements of docs/kinerja.md, on SQLite and on a PostgreSQL of our own with fsync on.
# Arguments go to the benchmark program (crates/praja/benches/kinerja/main.rs); PRAJA_UKUR_BESAR=ya adds a million
# complaints.
set -euo pipefail
. "$(dirname "$0")/lingkungan.sh"
. "$akar/setup/postgres.sh"

akhiri() {
  matikan_pg
  lepas_target
}
trap akhiri EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

perlu_rust
"$akar/setup/debian.sh" uji
ambil_target
bangun_praja
# Many systems keep /tmp in memory, where durability costs nothing; /var/tmp is on a disk.
export TMPDIR=${TMPDIR:-/var/tmp}
nyalakan_pg
PRAJA_BIN=$CARGO_TARGET_DIR/release/praja \
  cargo bench "${kunci[@]}" --profile release --workspace --bench kinerja -- "$@"
