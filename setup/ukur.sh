#!/usr/bin/env bash
# `make bench`: the measurements of docs/kinerja.md, on SQLite and on a PostgreSQL of our own with fsync on.
# Arguments go to the benchmark program (crates/praja/benches/kinerja.rs).
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
nyalakan_pg
PRAJA_BIN=$CARGO_TARGET_DIR/release/praja \
  cargo bench "${kunci[@]}" --profile release --package praja --bench kinerja -- "$@"
