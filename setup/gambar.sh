#!/usr/bin/env bash
# `make gambar`: runs the browser journeys and copies the screenshots that the documents show to docs/gambar.
set -euo pipefail
. "$(dirname "$0")/lingkungan.sh"

perlu_rust
"$akar/setup/debian.sh" uji
ambil_target
trap lepas_target EXIT
bangun_praja
pasang_simpul
mkdir -p docs/gambar
PRAJA_BIN=$CARGO_TARGET_DIR/release/praja PRAJA_GAMBAR=$akar/docs/gambar node uji/peramban/jalankan.mjs
