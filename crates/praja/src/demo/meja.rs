//! The desk of the demonstration: rules in force and one still to be tried, templates of an office, and one problem
//! with the complaints of its category.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use kernel::{Aksi, Akun, IdEntri, Pelaku, Peta, profil::Kategori};
use serde_json::{Value, json};

use super::{
    Daerah, Oleh, Rencana, cerita, id, perintah,
    waktu::{Garis, KANTOR},
};

/// Rules were made so many days before the beginning.
const ATURAN_LALU: i64 = 40;
/// The problem was made so many days before the beginning.
const MASALAH_LALU: i64 = 3;
/// Complaints joined to it were filed at most so many days before the beginning.
const LAPORAN_LALU: i64 = 45;
/// Most complaints joined to it.
const DIKAITKAN: usize = 8;
/// The category of whoever did not know which.
const LAINNYA: &str = "lainnya";

pub(super) fn rencana(d: &Daerah, mulai: Timestamp, akun: &BTreeMap<String, Akun>) -> Vec<Rencana> {
    let Some(koordinator) = akun.get("koordinator") else {
        return Vec::new();
    };
    let m = Meja {
        d,
        garis: Garis {
            kalender: &d.profil.kalender,
            mulai,
        },
        akun,
        koordinator: Pelaku::Akun(Box::new(koordinator.clone())),
    };
    let mut hasil = m.aturan();
    hasil.extend(m.templat());
    hasil.extend(m.masalah());
    hasil.extend(m.eskalasi());
    hasil
}

struct Meja<'a> {
    d: &'a Daerah,
    garis: Garis<'a>,
    akun: &'a BTreeMap<String, Akun>,
    koordinator: Pelaku,
}

fn peta(v: Value) -> Peta {
    match v {
        Value::Object(o) => o,
        _ => Peta::new(),
    }
}

impl Meja<'_> {
    fn saat(&self, lalu: i64, nama: &str) -> Timestamp {
        let hari = self.garis.hari_dinas(self.garis.hari(lalu));
        self.garis
            .saat(hari, KANTOR, &format!("{}/meja/{nama}", self.d.profil.kode()))
    }

    fn satu(&self, entri: IdEntri, kini: Timestamp, oleh: &Pelaku, aksi: Aksi, nama: &str) -> Rencana {
        Rencana {
            entri,
            kini,
            otomatis: false,
            oleh: Oleh::Tentu,
            perintah: perintah(&self.d.profil, oleh.clone(), kini, aksi, &format!("meja/{nama}")),
        }
    }

    fn langkah(&self, entri: IdEntri, kini: Timestamp, langkah: &str, isian: Value, nama: &str) -> Rencana {
        let aksi = Aksi::Langkah {
            id: entri,
            versi: None,
            langkah: langkah.to_owned(),
            isian: peta(isian),
        };
        self.satu(entri, kini, &self.koordinator, aksi, nama)
    }

    fn baru(
        &self,
        register: &str,
        kini: Timestamp,
        oleh: &Pelaku,
        isi: Value,
        nama: &str,
    ) -> (IdEntri, Rencana) {
        let id = id(kini, &format!("{}/meja/{nama}", self.d.profil.kode()));
        let aksi = Aksi::Buat {
            register: register.to_owned(),
            id,
            isi: peta(isi),
        };
        (id, self.satu(id, kini, oleh, aksi, nama))
    }

    /// Words of a category find complaints that were filed as something else; the last rule still waits for its trial.
    fn aturan(&self) -> Vec<Rencana> {
        let mut hasil = Vec::new();
        let berkata = |k: &&Kategori| k.kode != LAINNYA && k.kata.len() >= 3;
        let semua: Vec<&Kategori> = self.d.profil.kategori.iter().filter(berkata).take(4).collect();
        for (i, k) in semua.iter().enumerate() {
            let nama = format!("aturan/{i}");
            let kata: Vec<&String> = k.kata.iter().take(6).collect();
            let isi = json!({
                "nama": format!("{} yang dikirim sebagai Lainnya", k.nama), "urutan": 10 * (i + 1),
                "kategori": LAINNYA, "kata": kata, "tujuan": k.opd,
                "keterangan": "Aturan karangan untuk peragaan.",
            });
            let kini = self.saat(ATURAN_LALU, &nama);
            let (id, buat) = self.baru("aturan_penerusan", kini, &self.koordinator, isi, &nama);
            hasil.push(buat);
            if i + 1 < semua.len() {
                let kini = self.saat(ATURAN_LALU - 2, &format!("{nama}/berlaku"));
                hasil.push(self.langkah(id, kini, "berlakukan", json!({}), &format!("{nama}/berlaku")));
            }
        }
        hasil
    }

    fn templat(&self) -> Vec<Rencana> {
        const TEKS: [(&str, &[&str], &str); 3] = [
            (
                "Dijadwalkan",
                &["kerjakan"],
                "Terima kasih. Laporan {nomor} tentang {kategori} sudah kami periksa dan pekerjaannya dijadwalkan pada …. \
                 Batas waktu penyelesaiannya {tenggat}.\n\n{nama_unit}",
            ),
            (
                "Sudah diperbaiki",
                &["jawab"],
                "Terima kasih atas laporan {nomor}. Petugas kami sudah memperbaikinya pada …. Bila masih ada yang kurang, \
                 sampaikan lewat tombol keberatan.\n\n{nama_unit}, {nama_daerah}",
            ),
            (
                "Di mana tepatnya?",
                &["tunda"],
                "Agar laporan “{judul}” dapat diteruskan, mohon sebutkan letaknya: desa, nama jalan, dan patokan terdekat.",
            ),
        ];
        let mut hasil = Vec::new();
        let mut unit: Vec<&str> = self.d.profil.kategori.iter().map(|k| k.opd.as_str()).collect();
        unit.dedup();
        for (i, u) in unit.iter().take(2).enumerate() {
            let Some(a) = self.akun.get(&format!("penghubung.{u}")) else {
                continue;
            };
            let oleh = Pelaku::Akun(Box::new(a.clone()));
            for (j, (nama, guna, teks)) in TEKS.iter().enumerate().take(2) {
                let isi = json!({ "nama": nama, "opd": u, "guna": guna, "teks": teks });
                let kunci = format!("templat/{i}/{j}");
                hasil.push(
                    self.baru("templat_jawaban", self.saat(30, &kunci), &oleh, isi, &kunci)
                        .1,
                );
            }
        }
        if let (Some(u), [.., (nama, guna, teks)]) = (self.d.profil.fungsi("pengaduan"), TEKS.as_slice()) {
            let punya = |a: &Akun| a.unit_sebagai(&[kernel::Peran::Koordinator]).contains(&u);
            if self.akun.get("koordinator").is_some_and(punya) {
                let isi = json!({ "nama": nama, "opd": u, "guna": guna, "teks": teks });
                let kini = self.saat(30, "templat/koordinator");
                hasil.push(
                    self.baru(
                        "templat_jawaban",
                        kini,
                        &self.koordinator,
                        isi,
                        "templat/koordinator",
                    )
                    .1,
                );
            }
        }
        hasil
    }

    /// One complaint is the province's to settle; the background sends it on.
    fn eskalasi(&self) -> Option<Rencana> {
        let baru = |c: &profil::Contoh| {
            c.hari_lalu <= LAPORAN_LALU
                && c.hari_lalu > MASALAH_LALU
                && c.isi.get("kategori").and_then(Value::as_str) == Some("jalan-rusak")
        };
        let (i, c) = self.d.contoh.iter().enumerate().find(|(_, c)| baru(c))?;
        let (laporan, _) = cerita::diajukan(self.d, &self.garis, i, c);
        let isi = json!({
            "pengaduan": laporan, "tujuan": "provinsi",
            "pengantar": "Ruas ini jalan provinsi; mohon penanganannya. Karangan untuk peragaan.",
        });
        let kini = self.saat(1, "eskalasi");
        Some(self.baru("eskalasi", kini, &self.koordinator, isi, "eskalasi").1)
    }

    /// The category with most complaints of late becomes a problem of the unit that it names.
    fn masalah(&self) -> Vec<Rencana> {
        let baru = |c: &profil::Contoh| {
            c.hari_lalu <= LAPORAN_LALU
                && c.hari_lalu > MASALAH_LALU
                && c.alur.iter().all(|a| a.langkah != "gabung")
        };
        let mut per: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, c) in self.d.contoh.iter().enumerate().filter(|(_, c)| baru(c)) {
            if let Some(k) = c.isi.get("kategori").and_then(Value::as_str) {
                per.entry(k).or_default().push(i);
            }
        }
        let terbanyak = per
            .iter()
            .filter(|(k, _)| **k != LAINNYA)
            .max_by_key(|(_, v)| v.len());
        let Some((k, laporan)) = terbanyak.and_then(|(k, v)| Some((self.d.profil.kategori(k)?, v))) else {
            return Vec::new();
        };
        let isi = json!({
            "nama": format!("{}: beberapa laporan dengan sebab yang sama", k.nama),
            "uraian": "Kami menerima beberapa laporan serupa dan menanganinya bersama. Kabar berikutnya kami sampaikan di sini.",
            "opd": k.opd, "kategori": k.kode,
        });
        let (id, buat) = self.baru(
            "masalah",
            self.saat(MASALAH_LALU, "masalah"),
            &self.koordinator,
            isi,
            "masalah",
        );
        let mut hasil = vec![buat];
        for i in laporan.iter().take(DIKAITKAN) {
            let Some(c) = self.d.contoh.get(*i) else { continue };
            let (entri, _) = cerita::diajukan(self.d, &self.garis, *i, c);
            let nama = format!("masalah/kait/{i}");
            let kini = self.saat(MASALAH_LALU - 1, &nama);
            hasil.push(self.langkah(entri, kini, "kaitkan", json!({ "masalah": id }), &nama));
        }
        let kabar = json!({ "kabar": "Petugas sudah memeriksa ke lapangan dan menemukan sebabnya. Perbaikan dimulai minggu ini." });
        let kini = self.saat(MASALAH_LALU - 2, "masalah/kabar");
        let mut kabari = self.langkah(id, kini, "kabari", kabar, "masalah/kabar");
        kabari.oleh = Oleh::Pemegang(Arc::new(self.akun.clone()));
        hasil.push(kabari);
        hasil
    }
}
