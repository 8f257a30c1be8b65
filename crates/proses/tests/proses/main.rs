//! Business processes as officials meet them: register, sheet, BPMN and map, on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bpmn;
mod diagram;
mod papan;
mod sop;
mod tukar;

use std::sync::Arc;

use bekal::{Situs, Uji};
use kernel::{Entri, Pelaku, Peran};
use serde_json::{Value, json};

/// Who reviews, and two offices; of Jembrana.
const ORTALA: &str = "bag-organisasi";
const DINKES: &str = "dinkes";
const KOMINFO: &str = "diskominfo";

fn situs() -> Situs {
    Situs {
        register: [layanan::register(), tata_kelola::register()].concat(),
        daerah: &["jembrana", "serang"],
        rute: proses::rute().merge(arsitektur::rute(&Arc::default())),
        atur: |a| {
            a.pintu = proses::PINTU.into();
            a.pendamping = [proses::pendamping()].into();
            a.bilik = [proses::BILIK].into();
        },
    }
}

fn dinkes(u: &Uji) -> Pelaku {
    u.sebagai(Peran::Penghubung, DINKES)
}

/// A process of an office.
async fn proses_bisnis(u: &Uji, p: &Pelaku, opd: &str, nama: &str, induk: Option<&Entri>) -> Entri {
    let isi = json!({ "nama": nama, "opd": opd, "induk": induk.map(|e| e.id) });
    u.buat(p, "proses_bisnis", isi).await.unwrap()
}

/// Four steps of an applicant and two offices, with a way back.
fn langkah(aplikasi: Option<&Entri>) -> Value {
    json!([
        { "kode": "1", "kegiatan": "Mengajukan berkas", "bentuk": "mulai", "pelaksana": "Pemohon", "keluaran": "Berkas" },
        { "kode": "2", "kegiatan": "Memeriksa berkas", "bentuk": "kegiatan", "unit": DINKES, "pelaksana": "Staf",
          "waktu": 30, "satuan": "menit", "aplikasi": aplikasi.map(|a| a.id) },
        { "kode": "3", "kegiatan": "Berkas lengkap?", "bentuk": "keputusan", "unit": DINKES, "berikut": "Ya: 4; Tidak: 1" },
        { "kode": "4", "kegiatan": "Menerbitkan izin", "bentuk": "selesai", "unit": "dpmptspnaker", "waktu": 2, "satuan": "hari" },
    ])
}

async fn sop(u: &Uji, p: &Pelaku, proses: &Entri, opd: &str, langkah: Value) -> Entri {
    let isi = json!({ "judul": "Rekomendasi klinik", "proses": proses.id, "opd": opd, "langkah": langkah });
    u.buat(p, "sop", isi).await.unwrap()
}

/// A procedure that Jembrana's health office has laid down.
async fn ditetapkan(u: &Uji, e: &Entri) -> Entri {
    let p = dinkes(u);
    let e = u
        .langkah(&p, e, "telaah_sendiri", json!({ "telaah": "Sesuai." }))
        .await
        .unwrap();
    let isian =
        json!({ "nomor_penetapan": "12/2026", "tanggal_penetapan": "2026-11-20", "penetap": "kepala" });
    u.langkah(&p, &e, "tetapkan", isian).await.unwrap()
}
