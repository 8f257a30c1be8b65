//! The make-believe register of the kernel's own tests: carnival troupes of an invented regency. It has one field of
//! every kind and a life cycle with every kind of step, in Rust and once more as data, so that the law may change
//! without touching a kernel test.

use jiff::{Timestamp, civil::date};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Peta,
    command::{Aksi, Perintah, Putusan, putuskan},
    entri::{Entri, IdEntri},
    galat::{Galat, GalatMedan},
    izin::{Akun, Cakupan, Hak, Pandangan, Pelaku, Peran, Siapa, Tindakan},
    kalender::Kalender,
    lifecycle::{Giliran, Keadaan, Lama, Langkah, Lifecycle, Pindah, Warna},
    nilai::{
        Bagian, Beberapa, Bilangan, Daftar, Foto, Jenis, KodeKategori, KodeUnit, Medan, Nik, Nip, Orang,
        Panjang, Periode, Rujukan, Surel, Teks, Telepon, Tempat, Uang,
    },
    peristiwa::Terlihat,
    profil::{
        Daerah, Fungsi, Kategori, Kecamatan, Keyakinan, KodeDaerah, Kontak, Profil, Regulasi, Sla, Unit,
    },
    register::{Inventaris, Kabar, Kepada, Konteks, Milik, Register, RegisterDef},
    skema,
};

/// How big a troupe is; also the class its preparation time hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub(crate) enum Ukuran {
    #[pilihan("Kecil")]
    Kecil,
    #[pilihan("Besar sekali")]
    BesarSekali,
}

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub(crate) enum Alat {
    #[pilihan("Gendang")]
    Gendang,
    #[pilihan("Terompet")]
    Terompet,
    #[pilihan("Kentongan")]
    Kentongan,
}

/// A part with fields of its own, some of them delicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub(crate) struct Kendaraan {
    #[medan("Nama kendaraan")]
    nama: Teks<40>,
    #[medan("Jumlah roda")]
    roda: Bilangan<2, 18>,
    #[medan("Berlampu")]
    #[serde(default)]
    lampu: bool,
    #[medan("Nomor sopir", pribadi)]
    #[serde(skip_serializing_if = "Option::is_none")]
    sopir: Option<Telepon>,
    #[medan("Kode kunci", rahasia)]
    #[serde(skip_serializing_if = "Option::is_none")]
    kunci: Option<Teks<20>>,
    #[medan("Pernah dipakai rombongan")]
    #[serde(skip_serializing_if = "Option::is_none")]
    bekas: Option<Rujukan<Karnaval>>,
    #[medan("Foto kendaraan")]
    #[serde(default)]
    potret: Foto<1>,
}

/// A troupe: every kind of field once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub(crate) struct Karnaval {
    #[medan("Nama rombongan", cari, kolom, urut, publik)]
    nama: Teks<60>,
    #[medan("Cerita", cari, publik, bantuan = "Apa yang ditampilkan?")]
    #[serde(skip_serializing_if = "Option::is_none")]
    cerita: Option<Panjang<400>>,
    #[medan("Jumlah peserta", saring, urut, kolom, publik)]
    peserta: Bilangan<1, 500>,
    #[medan("Anggaran", urut)]
    anggaran: Uang,
    #[medan("Biaya per orang", hitung)]
    #[serde(skip_serializing_if = "Option::is_none")]
    per_orang: Option<Uang>,
    #[medan("Hari tampil", urut, publik)]
    hari: jiff::civil::Date,
    #[medan("Masa latihan")]
    #[serde(skip_serializing_if = "Option::is_none")]
    latihan: Option<Periode>,
    #[medan("Ukuran", saring, kolom, publik)]
    ukuran: Ukuran,
    #[medan("Alat musik", publik)]
    #[serde(default)]
    alat: Beberapa<Alat>,
    #[medan("Kategori", saring, publik)]
    kategori: KodeKategori,
    #[medan("Pengiring")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pengiring: Option<KodeUnit>,
    #[medan("Rombongan di depan")]
    #[serde(skip_serializing_if = "Option::is_none")]
    depan: Option<Rujukan<Karnaval>>,
    #[medan("Foto", publik)]
    #[serde(default)]
    foto: Foto<3>,
    #[medan("Tempat berangkat", rata)]
    #[serde(flatten)]
    tempat: Tempat,
    #[medan("Gudang")]
    #[serde(skip_serializing_if = "Option::is_none")]
    gudang: Option<Tempat>,
    #[medan("Penanggung jawab")]
    #[serde(default)]
    pelapor: Orang,
    #[medan("Surel rombongan", pribadi)]
    #[serde(skip_serializing_if = "Option::is_none")]
    surel: Option<Surel>,
    #[medan("NIK", pribadi)]
    #[serde(skip_serializing_if = "Option::is_none")]
    nik: Option<Nik>,
    #[medan("NIP", pribadi)]
    #[serde(skip_serializing_if = "Option::is_none")]
    nip: Option<Nip>,
    #[medan("Lagu", publik, cari)]
    #[serde(default)]
    lagu: Daftar<4>,
    #[medan("Samarkan nama")]
    #[serde(default)]
    samar: bool,
    #[medan("Sandi gudang", rahasia)]
    #[serde(skip_serializing_if = "Option::is_none")]
    sandi: Option<Teks<40>>,
    #[medan("Kendaraan", publik)]
    #[serde(default)]
    kendaraan: Bagian<Kendaraan>,
}

impl Register for Karnaval {
    const KODE: &'static str = "karnaval";
    const LABEL: &'static str = "Karnaval";
    const BANTUAN: &'static str = "Rombongan yang ikut karnaval.";
    const DASAR: &'static [&'static str] = &["Z1"];
    const JUDUL: &'static str = "nama";
    const DILACAK: bool = true;

    fn milik() -> Milik {
        Milik::Fungsi("pawai".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Catat, Ekspor, Ubah};
        let hak = |siapa, boleh, cakupan, pandangan| Hak {
            siapa,
            boleh,
            cakupan,
            pandangan,
        };
        vec![
            hak(Siapa::Publik, &[Buat], Cakupan::Semua, Pandangan::Publik),
            hak(Siapa::Publik, &[Baca], Cakupan::Terbit, Pandangan::Publik),
            hak(Siapa::Pelapor, &[Baca], Cakupan::Sendiri, Pandangan::Pribadi),
            hak(
                Siapa::Peran(Peran::Koordinator),
                &Tindakan::SEMUA,
                Cakupan::Semua,
                Pandangan::Pribadi,
            ),
            hak(
                Siapa::Peran(Peran::Penghubung),
                &[Baca, Ubah, Catat],
                Cakupan::Unit,
                Pandangan::Pribadi,
            ),
            hak(
                Siapa::Peran(Peran::Kepala),
                &[Baca],
                Cakupan::Unit,
                Pandangan::Dinas,
            ),
            hak(
                Siapa::Peran(Peran::Petugas),
                &[Baca, Catat],
                Cakupan::Pegang,
                Pandangan::Dinas,
            ),
            hak(
                Siapa::Peran(Peran::Auditor),
                &[Baca, Ekspor],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
        ]
    }

    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, giliran, warna| Keadaan {
            kode: kode.into(),
            label: label.into(),
            arti: "".into(),
            giliran,
            warna,
        };
        let (koordinator, penghubung, kepala) = (
            Siapa::Peran(Peran::Koordinator),
            Siapa::Peran(Peran::Penghubung),
            Siapa::Peran(Peran::Kepala),
        );
        let alasan = || Medan::dari::<Panjang<200>>("alasan", "Alasan");
        let sla = |s: &'static str| Lama::Sla(s.into());
        Lifecycle {
            keadaan: vec![
                keadaan("daftar", "Terdaftar", Giliran::Pemegang, Warna::Biru),
                keadaan("lengkapi", "Menunggu jawaban", Giliran::Pelapor, Warna::Jingga),
                keadaan("tampil", "Siap tampil", Giliran::Pemegang, Warna::Jingga),
                keadaan("pentas", "Sudah tampil", Giliran::Pelapor, Warna::Hijau),
                keadaan("selesai", "Selesai", Giliran::Selesai, Warna::Abu),
                keadaan("batal", "Batal", Giliran::Selesai, Warna::Merah),
            ],
            langkah: vec![
                // Copies a field, moves to the unit named in one, stops one deadline and starts another by a field.
                Langkah::baru("sahkan", "Sahkan", "Rombongan boleh tampil.")
                    .dari(["daftar"])
                    .ke("tampil")
                    .oleh([koordinator])
                    .isian([
                        Medan::dari::<KodeUnit>("unit", "Pembina"),
                        Medan::dari::<Ukuran>("ukuran", "Ukuran"),
                        Medan::dari::<Option<Panjang<200>>>("catatan", "Catatan").internal(),
                    ])
                    .salin(["ukuran"])
                    .pindah(Pindah::KeIsian("unit".into()))
                    .henti(["verifikasi"])
                    .mulai("penyiapan", sla("penyelesaian.{ukuran}"))
                    .massal(),
                Langkah::baru("tanya", "Tanyakan", "Pelapor diminta menjawab.")
                    .dari(["daftar"])
                    .ke("lengkapi")
                    .oleh([koordinator])
                    .isian([Medan::dari::<Panjang<200>>("pertanyaan", "Pertanyaan")])
                    .henti(["verifikasi"])
                    .mulai("kelengkapan", sla("kelengkapan")),
                // For who filed it; carries a file of its own; starts a stopped deadline afresh.
                Langkah::baru("jawab", "Jawab", "Pemeriksaan dilanjutkan.")
                    .dari(["lengkapi"])
                    .ke("daftar")
                    .oleh([Siapa::Pelapor])
                    .isian([
                        Medan::dari::<Panjang<200>>("keterangan", "Keterangan"),
                        Medan::dari::<Foto<2>>("bukti", "Bukti"),
                        Medan::dari::<Option<Telepon>>("telepon", "Nomor telepon").pribadi(),
                    ])
                    .henti(["kelengkapan"])
                    .mulai("verifikasi", sla("verifikasi")),
                // Only the program, only when the deadline has run out.
                Langkah::baru("gugur", "Gugur", "Tidak dijawab pada waktunya.")
                    .dari(["lengkapi"])
                    .ke("batal")
                    .otomatis("kelengkapan")
                    .henti(["kelengkapan"]),
                // Stays in the state.
                Langkah::baru("kabari", "Kabari", "Cerita diperbarui.")
                    .dari(["tampil"])
                    .oleh([penghubung])
                    .isian([Medan::dari::<Option<Panjang<400>>>("cerita", "Cerita")])
                    .salin(["cerita"])
                    .terlihat(Terlihat::Publik),
                // Moves to a function; only officials read it.
                Langkah::baru("titip", "Titipkan", "Yang membidangi musik melanjutkan.")
                    .dari(["tampil"])
                    .oleh([penghubung])
                    .pindah(Pindah::KeFungsi("musik".into()))
                    .terlihat(Terlihat::Internal),
                // Moves back to the owner; a fixed number of working days.
                Langkah::baru("kembalikan", "Kembalikan", "Pemilik memeriksa lagi.")
                    .dari(["tampil"])
                    .ke("daftar")
                    .oleh([penghubung])
                    .pindah(Pindah::KePemilik)
                    .henti(["penyiapan"])
                    .mulai("verifikasi", Lama::HariKerja(2)),
                // For everybody who sees it.
                Langkah::baru("semangati", "Beri semangat", "Ucapan Anda tampil.")
                    .dari(["tampil"])
                    .oleh([Siapa::Publik])
                    .isian([Medan::dari::<Option<Teks<80>>>("ucapan", "Ucapan")])
                    .terlihat(Terlihat::Publik),
                Langkah::baru("pentaskan", "Pentaskan", "Rombongan sudah tampil.")
                    .dari(["tampil"])
                    .ke("pentas")
                    .oleh([penghubung])
                    .henti(["penyiapan"])
                    .mulai("penutupan", Lama::HariKerja(3)),
                Langkah::baru("protes", "Protes", "Rombongan tampil lagi.")
                    .dari(["pentas"])
                    .ke("tampil")
                    .oleh([Siapa::Pelapor])
                    .isian([alasan()])
                    .henti(["penutupan"])
                    .mulai("penyiapan", sla("penyelesaian.{ukuran}")),
                // The program or a person, whichever comes first.
                Langkah::baru("tutup", "Tutup", "Selesai.")
                    .dari(["pentas"])
                    .ke("selesai")
                    .oleh([koordinator])
                    .otomatis("penutupan")
                    .henti(["penutupan"]),
                // Links to another entry.
                Langkah::baru("gabung", "Gabungkan", "Dilanjutkan di rombongan lain.")
                    .dari(["daftar"])
                    .ke("batal")
                    .oleh([koordinator])
                    .isian([Medan::dari::<Rujukan<Karnaval>>("induk", "Rombongan lain")])
                    .tautkan("induk", "gabung")
                    .henti(["verifikasi"]),
                // One step, two rows: who may take it and what is asked hang on the state.
                Langkah::baru("batalkan", "Batalkan", "Rombongan tidak tampil.")
                    .dari(["daftar"])
                    .ke("batal")
                    .oleh([koordinator])
                    .isian([alasan()])
                    .henti(["verifikasi"]),
                Langkah::baru("batalkan", "Batalkan", "Rombongan tidak tampil.")
                    .dari(["tampil"])
                    .ke("batal")
                    .oleh([kepala])
                    .isian([alasan(), Medan::dari::<Teks<40>>("keputusan", "Nomor keputusan")])
                    .bahaya(),
            ],
            mulai: vec![("verifikasi".into(), sla("verifikasi"))],
            nama_tenggat: [
                ("verifikasi", "Pemeriksaan"),
                ("kelengkapan", "Jawaban"),
                ("penyiapan", "Persiapan"),
                ("penutupan", "Penutupan"),
            ]
            .map(|(k, n)| (k.into(), n.into()))
            .to_vec(),
            ..Lifecycle::default()
        }
    }

    fn hitung(&mut self, _k: &Konteks) {
        self.per_orang = Uang::baru(self.anggaran.rupiah() / self.peserta.nilai().unsigned_abs());
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        match self.latihan {
            Some(l) if l.akhir() >= self.hari => {
                vec![GalatMedan::baru(
                    "latihan.akhir",
                    "Latihan harus berakhir sebelum hari tampil.",
                )]
            }
            _ => Vec::new(),
        }
    }

    fn terbit(&self, keadaan: &str) -> bool {
        matches!(keadaan, "tampil" | "pentas" | "selesai")
    }

    fn usul(&self, langkah: &str, k: &Konteks) -> Peta {
        let unit = k.profil.kategori(&self.kategori.0).map(|k| k.opd.as_str());
        match (langkah, unit) {
            ("sahkan", Some(u)) => peta(json!({ "unit": u, "ukuran": self.ukuran })),
            _ => Peta::new(),
        }
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, e: &Entri, _k: &Konteks) -> Result<(), Galat> {
        if langkah == "sahkan" && self.peserta.nilai() > 400 && e.keadaan == "daftar" {
            return Err(Galat::medan(
                "ukuran",
                "Rombongan lebih dari 400 orang harus dibagi dua.",
            ));
        }
        if langkah == "semangati" && isian.contains_key("ucapan") {
            self.samar = false;
        }
        Ok(())
    }

    fn kabar(&self, langkah: Option<&str>, _isian: &Peta, e: &Entri) -> Vec<Kabar> {
        let surel = self
            .pelapor
            .surel
            .iter()
            .filter(|_| matches!(langkah, None | Some("tanya")));
        surel
            .map(|s| Kabar {
                kepada: Kepada::Alamat(s.as_str().to_owned()),
                acara: langkah.unwrap_or("baru").to_owned(),
                isi: peta(json!({ "pemegang": e.pemegang })),
            })
            .collect()
    }

    fn klasifikasi(isi: &Peta) -> crate::Klasifikasi {
        match isi.get("samar") {
            Some(Value::Bool(true)) => crate::Klasifikasi::Rahasia,
            _ => crate::Klasifikasi::Biasa,
        }
    }

    fn saring_pandangan(isi: &Peta, siapa: Siapa, p: Pandangan) -> Pandangan {
        let samar = isi.get("samar") == Some(&Value::Bool(true));
        if samar && siapa == Siapa::Peran(Peran::Penghubung) {
            p.min(Pandangan::Dinas)
        } else {
            p
        }
    }
}

/// The same register as data, but for its rules. The schema is what the Rust type publishes of itself.
pub(crate) fn karnaval_data() -> String {
    let mut u: Value = serde_json::from_str(KARNAVAL_DATA).unwrap();
    u["skema"] = skema::objek(&<Karnaval as crate::register::Kelompok>::medan());
    u.to_string()
}

const KARNAVAL_DATA: &str = r#"{
  "kode": "karnaval", "label": "Karnaval", "bantuan": "Rombongan yang ikut karnaval.", "dasar": ["Z1"],
  "dilacak": true, "judul": "nama", "milik": { "fungsi": "pawai" }, "terbit": ["tampil", "pentas", "selesai"],
  "hak": [
    { "siapa": "publik", "boleh": ["buat"], "cakupan": "semua", "pandangan": "publik" },
    { "siapa": "publik", "boleh": ["baca"], "cakupan": "terbit", "pandangan": "publik" },
    { "siapa": "pelapor", "boleh": ["baca"], "cakupan": "sendiri", "pandangan": "pribadi" },
    { "siapa": "koordinator", "boleh": ["baca", "buat", "ubah", "catat", "ekspor", "impor", "lupakan"], "cakupan": "semua", "pandangan": "pribadi" },
    { "siapa": "penghubung", "boleh": ["baca", "ubah", "catat"], "cakupan": "unit", "pandangan": "pribadi" },
    { "siapa": "kepala", "boleh": ["baca"], "cakupan": "unit" },
    { "siapa": "petugas", "boleh": ["baca", "catat"], "cakupan": "pegang" },
    { "siapa": "auditor", "boleh": ["baca", "ekspor"], "cakupan": "semua", "pandangan": "dinas" }
  ],
  "keadaan": [
    { "kode": "daftar", "label": "Terdaftar", "giliran": "pemegang" },
    { "kode": "lengkapi", "label": "Menunggu jawaban", "giliran": "pelapor", "warna": "jingga" },
    { "kode": "tampil", "label": "Siap tampil", "giliran": "pemegang", "warna": "jingga" },
    { "kode": "pentas", "label": "Sudah tampil", "giliran": "pelapor", "warna": "hijau" },
    { "kode": "selesai", "label": "Selesai", "giliran": "selesai", "warna": "abu" },
    { "kode": "batal", "label": "Batal", "giliran": "selesai", "warna": "merah" }
  ],
  "mulai": [["verifikasi", { "sla": "verifikasi" }]],
  "tenggat": [["verifikasi", "Pemeriksaan"], ["kelengkapan", "Jawaban"], ["penyiapan", "Persiapan"], ["penutupan", "Penutupan"]],
  "langkah": [
    { "kode": "sahkan", "label": "Sahkan", "akibat": "Rombongan boleh tampil.", "dari": ["daftar"], "ke": "tampil",
      "oleh": ["koordinator"], "salin": ["ukuran"], "pindah": { "isian": "unit" }, "henti": ["verifikasi"], "massal": true,
      "mulai": [["penyiapan", { "sla": "penyelesaian.{ukuran}" }]],
      "isian": { "required": ["unit", "ukuran"], "properties": {
        "unit": { "type": "string", "x-jenis": "unit", "title": "Pembina", "x-urut": 1 },
        "ukuran": { "type": "string", "enum": ["kecil", "besar_sekali"], "x-label": ["Kecil", "Besar sekali"], "title": "Ukuran", "x-urut": 2 },
        "catatan": { "type": "string", "x-jenis": "panjang", "maxLength": 200, "title": "Catatan", "x-sifat": ["internal"], "x-urut": 3 } } } },
    { "kode": "tanya", "label": "Tanyakan", "akibat": "Pelapor diminta menjawab.", "dari": ["daftar"], "ke": "lengkapi",
      "oleh": ["koordinator"], "henti": ["verifikasi"], "mulai": [["kelengkapan", { "sla": "kelengkapan" }]],
      "isian": { "required": ["pertanyaan"], "properties": {
        "pertanyaan": { "type": "string", "x-jenis": "panjang", "maxLength": 200, "title": "Pertanyaan" } } } },
    { "kode": "jawab", "label": "Jawab", "akibat": "Pemeriksaan dilanjutkan.", "dari": ["lengkapi"], "ke": "daftar",
      "oleh": ["pelapor"], "henti": ["kelengkapan"], "mulai": [["verifikasi", { "sla": "verifikasi" }]],
      "isian": { "required": ["keterangan"], "properties": {
        "keterangan": { "type": "string", "x-jenis": "panjang", "maxLength": 200, "title": "Keterangan", "x-urut": 1 },
        "bukti": { "type": "array", "x-jenis": "foto", "maxItems": 2, "title": "Bukti", "default": [], "x-urut": 2 },
        "telepon": { "type": "string", "x-jenis": "telepon", "title": "Nomor telepon", "x-sifat": ["pribadi"], "x-urut": 3 } } } },
    { "kode": "gugur", "label": "Gugur", "akibat": "Tidak dijawab pada waktunya.", "dari": ["lengkapi"], "ke": "batal",
      "oleh": [], "otomatis": "kelengkapan", "henti": ["kelengkapan"] },
    { "kode": "kabari", "label": "Kabari", "akibat": "Cerita diperbarui.", "dari": ["tampil"], "oleh": ["penghubung"],
      "salin": ["cerita"], "terlihat": "publik", "isian": { "properties": {
        "cerita": { "type": "string", "x-jenis": "panjang", "maxLength": 400, "title": "Cerita" } } } },
    { "kode": "titip", "label": "Titipkan", "akibat": "Yang membidangi musik melanjutkan.", "dari": ["tampil"],
      "oleh": ["penghubung"], "pindah": { "fungsi": "musik" }, "terlihat": "internal" },
    { "kode": "kembalikan", "label": "Kembalikan", "akibat": "Pemilik memeriksa lagi.", "dari": ["tampil"], "ke": "daftar",
      "oleh": ["penghubung"], "pindah": "pemilik", "henti": ["penyiapan"], "mulai": [["verifikasi", { "hari_kerja": 2 }]] },
    { "kode": "semangati", "label": "Beri semangat", "akibat": "Ucapan Anda tampil.", "dari": ["tampil"], "oleh": ["publik"],
      "terlihat": "publik", "isian": { "properties": {
        "ucapan": { "type": "string", "maxLength": 80, "title": "Ucapan" } } } },
    { "kode": "pentaskan", "label": "Pentaskan", "akibat": "Rombongan sudah tampil.", "dari": ["tampil"], "ke": "pentas",
      "oleh": ["penghubung"], "henti": ["penyiapan"], "mulai": [["penutupan", { "hari_kerja": 3 }]] },
    { "kode": "protes", "label": "Protes", "akibat": "Rombongan tampil lagi.", "dari": ["pentas"], "ke": "tampil",
      "oleh": ["pelapor"], "henti": ["penutupan"], "mulai": [["penyiapan", { "sla": "penyelesaian.{ukuran}" }]],
      "isian": { "required": ["alasan"], "properties": {
        "alasan": { "type": "string", "x-jenis": "panjang", "maxLength": 200, "title": "Alasan" } } } },
    { "kode": "tutup", "label": "Tutup", "akibat": "Selesai.", "dari": ["pentas"], "ke": "selesai",
      "oleh": ["koordinator"], "otomatis": "penutupan", "henti": ["penutupan"] },
    { "kode": "gabung", "label": "Gabungkan", "akibat": "Dilanjutkan di rombongan lain.", "dari": ["daftar"], "ke": "batal",
      "oleh": ["koordinator"], "tautkan": ["induk", "gabung"], "henti": ["verifikasi"],
      "isian": { "required": ["induk"], "properties": {
        "induk": { "type": "string", "format": "uuid", "x-rujukan": "karnaval", "title": "Rombongan lain" } } } },
    { "kode": "batalkan", "label": "Batalkan", "akibat": "Rombongan tidak tampil.", "dari": ["daftar"], "ke": "batal",
      "oleh": ["koordinator"], "henti": ["verifikasi"],
      "isian": { "required": ["alasan"], "properties": {
        "alasan": { "type": "string", "x-jenis": "panjang", "maxLength": 200, "title": "Alasan" } } } },
    { "kode": "batalkan", "label": "Batalkan", "akibat": "Rombongan tidak tampil.", "dari": ["tampil"], "ke": "batal",
      "oleh": ["kepala"], "bahaya": true,
      "isian": { "required": ["alasan", "keputusan"], "properties": {
        "alasan": { "type": "string", "x-jenis": "panjang", "maxLength": 200, "title": "Alasan", "x-urut": 1 },
        "keputusan": { "type": "string", "maxLength": 40, "title": "Nomor keputusan", "x-urut": 2 } } } }
  ]
}"#;

pub(crate) fn kode(s: &str) -> KodeDaerah {
    KodeDaerah::try_from(s.to_owned()).unwrap()
}

fn unit(s: &str) -> KodeUnit {
    KodeUnit(s.to_owned())
}

/// The invented regency: Kabupaten Antah, in central Indonesian time, with a holiday on Tuesday 24 November 2026.
pub(crate) fn profil() -> Profil {
    profil_bernama("antah", "ANT", "Asia/Makassar", "99.01")
}

/// Its neighbour, in western time, with units of the same codes.
pub(crate) fn profil_lain() -> Profil {
    profil_bernama("berantah", "BRT", "Asia/Jakarta", "99.02")
}

fn profil_bernama(nama: &str, awalan: &str, zona: &str, wilayah: &str) -> Profil {
    let satuan = |k: &str, n: &str| Unit {
        kode: unit(k),
        nama: n.into(),
        singkatan: n.into(),
        jenis: "dinas".into(),
        induk: None,
        wilayah: None,
        sejak: None,
        sampai: None,
        pengganti: None,
        confidence: Keyakinan::Contoh,
        sumber: None,
    };
    let fungsi = |f: &str, u: &str| {
        (
            f.to_owned(),
            Fungsi {
                opd: unit(u),
                dulu: Vec::new(),
                dasar: None,
                confidence: Keyakinan::Contoh,
            },
        )
    };
    let kategori = |k: &str, u: &str| Kategori {
        kode: k.into(),
        nama: k.into(),
        nama_en: k.into(),
        bantuan: String::new(),
        bantuan_en: None,
        opd: unit(u),
        kelas: "kecil".into(),
        kata: Vec::new(),
    };
    // Two squares of a tenth of a degree beside each other.
    let kecamatan = |n: u8, nama: &str, x: f64| Kecamatan {
        kode: format!("{wilayah}.0{n}"),
        nama: nama.into(),
        desa: vec![
            (format!("{wilayah}.0{n}.2001"), format!("{nama} Hulu")),
            (format!("{wilayah}.0{n}.2002"), format!("{nama} Hilir")),
        ],
        batas: vec![vec![vec![
            [x, -8.0],
            [x + 0.1, -8.0],
            [x + 0.1, -7.9],
            [x, -7.9],
            [x, -8.0],
        ]]],
    };
    Profil {
        daerah: Daerah {
            kode: kode(nama),
            kode_wilayah: wilayah.into(),
            nama: format!("Kabupaten {nama}"),
            nama_pendek: nama.into(),
            provinsi: "Khayal".into(),
            ibu_kota: "Angan".into(),
            zona: zona.into(),
            awalan_nomor: awalan.into(),
            aksen: "#336699".into(),
            regulasi: Regulasi {
                jenis: "Peraturan Bupati".into(),
                nomor: None,
                tahun: None,
                judul: "Karnaval".into(),
            },
            kontak: Kontak {
                alamat: "Jalan Awan 1".into(),
                surel: "halo@contoh.id".into(),
                telepon: None,
                jam: "Selalu".into(),
                confidence: Keyakinan::Contoh,
            },
            fungsi: [fungsi("pawai", "dinas-pawai"), fungsi("musik", "balai-musik")].into(),
            sla: Sla {
                verifikasi: 3,
                jawaban: 5,
                kelengkapan: 4,
                penutupan: 10,
                penyelesaian: [("kecil".to_owned(), 5), ("besar_sekali".to_owned(), 14)].into(),
                lain: [].into(),
            },
            confidence: Keyakinan::Contoh,
            sumber: None,
        },
        unit: vec![
            satuan("dinas-pawai", "Dinas Pawai"),
            satuan("balai-musik", "Balai Musik"),
            satuan("kantor-lampion", "Kantor Lampion"),
        ],
        kategori: vec![
            kategori("lampion", "kantor-lampion"),
            kategori("naga", "balai-musik"),
        ],
        istilah: Vec::new(),
        kecamatan: vec![kecamatan(1, "Awan", 114.0), kecamatan(2, "Bintang", 114.1)],
        kitab: None,
        kalender: Kalender::baru(zona, [(date(2026, 11, 24), "Hari Balon".to_owned())]).unwrap(),
    }
}

pub(crate) fn peta(v: Value) -> Peta {
    match v {
        Value::Object(o) => o,
        v => panic!("{v} is no object"),
    }
}

/// The least that makes an entry.
pub(crate) fn isi_wajib() -> Peta {
    peta(json!({
        "nama": "Naga Tidur", "peserta": 40, "anggaran": 1_250_000, "hari": "2027-01-10", "ukuran": "kecil",
        "kategori": "naga",
    }))
}

pub(crate) const DEPAN: &str = "01900000-0000-7000-8000-00000000000a";
pub(crate) const BEKAS: &str = "01900000-0000-7000-8000-00000000000b";
pub(crate) const FOTO: &str = "01900000-0000-7000-8000-0000000000f0";
pub(crate) const POTRET: &str = "01900000-0000-7000-8000-0000000000f1";

/// Every field filled in, in the written form.
pub(crate) fn isi_penuh() -> Peta {
    peta(json!({
        "nama": "Naga Tidur", "cerita": "Seekor naga\nyang tertidur.", "peserta": 40, "anggaran": 1_250_000,
        "hari": "2027-01-10", "latihan": { "mulai": "2026-12-01", "akhir": "2026-12-20" }, "ukuran": "kecil",
        "alat": ["gendang", "kentongan"], "kategori": "naga", "pengiring": "balai-musik", "depan": DEPAN, "foto": [FOTO],
        "kecamatan": "99.01.01", "desa": "99.01.01.2001", "alamat": "Depan balai", "lat": -7.95, "lon": 114.05,
        "gudang": { "kecamatan": "99.01.02", "alamat": "Belakang pasar" },
        "pelapor": { "nama": "Si Fulan", "surel": "fulan@contoh.id", "telepon": "+6281234567890" },
        "surel": "naga@contoh.id", "nik": "9901010107900001", "nip": "198501012010011001",
        "lagu": ["Bangun Naga", "Tidurlah"], "samar": false, "sandi": "buka-sesame",
        "kendaraan": [{ "nama": "Gerobak", "roda": 4, "lampu": true, "sopir": "+6281234567891", "kunci": "tujuh",
            "bekas": BEKAS, "potret": [POTRET] }],
    }))
}

/// A moment written with its offset.
pub(crate) fn pada(s: &str) -> Timestamp {
    s.parse().unwrap()
}

pub(crate) fn pejabat(daerah: &str, nama: &str, peran: Peran, u: &str) -> Pelaku {
    let id = Uuid::from_u128(
        nama.bytes()
            .chain(u.bytes())
            .fold(1, |a, b| a * 31 % (1 << 90) + u128::from(b)),
    );
    let peran = vec![(peran, unit(u))];
    Pelaku::Akun(Box::new(Akun {
        id,
        daerah: kode(daerah),
        pengguna: nama.into(),
        nama: nama.into(),
        peran,
    }))
}

pub(crate) fn koordinator() -> Pelaku {
    pejabat("antah", "Kora", Peran::Koordinator, "dinas-pawai")
}

pub(crate) fn penghubung(u: &str) -> Pelaku {
    pejabat("antah", "Huba", Peran::Penghubung, u)
}

pub(crate) fn kepala(u: &str) -> Pelaku {
    pejabat("antah", "Kela", Peran::Kepala, u)
}

pub(crate) fn auditor() -> Pelaku {
    pejabat("antah", "Audi", Peran::Auditor, "kantor-lampion")
}

/// A stage: one regency, one register, one entry, one clock. Tests act on it as people would.
pub(crate) struct Panggung {
    pub(crate) profil: Profil,
    pub(crate) inventaris: Inventaris,
    pub(crate) kini: Timestamp,
    pub(crate) id: IdEntri,
    pub(crate) entri: Option<Entri>,
}

impl Panggung {
    /// Friday 20 November 2026, 16.30 in Antah, with the register in Rust.
    pub(crate) fn baru() -> Self {
        Panggung::dengan(RegisterDef::dari_tipe::<Karnaval>())
    }

    pub(crate) fn dengan(def: RegisterDef) -> Self {
        let kini = pada("2026-11-20T16:30:00+08:00");
        let id = IdEntri(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
        Panggung {
            profil: profil(),
            inventaris: Inventaris::baru([def]),
            kini,
            id,
            entri: None,
        }
    }

    /// With an entry of all fields, filed by the public.
    pub(crate) fn terdaftar() -> Self {
        let mut p = Panggung::baru();
        p.buat(&Pelaku::Publik, isi_penuh()).unwrap();
        p
    }

    /// With an entry that Kantor Lampion prepares.
    pub(crate) fn tampil() -> Self {
        let mut p = Panggung::terdaftar();
        p.langkah(
            &koordinator(),
            "sahkan",
            json!({ "unit": "kantor-lampion", "ukuran": "kecil" }),
        )
        .unwrap();
        p
    }

    pub(crate) fn def(&self) -> &RegisterDef {
        self.inventaris.cari("karnaval").unwrap()
    }

    pub(crate) fn entri(&self) -> &Entri {
        self.entri.as_ref().unwrap()
    }

    pub(crate) fn pelapor(&self) -> Pelaku {
        Pelaku::Pelapor(self.id)
    }

    pub(crate) fn konteks<'a>(&'a self, pelaku: &'a Pelaku) -> Konteks<'a> {
        Konteks {
            profil: &self.profil,
            kini: self.kini,
            pelaku,
        }
    }

    pub(crate) fn jalankan(&mut self, pelaku: &Pelaku, aksi: Aksi) -> Result<Putusan, Galat> {
        let perintah = Perintah {
            daerah: self.profil.kode().clone(),
            pelaku: pelaku.clone(),
            kini: self.kini,
            aksi,
            kunci: None,
        };
        let p = putuskan(&self.inventaris, &self.profil, &perintah, self.entri.as_ref(), 7)?;
        self.entri = Some(p.entri.clone());
        Ok(p)
    }

    pub(crate) fn buat(&mut self, pelaku: &Pelaku, isi: Peta) -> Result<Putusan, Galat> {
        self.jalankan(
            pelaku,
            Aksi::Buat {
                register: "karnaval".into(),
                id: self.id,
                isi,
            },
        )
    }

    pub(crate) fn ubah(&mut self, pelaku: &Pelaku, tambal: Value) -> Result<Putusan, Galat> {
        let versi = self.entri().versi;
        self.jalankan(
            pelaku,
            Aksi::Ubah {
                id: self.id,
                versi,
                tambal: peta(tambal),
            },
        )
    }

    pub(crate) fn langkah(&mut self, pelaku: &Pelaku, langkah: &str, isian: Value) -> Result<Putusan, Galat> {
        let aksi = Aksi::Langkah {
            id: self.id,
            versi: None,
            langkah: langkah.into(),
            isian: peta(isian),
        };
        self.jalankan(pelaku, aksi)
    }

    pub(crate) fn catat(&mut self, pelaku: &Pelaku, teks: &str) -> Result<Putusan, Galat> {
        self.jalankan(
            pelaku,
            Aksi::Catat {
                id: self.id,
                teks: teks.into(),
            },
        )
    }

    /// When a deadline is due, on this regency's clock.
    pub(crate) fn jatuh(&self, kode: &str) -> String {
        let t = self
            .entri()
            .tenggat
            .iter()
            .find(|t| t.kode == kode && t.berjalan())
            .unwrap();
        self.profil
            .kalender
            .waktu_pendek(crate::Bahasa::Id, crate::kalender::saat(t.jatuh))
    }
}

/// So many random cases; a failing one is printed, not kept as a file.
pub(crate) fn acak(kali: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        failure_persistence: None,
        ..proptest::test_runner::Config::with_cases(kali)
    }
}

/// Path and message of every wrong field, as the person reads them.
pub(crate) fn salah(g: &Galat) -> Vec<(String, String)> {
    g.isian()
        .iter()
        .map(|m| (m.medan.clone(), m.pesan.dalam(crate::Bahasa::Id)))
        .collect()
}

/// Every kind of value is in the make-believe register: a kind added to the kernel must come in here too.
#[test]
fn the_register_has_a_field_of_every_kind() {
    fn kumpul(medan: &[Medan], ada: &mut Vec<String>) {
        for m in medan {
            let nama = match &m.jenis {
                Jenis::Teks { .. } => "teks",
                Jenis::Panjang { .. } => "panjang",
                Jenis::Bilangan { .. } => "bilangan",
                Jenis::Uang => "uang",
                Jenis::Tanggal => "tanggal",
                Jenis::Periode => "periode",
                Jenis::YaTidak => "ya-tidak",
                Jenis::Pilihan(_) => "pilihan",
                Jenis::Beberapa(_) => "beberapa",
                Jenis::DariProfil(crate::nilai::Sumber::Kategori) => "kategori",
                Jenis::DariProfil(crate::nilai::Sumber::Unit) => "unit",
                Jenis::Rujukan(_) => "rujukan",
                Jenis::Berkas { .. } => "berkas",
                Jenis::Wilayah(_) => "wilayah",
                Jenis::Lintang => "lintang",
                Jenis::Bujur => "bujur",
                Jenis::Tempat => "tempat",
                Jenis::Surel => "surel",
                Jenis::Telepon => "telepon",
                Jenis::Nik => "nik",
                Jenis::Nip => "nip",
                Jenis::Orang => "orang",
                Jenis::Daftar { .. } => "daftar",
                Jenis::Bagian(_) => "bagian",
            };
            ada.push(nama.to_owned());
            kumpul(&m.jenis.anak(), ada);
        }
    }
    let mut ada = Vec::new();
    kumpul(&<Karnaval as crate::register::Kelompok>::medan(), &mut ada);
    ada.sort();
    ada.dedup();
    assert_eq!(ada.len(), 24, "{ada:?}");
    let medan = <Karnaval as crate::register::Kelompok>::medan();
    for sifat in [
        |m: &Medan| m.hitung,
        |m: &Medan| m.rahasia,
        |m: &Medan| m.pribadi,
        |m: &Medan| m.rata,
        |m: &Medan| m.publik,
    ] {
        assert!(medan.iter().any(sifat));
    }
}

#[test]
fn both_forms_of_the_register_are_sound() {
    assert_eq!(
        RegisterDef::dari_tipe::<Karnaval>().periksa(),
        Vec::<String>::new()
    );
    let data = RegisterDef::dari_data(&karnaval_data()).unwrap();
    assert_eq!(data.periksa(), Vec::<String>::new());
}

/// Any JSON, not too deep.
pub(crate) fn json_apa_saja() -> impl proptest::strategy::Strategy<Value = Value> {
    use proptest::prelude::*;
    let daun = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|f| serde_json::Number::from_f64(f).map_or(Value::Null, Value::Number)),
        any::<String>().prop_map(Value::from),
        "[ \\n\\t\\u{0}\\u{200B}\\u{FEFF}a-c.,0-9-]{0,8}".prop_map(Value::from),
    ];
    daun.prop_recursive(4, 32, 6, |dalam| {
        let kunci = prop_oneof![
            "[a-z_]{1,6}",
            any::<String>(),
            Just("mulai".to_owned()),
            Just("nama".to_owned())
        ];
        prop_oneof![
            proptest::collection::vec(dalam.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(kunci, dalam, 0..6)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

/// An object of the register's own keys: right, wrong or absent values beside each other.
pub(crate) fn hampir_karnaval() -> impl proptest::strategy::Strategy<Value = Peta> {
    use proptest::prelude::*;
    let benar = isi_penuh();
    let semua: Vec<(String, Value)> = benar.into_iter().collect();
    let satu = |(k, v): (String, Value)| {
        let ubah = ubah_di_dalam(v.clone());
        let nilai = prop_oneof![
            150 => Just(Some(v)),
            1 => Just(None),
            1 => json_apa_saja().prop_map(Some),
            6 => ubah.prop_map(Some),
        ];
        nilai.prop_map(move |v| (k.clone(), v))
    };
    let asing = proptest::option::weighted(0.1, (any::<String>(), json_apa_saja()));
    (semua.into_iter().map(satu).collect::<Vec<_>>(), asing).prop_map(|(isi, asing)| {
        isi.into_iter()
            .filter_map(|(k, v)| Some((k, v?)))
            .chain(asing)
            .collect()
    })
}

/// The same value with something changed inside it.
fn ubah_di_dalam(v: Value) -> proptest::strategy::BoxedStrategy<Value> {
    use proptest::prelude::*;
    match v {
        Value::String(s) => prop_oneof![
            any::<String>().prop_map({
                let s = s.clone();
                move |t| Value::from(format!("{t}{s}"))
            }),
            "[ \\u{0}\\u{1}\\u{200B}\\n\\t]{1,4}".prop_map(move |t| Value::from(format!("{t}{s}{t}"))),
        ]
        .boxed(),
        Value::Number(n) => {
            let n = n.as_f64().unwrap_or_default();
            prop_oneof![
                (-3.0..3.0f64).prop_map(move |d| json!(n + d)),
                (-600..600i64).prop_map(move |d| json!(n as i64 + d)),
            ]
            .boxed()
        }
        Value::Bool(b) => Just(Value::Bool(!b)).boxed(),
        Value::Array(a) => {
            let n = a.len().max(1);
            let a = proptest::collection::vec(0..n, 0..6).prop_map(move |i| {
                Value::from(
                    i.into_iter()
                        .filter_map(|i| a.get(i).cloned())
                        .collect::<Vec<_>>(),
                )
            });
            prop_oneof![a, json_apa_saja().prop_map(|v| json!([v]))].boxed()
        }
        Value::Object(o) => {
            let kunci: Vec<String> = o.keys().cloned().collect();
            (proptest::sample::select(kunci), json_apa_saja())
                .prop_map(move |(k, v)| {
                    let mut o = o.clone();
                    o.insert(k, v);
                    Value::Object(o)
                })
                .boxed()
        }
        Value::Null => Just(Value::Null).boxed(),
    }
}
