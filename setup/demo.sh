#!/usr/bin/env bash
# `make demo`: from a fresh machine with Rust to five regencies on http://localhost:8080.
#   setup/demo.sh [ALAMAT] [FOLDER]     default 127.0.0.1:8080 and data-demo
set -euo pipefail
. "$(dirname "$0")/lingkungan.sh"

perlu_rust
"$akar/setup/debian.sh" dasar
ambil_target
bangun_praja
lepas_target
exec "$akar/target/release/praja" demo --listen "${1:-127.0.0.1:8080}" --data "${2:-data-demo}"
