//! A complaint from filing to closing, told as its rules are: in working days of a real regency's profile, with a
//! clock that the test moves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use kernel::{
    Aksi, Akun, Entri, Galat, IdEntri, Inventaris, Jam, Pandangan, Pelaku, Peran, Perintah, Peta, Profil,
    Putusan, izin, nilai::KodeUnit, putuskan,
};
use profil::Sumber;
use serde_json::json;

fn profil(kode: &str) -> Arc<Profil> {
    let muatan = profil::muat(
        &Sumber::Terbenam,
        &[kode.to_owned()],
        &Inventaris::baru([layanan::register(), tata_kelola::register()].concat()),
        Jam::Sistem.kini(),
    );
    muatan.daerah.into_values().next().unwrap()
}

/// One complaint with its regency, its people and its clock.
struct Kasus {
    profil: Arc<Profil>,
    inventaris: Inventaris,
    kini: Timestamp,
    entri: Option<Entri>,
    kabar: Vec<String>,
}

impl Kasus {
    fn baru(daerah: &str, kini: &str) -> Self {
        Kasus {
            profil: profil(daerah),
            inventaris: Inventaris::baru([layanan::register(), tata_kelola::register()].concat()),
            kini: kini.parse().unwrap(),
            entri: None,
            kabar: Vec::new(),
        }
    }

    fn sebagai(&self, peran: Peran, unit: &str) -> Pelaku {
        Pelaku::Akun(Box::new(Akun {
            id: Default::default(),
            daerah: self.profil.kode().clone(),
            pengguna: "uji".into(),
            nama: "Petugas Uji".into(),
            peran: vec![(peran, KodeUnit(unit.into()))],
        }))
    }

    fn koordinator(&self) -> Pelaku {
        let unit = self.profil.fungsi("pengaduan").unwrap().0.clone();
        self.sebagai(Peran::Koordinator, &unit)
    }

    /// The unit to which the category sends this complaint, and an official of it.
    fn opd(&self) -> (String, Pelaku) {
        let unit = self.profil.kategori("jalan-rusak").unwrap().opd.0.clone();
        let p = self.sebagai(Peran::Penghubung, &unit);
        (unit, p)
    }

    fn pelapor(&self) -> Pelaku {
        Pelaku::Pelapor(self.e().id)
    }

    fn e(&self) -> &Entri {
        self.entri.as_ref().unwrap()
    }

    fn lakukan(&mut self, pelaku: Pelaku, aksi: Aksi) -> Result<&Entri, Galat> {
        let p = Perintah {
            daerah: self.profil.kode().clone(),
            pelaku,
            kini: self.kini,
            aksi,
            kunci: None,
        };
        let Putusan { entri, kabar, .. } =
            putuskan(&self.inventaris, &self.profil, &p, self.entri.as_ref(), 1)?;
        self.kabar.extend(
            kabar
                .into_iter()
                .filter(|k| k.kepada != kernel::register::Kepada::Pengikut)
                .map(|k| k.acara),
        );
        Ok(self.entri.insert(entri))
    }

    fn lapor(&mut self, tambah: serde_json::Value) -> Result<&Entri, Galat> {
        let mut isi: Peta = json!({
            "judul": "Jalan berlubang", "isi": "Lubang besar sejak hujan pekan lalu.", "kategori": "jalan-rusak",
            "pelapor": { "nama": "Siti", "surel": "siti@contoh.id", "telepon": "081200001234" },
        })
        .as_object()
        .unwrap()
        .clone();
        isi.extend(tambah.as_object().unwrap().clone());
        let id = IdEntri::baru(self.kini);
        self.lakukan(
            Pelaku::Publik,
            Aksi::Buat {
                register: "pengaduan".into(),
                id,
                isi,
            },
        )
    }

    fn langkah(&mut self, pelaku: Pelaku, langkah: &str, isian: serde_json::Value) -> Result<&Entri, Galat> {
        let isian = isian.as_object().unwrap().clone();
        let id = self.e().id;
        self.lakukan(
            pelaku,
            Aksi::Langkah {
                id,
                versi: None,
                langkah: langkah.into(),
                isian,
            },
        )
    }

    fn teruskan(&mut self) {
        let (unit, _) = self.opd();
        let k = self.koordinator();
        self.langkah(k, "teruskan", json!({ "unit": unit, "kelas": "tidak_berkadar" }))
            .unwrap();
    }

    fn jawab(&mut self) {
        let (_, opd) = self.opd();
        self.langkah(opd, "jawab", json!({ "jawaban": "Sudah kami tambal." }))
            .unwrap();
    }

    /// The local day on which a running deadline is due.
    fn jatuh(&self, tenggat: &str) -> Option<Date> {
        let t = self
            .e()
            .tenggat
            .iter()
            .find(|t| t.kode == tenggat && t.berjalan())?;
        Some(
            self.profil
                .kalender
                .setempat(kernel::kalender::saat(t.jatuh))
                .date(),
        )
    }

    fn ke_waktu(&mut self, t: &str) {
        self.kini = t.parse().unwrap();
    }
}

fn hari(s: &str) -> Option<Date> {
    Some(s.parse().unwrap())
}

#[test]
fn the_clock_runs_in_working_days_of_the_regency() {
    // Wednesday 20 May 2026 at noon; 27 and 28 May are holidays, 1 June too.
    let mut k = Kasus::baru("serang", "2026-05-20T05:00:00Z");
    k.lapor(json!({})).unwrap();
    assert_eq!(
        k.jatuh("verifikasi"),
        hari("2026-05-25"),
        "three working days: Thu, Fri, Mon"
    );
    k.teruskan();
    assert_eq!(k.jatuh("verifikasi"), None);
    assert_eq!(
        k.jatuh("jawaban"),
        hari("2026-05-29"),
        "five: Thu, Fri, Mon, Tue, and Fri after two holidays"
    );
    assert_eq!(
        k.jatuh("penyelesaian"),
        hari("2026-06-12"),
        "fourteen, over three holidays"
    );
    let (_, opd) = k.opd();
    k.langkah(opd, "kerjakan", json!({ "jawaban": "Kami survei besok." }))
        .unwrap();
    assert_eq!(k.jatuh("jawaban"), None, "the first answer stops its clock");
    assert_eq!(
        k.jatuh("penyelesaian"),
        hari("2026-06-12"),
        "and leaves the other running"
    );
    k.jawab();
    assert_eq!(k.jatuh("penyelesaian"), None);
    assert!(k.e().otomatis.is_some());
    assert_eq!(k.kabar, ["diterima", "diteruskan", "perkembangan", "dijawab"]);
}

#[test]
fn midnight_is_the_regencys_own() {
    // 22 May 2026, 16:30 UTC: 23.30 WIB of Friday in Serang, 00.30 WITA of Saturday in Jembrana.
    let saat = "2026-05-22T16:30:00Z";
    let mut serang = Kasus::baru("serang", saat);
    serang.lapor(json!({})).unwrap();
    let mut jembrana = Kasus::baru("jembrana", saat);
    jembrana.lapor(json!({})).unwrap();
    assert_eq!(serang.jatuh("verifikasi"), hari("2026-05-29"), "Mon, Tue, Fri");
    assert_eq!(jembrana.jatuh("verifikasi"), hari("2026-05-29"));
    let malam = |k: &Kasus| k.e().jatuh.unwrap();
    assert_eq!(
        malam(&serang) - malam(&jembrana),
        3_600_000,
        "the same day ends an hour earlier in WITA"
    );
}

#[test]
fn every_class_has_its_time() {
    for (kelas, jatuh) in [
        ("permintaan_informasi", "2026-07-08"),
        ("aspirasi", "2026-07-21"),
        ("tidak_berkadar", "2026-07-21"),
        ("berkadar", "2026-09-25"),
    ] {
        let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
        k.lapor(json!({})).unwrap();
        let (unit, _) = k.opd();
        let p = k.koordinator();
        k.langkah(p, "teruskan", json!({ "unit": unit, "kelas": kelas }))
            .unwrap();
        assert_eq!(k.jatuh("penyelesaian"), hari(jatuh), "{kelas}");
    }
}

#[test]
fn silence_closes_after_ten_working_days_and_never_before() {
    let mut k = Kasus::baru("bekasi", "2026-07-01T03:00:00Z");
    k.lapor(json!({})).unwrap();
    k.teruskan();
    k.jawab();
    k.ke_waktu("2026-07-15T16:59:59Z");
    assert!(
        matches!(
            k.langkah(Pelaku::Sistem, "tutup", json!({})),
            Err(Galat::Bentrok(_))
        ),
        "still the tenth day"
    );
    k.ke_waktu("2026-07-15T17:00:00Z");
    k.langkah(Pelaku::Sistem, "tutup", json!({})).unwrap();
    assert_eq!(k.e().keadaan, "selesai");
    assert!(!k.e().terbuka);
}

#[test]
fn a_word_of_the_citizen_stops_the_closing_through_any_channel() {
    for lewat_petugas in [false, true] {
        let mut k = Kasus::baru("kapuas", "2026-07-01T03:00:00Z");
        k.lapor(json!({})).unwrap();
        k.teruskan();
        k.jawab();
        k.ke_waktu("2026-07-10T03:00:00Z");
        let (siapa, isian) = if lewat_petugas {
            (
                k.koordinator(),
                json!({ "pesan": "Masih berlubang.", "kanal": "telepon" }),
            )
        } else {
            (k.pelapor(), json!({ "pesan": "Masih berlubang." }))
        };
        k.langkah(siapa, "keberatan", isian).unwrap();
        assert_eq!(k.e().keadaan, "dikerjakan");
        assert_eq!(k.jatuh("penutupan"), None);
        assert_eq!(
            k.jatuh("jawaban"),
            hari("2026-07-17"),
            "the unit must answer again"
        );
        assert_eq!(k.jatuh("penyelesaian"), hari("2026-07-30"));
        k.ke_waktu("2026-09-01T03:00:00Z");
        assert!(
            k.langkah(Pelaku::Sistem, "tutup", json!({})).is_err(),
            "nothing closes it now"
        );
    }
}

#[test]
fn an_official_may_pass_on_an_objection_but_never_accept_for_the_citizen() {
    let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
    k.lapor(json!({})).unwrap();
    k.teruskan();
    k.jawab();
    let (_, opd) = k.opd();
    for siapa in [k.koordinator(), opd.clone(), Pelaku::Publik, Pelaku::Sistem] {
        assert!(k.langkah(siapa, "terima", json!({})).is_err());
    }
    let g = k
        .langkah(opd, "keberatan", json!({ "pesan": "Ia menelepon." }))
        .unwrap_err();
    assert_eq!(g.isian()[0].medan, "kanal", "and says through what it came");
    let p = k.pelapor();
    k.langkah(p, "terima", json!({})).unwrap();
    assert_eq!(k.e().keadaan, "selesai");
    let p = k.pelapor();
    k.langkah(p, "keberatan", json!({ "pesan": "Rusak lagi." }))
        .unwrap();
    assert_eq!(
        k.e().keadaan,
        "dikerjakan",
        "an accepted report can come back too"
    );
}

#[test]
fn what_is_returned_goes_home_and_is_never_ownerless() {
    let mut k = Kasus::baru("batubara", "2026-07-01T03:00:00Z");
    k.lapor(json!({})).unwrap();
    let rumah = k.e().pemegang.clone();
    k.teruskan();
    let (unit, opd) = k.opd();
    assert_eq!(k.e().pemegang.0, unit);
    k.langkah(opd.clone(), "kembalikan", json!({ "alasan": "Jalan provinsi." }))
        .unwrap();
    assert_eq!((k.e().keadaan.as_str(), &k.e().pemegang), ("baru", &rumah));
    assert_eq!(k.jatuh("verifikasi"), hari("2026-07-06"));
    assert!(
        matches!(
            k.langkah(opd, "jawab", json!({ "jawaban": "?" })),
            Err(Galat::TidakDitemukan)
        ),
        "out of its sight again"
    );
}

#[test]
fn asking_for_more_waits_for_the_citizen_and_ends_by_itself() {
    let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
    k.lapor(json!({})).unwrap();
    let p = k.koordinator();
    k.langkah(p.clone(), "tunda", json!({ "pesan": "Di jalan mana?" }))
        .unwrap();
    assert_eq!(
        k.e().jatuh,
        None,
        "no official is late while the citizen is asked"
    );
    let w = k.pelapor();
    k.langkah(w, "tanggapi", json!({ "pesan": "Jalan Melati." }))
        .unwrap();
    assert_eq!(
        (k.e().keadaan.as_str(), k.jatuh("verifikasi")),
        ("baru", hari("2026-07-06"))
    );
    k.langkah(p, "tunda", json!({ "pesan": "RT berapa?" })).unwrap();
    k.ke_waktu("2026-07-20T03:00:00Z");
    k.langkah(Pelaku::Sistem, "kedaluwarsa", json!({})).unwrap();
    assert_eq!(k.e().keadaan, "diarsipkan");
    let w = k.pelapor();
    k.langkah(w, "keberatan", json!({ "pesan": "Saya sedang sakit." }))
        .unwrap();
    assert_eq!(k.e().keadaan, "baru");
}

#[test]
fn the_public_sees_only_what_was_verified_and_is_not_confidential() {
    for (rahasia, terbit) in [(false, true), (true, false)] {
        let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
        k.lapor(json!({ "rahasia": rahasia })).unwrap();
        assert!(!k.e().terbit, "not before the coordinator has read it");
        k.teruskan();
        assert_eq!(k.e().terbit, terbit);
    }
}

#[test]
fn an_anonymous_name_reaches_the_coordinator_only() {
    for (anonim, opd_melihat) in [(false, Pandangan::Pribadi), (true, Pandangan::Dinas)] {
        let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
        k.lapor(json!({ "anonim": anonim })).unwrap();
        k.teruskan();
        let (_, opd) = k.opd();
        let def = k.inventaris.register("pengaduan").unwrap();
        let lihat = |p: &Pelaku| izin::pandangan(&k.profil, def, p, k.e());
        assert_eq!(lihat(&k.koordinator()), Some(Pandangan::Pribadi));
        assert_eq!(lihat(&opd), Some(opd_melihat));
        assert_eq!(lihat(&Pelaku::Publik), Some(Pandangan::Publik));
        assert_eq!(
            lihat(&k.sebagai(Peran::Penghubung, "kec-lain")),
            Some(Pandangan::Publik)
        );
        let publik = def.proyeksi(&k.e().isi, Pandangan::Publik);
        let semua = serde_json::to_string(&publik).unwrap();
        assert!(
            !semua.contains("Siti") && !semua.contains("contoh.id") && !semua.contains("+62"),
            "{semua}"
        );
        assert_eq!(def.proyeksi(&k.e().isi, Pandangan::Dinas).get("pelapor"), None);
    }
}

#[test]
fn the_preview_follows_the_category_and_what_was_filed() {
    for (jenis, kelas) in [
        ("pengaduan", "tidak_berkadar"),
        ("aspirasi", "aspirasi"),
        ("permintaan_informasi", "permintaan_informasi"),
    ] {
        let mut k = Kasus::baru("jembrana", "2026-07-01T03:00:00Z");
        k.lapor(json!({ "jenis": jenis })).unwrap();
        let (unit, _) = k.opd();
        let p = k.koordinator();
        let konteks = kernel::Konteks {
            profil: &k.profil,
            kini: k.kini,
            pelaku: &p,
        };
        let usul = k
            .inventaris
            .register("pengaduan")
            .unwrap()
            .usul(&k.e().isi, "teruskan", &konteks);
        assert_eq!(
            serde_json::Value::Object(usul),
            json!({ "unit": unit, "kelas": kelas })
        );
    }
}

#[test]
fn only_the_desk_files_for_other_channels() {
    let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
    assert_eq!(
        k.lapor(json!({ "kanal": "telepon" })).unwrap_err().isian()[0].medan,
        "kanal"
    );
    let g = k
        .lapor(json!({ "kelas": "berkadar" }))
        .map(|e| e.isi.get("kelas").cloned());
    assert_eq!(g.unwrap(), None, "nobody sets the class while filing");
}

#[test]
fn letters_say_who_until_when_and_how_to_answer() {
    let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
    k.lapor(json!({})).unwrap();
    let def = k.inventaris.register("pengaduan").unwrap();
    let bahan = kernel::register::BahanSurat {
        profil: &k.profil,
        nomor: &k.e().nomor,
        kode_lacak: "ABCD-EFGH-JKMN",
        alamat: "https://praja.contoh.id/serang",
    };
    let isi =
        json!({ "judul": "Jalan berlubang", "teks": "", "pemegang": k.e().pemegang, "jatuh": k.e().jatuh });
    for acara in [
        "diterima",
        "diteruskan",
        "kelengkapan",
        "perkembangan",
        "dijawab",
        "diarsipkan",
        "digabung",
        "selesai",
        "dibuka_kembali",
    ] {
        let s = def
            .surat(acara, isi.as_object().unwrap(), &bahan)
            .unwrap_or_else(|| panic!("no letter for {acara}"));
        assert!(s.subjek.contains("SRG-2026-000001"), "{}", s.subjek);
        assert!(
            s.badan.contains("ABCD-EFGH-JKMN") && s.badan.contains("/serang/pengaduan/lacak"),
            "{}",
            s.badan
        );
    }
    let s = def.surat("diterima", isi.as_object().unwrap(), &bahan).unwrap();
    assert!(s.badan.contains("Senin, 6 Juli 2026"), "{}", s.badan);
}

/// Somebody of a unit, by login name.
fn bernama(k: &Kasus, pengguna: &str, peran: Peran, unit: &str) -> Pelaku {
    let Pelaku::Akun(mut a) = k.sebagai(peran, unit) else {
        unreachable!()
    };
    a.pengguna = pengguna.into();
    Pelaku::Akun(a)
}

#[test]
fn a_report_goes_from_hand_to_hand_inside_the_unit() {
    let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
    k.lapor(json!({})).unwrap();
    k.teruskan();
    let (unit, _) = k.opd();
    let kepala = bernama(&k, "kepala", Peran::Kepala, &unit);
    let ani = bernama(&k, "ani", Peran::Petugas, &unit);
    let budi = bernama(&k, "budi", Peran::Petugas, &unit);
    let asing = bernama(&k, "asing", Peran::Penghubung, "kec-lain");
    let petugas = |k: &Kasus| k.e().teks("petugas").to_owned();

    // Nobody outside the unit, and not whoever filed it.
    for p in [asing, k.pelapor(), Pelaku::Publik] {
        assert!(k.langkah(p, "ambil", json!({})).is_err());
    }
    // An officer takes what is nobody's, and does not hand out what is not theirs.
    assert!(matches!(
        k.langkah(ani.clone(), "tugaskan", json!({ "petugas": "budi" })),
        Err(Galat::Ditolak(_))
    ));
    assert!(matches!(
        k.langkah(ani.clone(), "lepas", json!({})),
        Err(Galat::Bentrok(_))
    ));
    let (tenggat, pemegang) = (k.e().tenggat.clone(), k.e().pemegang.clone());
    k.langkah(ani.clone(), "ambil", json!({})).unwrap();
    assert_eq!(petugas(&k), "ani");
    assert!(matches!(
        k.langkah(ani.clone(), "ambil", json!({})),
        Err(Galat::Bentrok(_))
    ));
    for (langkah, isian) in [
        ("ambil", json!({})),
        ("lepas", json!({})),
        ("tugaskan", json!({ "petugas": "budi" })),
    ] {
        assert!(
            matches!(k.langkah(budi.clone(), langkah, isian), Err(Galat::Ditolak(_))),
            "{langkah} from somebody else's hands"
        );
    }
    // It is passed on, given by the head, taken back; deadlines and holder stay.
    k.langkah(ani, "tugaskan", json!({ "petugas": "budi" })).unwrap();
    assert_eq!(petugas(&k), "budi");
    let g = k
        .langkah(kepala.clone(), "tugaskan", json!({ "petugas": "budi" }))
        .unwrap_err();
    assert_eq!(g.isian()[0].medan, "petugas");
    k.langkah(
        kepala.clone(),
        "tugaskan",
        json!({ "petugas": "ani", "catatan": "Tolong cek." }),
    )
    .unwrap();
    k.langkah(kepala, "lepas", json!({})).unwrap();
    assert_eq!(petugas(&k), "");
    assert_eq!(
        (k.e().tenggat.clone(), k.e().pemegang.clone()),
        (tenggat, pemegang)
    );
    // Another unit begins with nobody.
    k.langkah(budi, "ambil", json!({})).unwrap();
    let koordinator = k.koordinator();
    let lain = k
        .profil
        .unit
        .iter()
        .find(|u| u.kode.0 != unit)
        .unwrap()
        .kode
        .0
        .clone();
    k.langkah(koordinator, "teruskan", json!({ "unit": lain }))
        .unwrap();
    assert_eq!(petugas(&k), "");
    assert!(
        k.kabar.iter().filter(|a| *a == "tugas").count() == 2,
        "{:?}",
        k.kabar
    );
}

#[test]
fn the_colleagues_letter_names_the_report_and_nobody() {
    for rahasia in [false, true] {
        let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
        k.lapor(json!({ "rahasia": rahasia })).unwrap();
        k.teruskan();
        let (unit, _) = k.opd();
        let kepala = bernama(&k, "kepala", Peran::Kepala, &unit);
        let p = Perintah {
            daerah: k.profil.kode().clone(),
            pelaku: kepala,
            kini: k.kini,
            aksi: Aksi::Langkah {
                id: k.e().id,
                versi: None,
                langkah: "tugaskan".into(),
                isian: json!({ "petugas": "ani" }).as_object().unwrap().clone(),
            },
            kunci: None,
        };
        let putusan = putuskan(&k.inventaris, &k.profil, &p, Some(k.e()), 1).unwrap();
        let [kabar] = &putusan.kabar[..] else {
            panic!("one letter, to the colleague: {:?}", putusan.kabar)
        };
        assert_eq!(kabar.kepada, kernel::register::Kepada::Alamat("akun:ani".into()));
        let bahan = kernel::register::BahanSurat {
            profil: &k.profil,
            nomor: "SRG-2026-000001",
            kode_lacak: "ABCD-EFGH-JKMN",
            alamat: "https://praja.contoh.id/serang",
        };
        let def = k.inventaris.register("pengaduan").unwrap();
        let s = def.surat(&kabar.acara, &kabar.isi, &bahan).unwrap();
        assert!(
            s.badan.contains("/serang/kerja/pengaduan/entri/SRG-2026-000001"),
            "{}",
            s.badan
        );
        assert_eq!(s.badan.contains("Jalan berlubang"), !rahasia);
        for rahasia in ["ABCD", "Siti", "siti@", "0812"] {
            assert!(!s.badan.contains(rahasia), "{rahasia} in {}", s.badan);
        }
    }
}

#[test]
fn waiting_raises_more_than_once_and_cookies_raise_by_one() {
    use layanan::{Kelambatan, Prioritas, Prioritas::*};
    let l = |tenggat, hari| Kelambatan { tenggat, hari };
    for (pasti, semua, lambat, harap) in [
        (0, 0, l(0, 0), Biasa),
        (0, 2, l(0, 0), Biasa),
        (0, 3, l(0, 0), Meningkat),
        (0, 1_000, l(0, 0), Meningkat),
        (9, 1_000, l(0, 0), Meningkat),
        (10, 10, l(0, 0), Tinggi),
        (30, 30, l(0, 0), Mendesak),
        (0, 0, l(1, 0), Meningkat),
        (0, 0, l(1, 9), Meningkat),
        (0, 0, l(1, 10), Tinggi),
        (0, 0, l(2, 3), Tinggi),
        (0, 0, l(1, 20), Mendesak),
        (0, 3, l(2, 0), Mendesak),
        (30, 30, l(9, 900), Mendesak),
        // Days without a missed deadline count for nothing.
        (0, 0, l(0, 100), Biasa),
    ] {
        assert_eq!(
            Prioritas::dari(pasti, semua, lambat),
            harap,
            "{pasti} {semua} {lambat:?}"
        );
    }
    let mut k = Kasus::baru("serang", "2026-07-01T03:00:00Z");
    k.lapor(json!({})).unwrap();
    k.teruskan();
    let pada = |hari: &str| Kelambatan::dari(&k.e().tenggat, hari.parse().unwrap());
    assert_eq!(pada("2026-07-01T04:00:00Z"), l(0, 0));
    let lambat = pada("2026-08-31T04:00:00Z");
    assert_eq!(lambat.tenggat, 2);
    assert!((40..62).contains(&lambat.hari), "{lambat:?}");
}
