//! Building applications as officials meet it: registers and boards, on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bagi_pakai;
mod papan;
mod penyerahan;
mod permohonan;
mod uji;

use bekal::{Situs, Uji};
use kernel::{Entri, Pelaku, Peran};
use serde_json::{Value, json};

/// Who decides, and an office; of Jembrana.
const KOMINFO: &str = "diskominfo";
const DINKES: &str = "dinkes";

fn situs() -> Situs {
    Situs {
        register: [layanan::register(), tata_kelola::register()].concat(),
        daerah: &["jembrana", "serang", "batubara"],
        rute: pengembangan::rute(),
        atur: |a| {
            a.pintu = pengembangan::PINTU.into();
            a.pendamping = [pengembangan::pendamping()].into();
            a.bilik = [pengembangan::BILIK].into();
        },
    }
}

fn kominfo(u: &Uji) -> Pelaku {
    u.sebagai(Peran::Penghubung, KOMINFO)
}

fn dinkes(u: &Uji) -> Pelaku {
    u.sebagai(Peran::Penghubung, DINKES)
}

fn dengan(mut dasar: Value, lain: Value) -> Value {
    let isi = dasar.as_object_mut().unwrap();
    isi.extend(lain.as_object().unwrap().clone());
    isi.retain(|_, v| !v.is_null());
    dasar
}

/// An application of the health office in the architecture.
async fn aplikasi(u: &Uji, nama: &str, lain: Value) -> Entri {
    let isi = json!({ "nama": nama, "opd": DINKES, "jenis": "khusus", "fungsi": "antrean pasien" });
    u.buat(&dinkes(u), "aplikasi", dengan(isi, lain)).await.unwrap()
}
