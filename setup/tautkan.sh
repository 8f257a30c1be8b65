#!/usr/bin/env bash
# `make tautkan`: lets plain cargo in this clone share the cache of make, by making target/ a link to it.
# What was already built here moves along if the cache is still empty.
set -euo pipefail
. "$(dirname "$0")/lingkungan.sh"

if [ "$(readlink -f target 2>/dev/null)" = "$CARGO_TARGET_DIR" ]; then
  pesan "target sudah tertaut ke $CARGO_TARGET_DIR"
  exit 0
fi
if [ -d target ] && [ ! -L target ]; then
  if [ ! -d target/release/deps ] && [ ! -d target/debug ]; then
    rm -rf target # only the copied program
  elif [ ! -d "$CARGO_TARGET_DIR/release/deps" ]; then
    rm -rf "$CARGO_TARGET_DIR"
    mv target "$CARGO_TARGET_DIR"
  else
    gagal "target/ berisi build sendiri dan simpanan juga sudah terisi; hapus salah satu dulu."
  fi
fi
ln -sfn "$CARGO_TARGET_DIR" target
printf '%s' "$akar" >"$CARGO_TARGET_DIR/.klon"
pesan "target -> $CARGO_TARGET_DIR"
