# Two commands to know: `make demo` shows Praja, `make test` proves it. The rest is `make help`.
.DEFAULT_GOAL := help
SHELL := bash
MAKEFLAGS += --no-print-directory

LISTEN ?= 127.0.0.1:8080
DATA ?= data-demo

.PHONY: help demo test check fmt bench gambar tautkan

help: ## tampilkan daftar ini
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## lima kabupaten contoh di http://localhost:8080 (LISTEN=..., DATA=...)
	@setup/demo.sh "$(LISTEN)" "$(DATA)"

test: ## semua pemeriksaan dan uji, termasuk PostgreSQL dan peramban
	@setup/uji.sh

check: ## pemeriksaan cepat: format, clippy, lisensi
	@setup/uji.sh cepat

fmt: ## rapikan format kode Rust
	@cargo fmt --all

bench: ## ukur kinerja pada SQLite dan PostgreSQL (ARGS=...)
	@setup/ukur.sh $(ARGS)

gambar: ## perbarui gambar layar di docs/gambar
	@setup/gambar.sh

tautkan: ## pakai simpanan build bersama juga untuk perintah cargo biasa
	@setup/tautkan.sh
