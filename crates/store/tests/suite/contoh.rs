//! Two invented regencies and two invented registers: trees of a town (a Rust type) and the beds they stand in
//! (described by data). The law may change without touching a store test.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use jiff::{civil::Date, civil::date};
use kernel::{
    Aksi, Akun, Galat, IdEntri, Inventaris, Jam, Kalender, Klasifikasi, Konteks, Pandangan, Pelaku, Peran,
    Perintah, Peta, Profil, Register, RegisterDef, Siapa,
    command::Kunci,
    entri::Entri,
    galat::GalatMedan,
    izin::{Cakupan, Hak, Tindakan, Wewenang},
    lifecycle::{Giliran, Keadaan, Lama, Langkah, Lifecycle, Pindah, Warna},
    nilai::{
        Bagian, Beberapa, Bilangan, Daftar, Foto, Jenis, KodeUnit, Medan, Nik, Orang, Panjang, Periode,
        Rujukan, Teks, Tempat, Uang,
    },
    peristiwa::Terlihat,
    profil::{Fungsi, Kecamatan, Keyakinan, KodeDaerah, Kontak, Regulasi, Sla, Unit},
    register::{Kabar, Kepada, Milik},
    rekap::Sumbangan,
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Store;

use crate::bekal::Bekal;

/// A regency in central Indonesian time.
pub const LEMBAH: &str = "lembah";
/// Its neighbour in western time, with units of the same codes.
pub const PESISIR: &str = "pesisir";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisPohon {
    #[pilihan("Pohon buah")]
    Buah,
    #[pilihan("Pohon peneduh")]
    Peneduh,
    #[pilihan("Pohon langka")]
    Langka,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Musim {
    #[pilihan("Kemarau")]
    Kemarau,
    #[pilihan("Hujan")]
    Hujan,
}

/// A part of a tree, with a reference and a file of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Dahan {
    #[medan("Nama dahan")]
    pub nama: Teks<40>,
    #[medan("Dicangkok dari")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asal: Option<Rujukan<Pohon>>,
    #[medan("Potret")]
    #[serde(default)]
    pub potret: Foto<1>,
}

/// A tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Pohon {
    #[medan("Nama", cari, saring, urut, kolom, publik)]
    pub nama: Teks<200>,
    #[medan("Cerita", cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cerita: Option<Panjang<100_000>>,
    #[medan("Jenis", saring, urut, kolom, publik)]
    pub jenis: JenisPohon,
    #[medan("Harga", saring, urut)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harga: Option<Uang>,
    #[medan("Nilai", urut, hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nilai: Option<Uang>,
    #[medan("Tinggi dari permukaan laut", saring, urut, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tinggi: Option<Bilangan<-500, 5_000>>,
    #[medan("Hari tanam", saring, urut, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hari: Option<Date>,
    #[medan("Masa berbuah", urut, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masa: Option<Periode>,
    #[medan("Subur", saring, urut, publik)]
    #[serde(default)]
    pub subur: bool,
    #[medan("Musim", saring, publik)]
    #[serde(default)]
    pub musim: Beberapa<Musim>,
    #[medan("Sebutan", saring, cari, publik)]
    #[serde(default)]
    pub sebutan: Daftar<5>,
    #[medan("Perawat", saring, urut)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perawat: Option<KodeUnit>,
    #[medan("Tempat", rata)]
    #[serde(flatten)]
    pub tempat: Tempat,
    #[medan("Induk", saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub induk: Option<Rujukan<Pohon>>,
    #[medan("Foto", publik)]
    #[serde(default)]
    pub foto: Foto<3>,
    #[medan("Denah akar")]
    #[serde(default)]
    pub denah: Foto<1>,
    #[medan("Penanam")]
    #[serde(default)]
    pub penanam: Orang,
    #[medan("NIK penanam", pribadi)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nik: Option<Nik>,
    #[medan("Kode pagar", rahasia)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagar: Option<Teks<40>>,
    #[medan("Dahan", publik)]
    #[serde(default)]
    pub dahan: Bagian<Dahan>,
}

impl Register for Pohon {
    const KODE: &'static str = "pohon";
    const LABEL: &'static str = "Pohon";
    const BANTUAN: &'static str = "Pohon di tepi jalan.";
    const DASAR: &'static [&'static str] = &["Z1"];
    const REKAP: i64 = 1;
    const HARIAN: &'static [&'static str] = &["ada", "harga"];
    const DIIKUTI: bool = true;
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Fungsi("taman".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Catat, Ubah};
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
                Siapa::Peran(Peran::Petugas),
                &[Baca, Catat],
                Cakupan::Pegang,
                Pandangan::Pribadi,
            ),
            hak(
                Siapa::Peran(Peran::Kepala),
                &[Baca],
                Cakupan::Unit,
                Pandangan::Dinas,
            ),
            hak(
                Siapa::Peran(Peran::Auditor),
                &[Baca],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
        ]
    }

    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, giliran, warna| Keadaan {
            kode: kode.into(),
            label: kode.into(),
            arti: "".into(),
            giliran,
            warna,
        };
        let (koordinator, penghubung) = (Siapa::Peran(Peran::Koordinator), Siapa::Peran(Peran::Penghubung));
        let pesan = || Medan::dari::<Panjang<500>>("pesan", "Pesan");
        Lifecycle {
            keadaan: vec![
                keadaan("bibit", Giliran::Pemegang, Warna::Biru),
                keadaan("tumbuh", Giliran::Pemegang, Warna::Jingga),
                keadaan("panen", Giliran::Pelapor, Warna::Hijau),
                keadaan("tebang", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                Langkah::baru("tanam", "Tanam", "Pohon berdiri.")
                    .dari(["bibit"])
                    .ke("tumbuh")
                    .oleh([koordinator])
                    .isian([
                        Medan::dari::<KodeUnit>("unit", "Perawat"),
                        Medan::dari::<Foto<2>>("bukti", "Bukti"),
                        Medan::dari::<Option<Teks<200>>>("catatan", "Catatan").internal(),
                        Medan::dari::<Option<Teks<200>>>("mandor", "Mandor").pribadi(),
                        Medan::dari::<Option<Teks<200>>>("gembok", "Gembok").rahasia(),
                    ])
                    .pindah(Pindah::KeIsian("unit".into()))
                    .henti(["periksa"])
                    .mulai("siram", Lama::HariKerja(5))
                    .terlihat(Terlihat::Publik),
                Langkah::baru("panen", "Panen", "Pelapor mencicipi.")
                    .dari(["tumbuh"])
                    .ke("panen")
                    .oleh([koordinator, penghubung])
                    .isian([pesan()])
                    .henti(["siram"])
                    .mulai("cicip", Lama::Sla("penutupan".into()))
                    .terlihat(Terlihat::Publik),
                Langkah::baru("tebang", "Tebang", "Selesai.")
                    .dari(["panen"])
                    .ke("tebang")
                    .otomatis("cicip")
                    .henti(["cicip"]),
                Langkah::baru("keluh", "Keluhkan", "Pohon dirawat lagi.")
                    .dari(["panen"])
                    .ke("tumbuh")
                    .oleh([Siapa::Pelapor])
                    .isian([pesan()])
                    .henti(["cicip"])
                    .mulai("siram", Lama::HariKerja(5)),
                Langkah::baru("petakkan", "Masukkan ke petak", "Pohon berdiri di petak itu.")
                    .dari(["bibit", "tumbuh"])
                    .oleh([koordinator])
                    .isian([Medan::baru(
                        "petak",
                        "Petak",
                        Jenis::Rujukan("petak-kebun".into()),
                    )])
                    .tautkan("petak", "berdiri_di")
                    .terlihat(Terlihat::Internal),
            ],
            mulai: vec![("periksa".into(), Lama::Sla("verifikasi".into()))],
            nama_tenggat: [
                ("periksa", "Pemeriksaan"),
                ("siram", "Penyiraman"),
                ("cicip", "Pencicipan"),
            ]
            .map(|(k, n)| (k.into(), n.into()))
            .to_vec(),
            ..Lifecycle::default()
        }
    }

    fn hitung(&mut self, _k: &Konteks) {
        assert_ne!(self.nama.as_str(), PANIK, "a rule with a bug in it");
        self.nilai = self.harga.and_then(|h| Uang::baru(h.rupiah() * 2));
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        if self.nama.as_str() == "Terlarang" {
            vec![GalatMedan::baru("nama", "Nama ini tidak boleh.")]
        } else {
            Vec::new()
        }
    }

    fn terbit(&self, keadaan: &str) -> bool {
        keadaan != "bibit"
    }

    /// Where a rare tree stands is secret.
    fn klasifikasi(isi: &Peta) -> Klasifikasi {
        match isi.get("jenis").and_then(Value::as_str) {
            Some("langka") => Klasifikasi::Rahasia,
            _ => Klasifikasi::Biasa,
        }
    }

    fn rekap(e: &Entri, k: &Kalender) -> Sumbangan {
        Sumbangan {
            masa: k.setempat(e.saat_dibuat()).strftime("%Y-%m").to_string(),
            dimensi: vec![
                ("semua", String::new()),
                ("jenis", e.teks("jenis").into()),
                ("pemegang", e.pemegang.as_str().into()),
                ("unit", e.unit.as_str().into()),
            ],
            ukuran: vec![
                ("ada".into(), 1),
                (
                    "harga".into(),
                    e.isi.get("harga").and_then(Value::as_i64).unwrap_or(0),
                ),
                ("terbit".into(), i64::from(e.terbit)),
            ],
        }
    }

    fn kabar(&self, langkah: Option<&str>, _isian: &Peta, e: &Entri) -> Vec<Kabar> {
        let kabar = |s: &kernel::nilai::Surel| Kabar {
            kepada: Kepada::Alamat(s.as_str().to_owned()),
            acara: langkah.unwrap_or("baru").to_owned(),
            isi: peta(json!({ "keadaan": e.keadaan, "nama": self.nama.as_str() })),
        };
        self.penanam.surel.iter().map(kabar).collect()
    }
}

/// The name that makes the register's own rule fall over.
pub const PANIK: &str = "Panik";

/// Beds: a register described by data. Its right of the public reaches nothing; its code has a hyphen.
const PETAK: &str = r#"{
  "kode": "petak-kebun", "label": "Petak", "dasar": ["Z2"], "judul": "nama", "milik": { "medan": "unit" },
  "terbit": ["buka"],
  "hak": [
    { "siapa": "publik", "boleh": ["baca"], "cakupan": "sendiri", "pandangan": "publik" },
    { "siapa": "koordinator", "boleh": ["baca", "buat", "ubah"], "cakupan": "semua", "pandangan": "pribadi" },
    { "siapa": "penghubung", "boleh": ["baca", "buat", "ubah"], "cakupan": "unit" }
  ],
  "keadaan": [
    { "kode": "tutup", "label": "Tertutup", "giliran": "pemegang" },
    { "kode": "buka", "label": "Terbuka", "giliran": "selesai" }
  ],
  "langkah": [
    { "kode": "buka", "label": "Buka", "dari": ["tutup"], "ke": "buka", "oleh": ["koordinator", "penghubung"] }
  ],
  "skema": { "required": ["nama", "unit"], "properties": {
    "nama": { "type": "string", "maxLength": 100, "title": "Nama", "x-sifat": ["cari", "urut", "saring"] },
    "unit": { "type": "string", "x-jenis": "unit", "title": "Unit", "x-sifat": ["saring"] },
    "luas": { "type": "integer", "title": "Luas", "x-sifat": ["urut", "saring"] },
    "pagar": { "type": "boolean", "title": "Berpagar", "x-sifat": ["saring"] },
    "pohon": { "type": "string", "format": "uuid", "x-rujukan": "pohon", "title": "Pohon utama", "x-sifat": ["saring"] } } }
}"#;

pub fn kode(s: &str) -> KodeDaerah {
    KodeDaerah::try_from(s.to_owned()).unwrap()
}

pub fn peta(v: Value) -> Peta {
    match v {
        Value::Object(o) => o,
        v => panic!("{v} is no object"),
    }
}

fn profil(nama: &str, awalan: &str, zona: &str, wilayah: &str, bujur: f64) -> Profil {
    let satuan = |k: &str| Unit {
        kode: KodeUnit(k.into()),
        nama: format!("Dinas {k}"),
        singkatan: k.into(),
        jenis: "dinas".into(),
        induk: None,
        wilayah: None,
        confidence: Keyakinan::Contoh,
        sumber: None,
        sejak: None,
        sampai: None,
        pengganti: None,
    };
    let kecamatan = |n: u8, x: f64| Kecamatan {
        kode: format!("{wilayah}.0{n}"),
        nama: format!("Kecamatan {n}"),
        desa: vec![
            (format!("{wilayah}.0{n}.2001"), "Hulu".into()),
            (format!("{wilayah}.0{n}.2002"), "Hilir".into()),
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
        daerah: kernel::Daerah {
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
                judul: "Pohon".into(),
            },
            kontak: Kontak {
                alamat: "Jalan Awan 1".into(),
                surel: "halo@contoh.id".into(),
                telepon: None,
                jam: "Selalu".into(),
                confidence: Keyakinan::Contoh,
            },
            fungsi: [(
                "taman".to_owned(),
                Fungsi {
                    opd: KodeUnit("taman".into()),
                    dasar: None,
                    confidence: Keyakinan::Contoh,
                    dulu: Vec::new(),
                },
            )]
            .into(),
            sla: Sla {
                verifikasi: 3,
                jawaban: 5,
                kelengkapan: 4,
                penutupan: 10,
                penyelesaian: [("ringan".to_owned(), 5)].into(),
                lain: [].into(),
            },
            confidence: Keyakinan::Contoh,
            sumber: None,
        },
        unit: ["taman", "kebun", "pasar"].map(satuan).to_vec(),
        kategori: Vec::new(),
        istilah: Vec::new(),
        kecamatan: vec![kecamatan(1, bujur), kecamatan(2, bujur + 0.1)],
        kitab: None,
        kalender: Kalender::baru(zona, [(date(2026, 11, 24), "Hari Balon".to_owned())]).unwrap(),
    }
}

/// Opens a store with the registers and regencies of the suite.
pub async fn buka(url: &str, folder: &Path, jam: Arc<Jam>) -> Result<Store, Galat> {
    let data = RegisterDef::dari_data(PETAK).unwrap();
    let rust = RegisterDef::dari_tipe::<Pohon>();
    assert_eq!(
        rust.periksa(),
        Vec::<String>::new(),
        "the invented register is sound"
    );
    let daerah: BTreeMap<_, _> = [
        profil(LEMBAH, "LBH", "Asia/Makassar", "99.01", 114.0),
        profil(PESISIR, "PSR", "Asia/Jakarta", "99.02", 112.0),
    ]
    .into_iter()
    .map(|p| (p.kode().clone(), Arc::new(p)))
    .collect();
    Store::buka(
        url,
        &folder.join("berkas"),
        &folder.join("kunci-data"),
        Arc::new(Inventaris::baru([
            rust,
            data,
            RegisterDef::dari_tipe::<crate::petikan::Kitab>(),
            RegisterDef::dari_tipe::<crate::hubungan::Jilid>(),
            RegisterDef::dari_tipe::<crate::hubungan::Gerbong>(),
            RegisterDef::dari_tipe::<crate::hubungan::Penumpang>(),
            RegisterDef::dari_tipe::<crate::tingkat::Sumur>(),
        ])),
        Arc::new(daerah),
        jam,
    )
    .await
}

/// Somebody with roles in units of a regency.
pub fn pejabat(daerah: &str, peran: &[(Peran, &str)]) -> Pelaku {
    let peran: Vec<_> = peran.iter().map(|(p, u)| (*p, KodeUnit((*u).into()))).collect();
    let nama = format!("{peran:?}");
    let id = uuid::Uuid::from_slice(&Sha256::digest(format!("{daerah} {nama}"))[..16]).unwrap();
    Pelaku::Akun(Box::new(Akun {
        id,
        daerah: kode(daerah),
        pengguna: "wargi".into(),
        nama,
        peran,
    }))
}

pub fn koordinator(daerah: &str) -> Pelaku {
    pejabat(daerah, &[(Peran::Koordinator, "taman")])
}

/// The least that makes a tree.
pub fn isi(nama: &str) -> Peta {
    peta(json!({ "nama": nama, "jenis": "buah" }))
}

/// A tree with these fields besides.
pub fn isi_dengan(nama: &str, lain: Value) -> Peta {
    let mut p = isi(nama);
    p.extend(peta(lain));
    p
}

/// The entry as somebody reads it who may read all of it: without secrets, and without a person of whom nothing is known.
pub fn terlihat(e: &Entri) -> Entri {
    let mut e = e.clone();
    e.isi.retain(|k, v| k != "pagar" && *v != json!({}));
    e
}

pub fn perintah(b: &Bekal, daerah: &str, pelaku: &Pelaku, aksi: Aksi) -> Perintah {
    Perintah {
        daerah: kode(daerah),
        pelaku: pelaku.clone(),
        kini: b.kini(),
        aksi,
        kunci: None,
    }
}

pub fn buat(b: &Bekal, daerah: &str, pelaku: &Pelaku, register: &str, isi: Peta) -> Perintah {
    perintah(
        b,
        daerah,
        pelaku,
        Aksi::Buat {
            register: register.into(),
            id: IdEntri::baru(b.kini()),
            isi,
        },
    )
}

/// A tree of Lembah by its coordinator.
pub fn buat_pohon(b: &Bekal, isi: Peta) -> Perintah {
    buat(b, LEMBAH, &koordinator(LEMBAH), "pohon", isi)
}

/// Changes by the coordinator of the entry's regency.
pub fn ubah(b: &Bekal, e: &Entri, tambal: Value) -> Perintah {
    let d = e.daerah.as_str();
    perintah(
        b,
        d,
        &koordinator(d),
        Aksi::Ubah {
            id: e.id,
            versi: e.versi,
            tambal: peta(tambal),
        },
    )
}

/// A step by the coordinator of the entry's regency, whatever the version.
pub fn langkah(b: &Bekal, e: &Entri, langkah: &str, isian: Value) -> Perintah {
    let d = e.daerah.as_str();
    let aksi = Aksi::Langkah {
        id: e.id,
        versi: None,
        langkah: langkah.into(),
        isian: peta(isian),
    };
    perintah(b, d, &koordinator(d), aksi)
}

pub fn catat(b: &Bekal, e: &Entri, teks: &str) -> Perintah {
    let d = e.daerah.as_str();
    perintah(
        b,
        d,
        &koordinator(d),
        Aksi::Catat {
            id: e.id,
            teks: teks.into(),
        },
    )
}

/// The command under a key, as a request would carry it: the digest is of what is asked.
pub fn berkunci(mut p: Perintah, kunci: &str) -> Perintah {
    let aksi = match &p.aksi {
        Aksi::Buat { register, isi, .. } => json!([register, isi]),
        Aksi::Ubah { id, versi, tambal } => json!([id, versi, tambal]),
        Aksi::Langkah {
            id,
            versi,
            langkah,
            isian,
        } => json!([id, versi, langkah, isian]),
        Aksi::Catat { id, teks } => json!([id, teks]),
        Aksi::Lupakan { id, versi, alasan } => json!([id, versi, alasan]),
        Aksi::Baca { id, lewat } => json!([id, lewat]),
    };
    p.kunci = Some(Kunci {
        kunci: kunci.into(),
        sidik: Sha256::digest(aksi.to_string()).into(),
    });
    p
}

/// The permission to list what somebody may read.
pub fn wewenang(b: &Bekal, daerah: &str, p: &Pelaku, register: &str) -> Option<Wewenang> {
    let def = b.store.inventaris().cari(register).unwrap();
    kernel::izin::wewenang(b.store.profil(daerah).unwrap(), def, p, Tindakan::Baca)
}
