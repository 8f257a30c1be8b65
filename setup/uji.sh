#!/usr/bin/env bash
# The body of `make test` and of .ci/run: installs what is missing, brings its own PostgreSQL, and runs everything.
#   setup/uji.sh          all stages
#   setup/uji.sh cepat    formatting, lints and licences only (`make check`)
# Environment: PRAJA_CACHE, PRAJA_TARGET (lingkungan.sh), PRAJA_UJI_PG (postgres.sh), PRAJA_CHROMIUM; CI=true for --locked.
set -euo pipefail
. "$(dirname "$0")/lingkungan.sh"
. "$akar/setup/postgres.sh"

ragam=${1:-penuh}
catatan=$(mktemp -d -t praja-uji.XXXXXX)
tahap_kini=
daftar_waktu=()
lulus=0
gugur=0
dilewati=0

akhiri() {
  local kode=$?
  matikan_pg
  lepas_target
  if [ ${#daftar_waktu[@]} -gt 0 ]; then printf '%s\n' '' 'Waktu:' "${daftar_waktu[@]}"; fi
  if [ "$kode" -ne 0 ]; then
    printf '\nGagal pada tahap: %s\n' "${tahap_kini:-persiapan}"
  elif [ "$ragam" = penuh ]; then
    tail -n 1 "$catatan/ringkas" 2>/dev/null || true
    printf '%s passed, %s failed, %s skipped\n' "$lulus" "$gugur" "$dilewati"
  fi
  rm -rf "$catatan"
}
trap akhiri EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# tahap NAMA PERINTAH...: runs one stage and notes how long it took; the first failure ends the run.
tahap() {
  tahap_kini=$1
  printf '\n== %s\n' "$1"
  local mulai=$SECONDS
  "${@:2}"
  daftar_waktu+=("$(printf '  %5d d  %s' $((SECONDS - mulai)) "$tahap_kini")")
}

# Adds up "N passed; N failed; N ignored" of cargo's own runner and "N passed, N failed" of ours.
hitung() { # hitung BERKAS
  local p f s
  read -r p f s < <(sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^ *Summary \[/ || /^test result:/ || /^[0-9]+ passed, [0-9]+ failed/ {
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^passed/) p += $(i - 1)
        if ($i ~ /^failed/) f += $(i - 1)
        if ($i ~ /^(skipped|ignored)/) s += $(i - 1)
      }
    }
    END { print p + 0, f + 0, s + 0 }')
  lulus=$((lulus + p)) gugur=$((gugur + f)) dilewati=$((dilewati + s))
}

# cargo-deny is compiled once per machine and kept in the cache folder; the version is pinned so that a new release
# cannot turn a passing commit red. Its own release profile (fat LTO) would take three times as long to build, for a
# tool that runs for a second.
deny_versi=0.20.2
pasang_alat() {
  if ! cargo deny --version >/dev/null 2>&1; then
    CARGO_TARGET_DIR=$simpanan/alat/target CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
      CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo install cargo-deny --version "$deny_versi" --locked --quiet \
      --root "$simpanan/alat"
    rm -rf "$simpanan/alat/target"
  fi
  if ! cargo nextest --version >/dev/null 2>&1; then
    pesan "cargo-nextest tidak ada; memakai cargo test."
  fi
}

# "advisories" is left out: it fetches a database over the network at run time, so the same commit could pass today
# and fail tomorrow, and machines without that access could not test at all. Run it by hand: cargo deny check advisories
lisensi() { cargo deny --log-level error check bans licenses sources; }

uji_satuan() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run "${kunci[@]}" --release --workspace --no-fail-fast 2>&1 | tee "$catatan/satuan"
  else
    cargo test "${kunci[@]}" --release --workspace --lib --bins --tests --no-fail-fast 2>&1 | tee "$catatan/satuan"
  fi
  hitung "$catatan/satuan"
  sed 's/\x1b\[[0-9;]*m//g' "$catatan/satuan" | grep -E '^ *Summary \[' >"$catatan/ringkas" || true
}

uji_dokumen() {
  cargo test "${kunci[@]}" --release --workspace --doc 2>&1 | tee "$catatan/dokumen"
  hitung "$catatan/dokumen"
}

uji_peramban() {
  PRAJA_BIN=$CARGO_TARGET_DIR/release/praja node uji/peramban/jalankan.mjs 2>&1 | tee "$catatan/peramban"
  hitung "$catatan/peramban"
}

uji_open311() {
  PRAJA_BIN=$CARGO_TARGET_DIR/release/praja "$simpanan/alat/open311/bin/python" uji/open311/klien.py 2>&1 | tee "$catatan/open311"
  hitung "$catatan/open311"
}

uji_sso() {
  PRAJA_BIN=$CARGO_TARGET_DIR/release/praja "$simpanan/alat/sso/bin/python" uji/sso/klien.py 2>&1 | tee "$catatan/sso"
  hitung "$catatan/sso"
}

uji_log() {
  PRAJA_BIN=$CARGO_TARGET_DIR/release/praja python3 uji/log/uji.py 2>&1 | tee "$catatan/log"
  hitung "$catatan/log"
}

uji_bpmn() {
  PRAJA_BIN=$CARGO_TARGET_DIR/release/praja node uji/bpmn/uji.mjs 2>&1 | tee "$catatan/bpmn"
  hitung "$catatan/bpmn"
}

uji_mati() {
  PRAJA_BIN=$CARGO_TARGET_DIR/release/praja python3 uji/mati.py 2>&1 | tee "$catatan/mati"
  hitung "$catatan/mati"
}

uji_skema() {
  PRAJA_BIN=$CARGO_TARGET_DIR/release/praja "$simpanan/alat/skema/bin/python" uji/skema/periksa.py 2>&1 | tee "$catatan/skema"
  hitung "$catatan/skema"
}

perlu_rust
ambil_target
if [ "$ragam" = penuh ]; then tahap "persiapan sistem" "$akar/setup/debian.sh" uji; fi
tahap "alat cargo" pasang_alat
tahap "format" cargo fmt --all --check
tahap "clippy" cargo clippy "${kunci[@]}" --release --workspace --all-targets -- -D warnings
tahap "lisensi dan sumber" lisensi
if [ "$ragam" = penuh ]; then
  tahap "PostgreSQL" nyalakan_pg
  tahap "build" bangun_praja
  tahap "uji satuan, penyimpanan, HTTP" uji_satuan
  tahap "uji dokumen" uji_dokumen
  tahap "klien Open311" pasang_python open311
  tahap "Open311 dengan klien dari luar" uji_open311
  tahap "klien OpenID Connect" pasang_python sso
  tahap "masuk tunggal dengan klien dari luar" uji_sso
  tahap "alat uji API" pasang_python skema
  tahap "API menurut uraiannya sendiri" uji_skema
  tahap "alat peramban" pasang_simpul
  tahap "BPMN dengan pembaca dari luar" uji_bpmn
  tahap "buku besar diperiksa dari luar" uji_log
  tahap "dimatikan di tengah beban" uji_mati
  tahap "perjalanan peramban" uji_peramban
fi
tahap_kini=
