# shellcheck shell=bash
# Sourced by every script in this folder: where builds go, what the machine has, and how we speak to the terminal.
#
# A cold build is the largest cost of this project, so compiled artefacts live outside the clone, where the next
# clone on the same machine finds them:
#   PRAJA_CACHE   folder for everything that may be kept        (default: $XDG_CACHE_HOME/praja or ~/.cache/praja)
#   PRAJA_TARGET  cargo's target folder                         (default: $PRAJA_CACHE/target)

akar=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$akar"

simpanan=${PRAJA_CACHE:-${XDG_CACHE_HOME:-${HOME:-$akar}/.cache}/praja}
CARGO_TARGET_DIR=${PRAJA_TARGET:-$simpanan/target}
if ! mkdir -p "$CARGO_TARGET_DIR" "$simpanan/alat" 2>/dev/null; then
  # A read-only home: build inside the clone, as cargo would by itself.
  simpanan=$akar/target
  CARGO_TARGET_DIR=$akar/target
  mkdir -p "$CARGO_TARGET_DIR" "$simpanan/alat"
fi
CARGO_TARGET_DIR=$(cd "$CARGO_TARGET_DIR" && pwd -P)
export CARGO_TARGET_DIR
export PATH="$PATH:${HOME:-}/.cargo/bin:$simpanan/alat/bin"

# In CI a dependency that is not in Cargo.lock is an error; at a desk cargo may write the lock.
kunci=()
if [ "${CI:-}" = true ]; then kunci=(--locked); fi

pesan() { printf '%s\n' "$*" >&2; }
gagal() {
  pesan "praja: $*"
  exit 1
}
ada() { command -v "$1" >/dev/null 2>&1; }

perlu_rust() {
  ada cargo || gagal "Rust belum terpasang. Pasang Rust 1.95 atau lebih baru (lihat rust-lang.org/tools/install), lalu ulangi."
}

# Forgets what cargo knows of our own crates (never of the dependencies). Cargo names artefacts by the path inside
# the workspace, so two clones share names, and it compares times only: without this, the build of another clone
# could pass for ours.
lupakan_crate_sendiri() {
  local berkas nama
  for berkas in "$akar"/crates/*/Cargo.toml; do
    nama=$(sed -n 's/^name *= *"\(.*\)"/\1/p' "$berkas" | head -n 1)
    rm -rf "$CARGO_TARGET_DIR"/*/.fingerprint/"$nama"-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]
  done
}

# Takes the target folder for this clone until the script ends (file descriptor 9 holds the lock).
ambil_target() {
  exec 9>"$CARGO_TARGET_DIR/.kunci"
  if ! flock -n 9; then
    pesan "Menunggu build lain yang memakai $CARGO_TARGET_DIR ..."
    flock 9
  fi
  pemilik_lama=$(cat "$CARGO_TARGET_DIR/.klon" 2>/dev/null || true)
  if [ "$pemilik_lama" != "$akar" ]; then
    lupakan_crate_sendiri
    printf '%s' "$akar" >"$CARGO_TARGET_DIR/.klon"
  fi
}

# Gives the target folder back. A clone that linked its own target/ here (make tautkan) is used with plain cargo
# too, so a visiting clone leaves nothing behind that could be mistaken for its build.
lepas_target() {
  if [ -n "${pemilik_lama:-}" ] && [ "$pemilik_lama" != "$akar" ] &&
    [ "$(readlink -f "$pemilik_lama/target" 2>/dev/null)" = "$CARGO_TARGET_DIR" ]; then
    lupakan_crate_sendiri
    printf '%s' "$pemilik_lama" >"$CARGO_TARGET_DIR/.klon"
  fi
  exec 9>&-
}

# Builds the program and leaves it at target/release/praja of this clone. --workspace keeps one set of features
# for demo, tests and benchmarks; building the one package alone would compile dependencies a second time.
bangun_praja() {
  cargo build "${kunci[@]}" --release --workspace --bin praja
  local tujuan=$akar/target/release/praja
  mkdir -p "$akar/target/release"
  if [ ! "$CARGO_TARGET_DIR/release/praja" -ef "$tujuan" ]; then
    cp -f "$CARGO_TARGET_DIR/release/praja" "$tujuan.baru"
    mv -f "$tujuan.baru" "$tujuan"
  fi
}

# pasang_python NAMA: what the tests of uji/NAMA need, in an environment of its own in the cache; made anew when the
# list changed.
pasang_python() {
  local tempat=$simpanan/alat/$1 daftar=uji/$1/requirements.txt
  if ! cmp -s "$daftar" "$tempat/terpasang"; then
    rm -rf "$tempat"
    python3 -m venv "$tempat"
    "$tempat/bin/pip" install --quiet --disable-pip-version-check -r "$daftar"
    cp "$daftar" "$tempat/terpasang"
  fi
}

# The browser journeys' two packages. npm leaves that file behind when it has finished; older than the lock means not
# installed or out of date.
pasang_simpul() {
  if [ ! uji/node_modules/.package-lock.json -nt uji/package-lock.json ]; then
    (cd uji && npm ci --no-audit --no-fund --loglevel=error)
  fi
}
