//! How a proposal fits architecture and roadmap: what is found about it by itself. Pure: what is known is an argument.

use std::collections::BTreeSet;

use kernel::{IdEntri, nilai::KodeUnit, search::istilah};
use tata_kelola::{
    pengembangan::permohonan_aplikasi::DISETUJUI,
    perencanaan::usulan_tik::{Acuan, Domain, Jenis, UsulanTik},
};

/// An application in the architecture, as far as a proposal is compared with it.
#[derive(Clone, Debug)]
pub struct Aplikasi {
    /// Its entry.
    pub id: IdEntri,
    /// Its number.
    pub nomor: String,
    /// Its name.
    pub nama: String,
    /// What it does, in words that others use too.
    pub fungsi: String,
    /// Whose it is.
    pub opd: KodeUnit,
    /// Common to all of government.
    pub umum: bool,
}

/// A request for an application that speaks of a proposal, by itself or by its application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permohonan {
    /// Its number.
    pub nomor: String,
    /// Its state.
    pub keadaan: String,
}

/// What is known around a proposal.
#[derive(Clone, Debug, Default)]
pub struct Sekitar {
    /// State of the activity it refers to; none when it refers to none that one may know of.
    pub kegiatan: Option<String>,
    /// Whether the roadmap of that activity was laid down.
    pub peta_ditetapkan: bool,
    /// Whether the years of the activity hold the budgeted year.
    pub tahun_cocok: bool,
    /// The applications in use or planned.
    pub aplikasi: Vec<Aplikasi>,
    /// The requests that speak of it, oldest first; none when this account may not read requests.
    pub permohonan: Option<Vec<Permohonan>>,
    /// Whether the regulation asks for a consideration before closed source.
    pub minta_pertimbangan: bool,
    /// Whether there is a risk assessment of it; none while no register of risks exists.
    pub risiko: Option<bool>,
}

/// How heavy a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bobot {
    /// It cannot go on so.
    Menahan,
    /// It is to be answered in the check.
    Jawab,
    /// It is good to know.
    Tahu,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Temuan {
    /// It names nothing in the roadmap; excepted or not.
    DiLuarPeta(bool),
    /// It names nothing in the architecture; excepted or not.
    DiLuarArsitektur(bool),
    /// What it names in the roadmap was given up or is over.
    KegiatanTidakHidup,
    /// The roadmap that it names was not laid down.
    PetaBelumDitetapkan,
    /// The activity does not cover the budgeted year.
    TahunTidakCocok,
    /// Another office has a similar application: number, name, office.
    Serupa(String, String, KodeUnit),
    /// A common application may do: number and name.
    Umum(String, String),
    /// Nobody asked for the application that it builds, buys or changes.
    TanpaPermohonan,
    /// Somebody asked, and it was not agreed to: number and state of the latest request.
    PermohonanBelumDisetujui(String, String),
    /// Closed source without the consideration that the regulation asks for.
    TanpaPertimbangan,
    /// No risk assessment.
    TanpaRisiko,
    /// There is no register of risks yet.
    BelumAdaRegisterRisiko,
}

impl Temuan {
    /// How heavy it weighs.
    pub fn bobot(&self) -> Bobot {
        match self {
            Temuan::DiLuarPeta(false) | Temuan::DiLuarArsitektur(false) | Temuan::KegiatanTidakHidup => {
                Bobot::Menahan
            }
            Temuan::BelumAdaRegisterRisiko | Temuan::DiLuarPeta(true) | Temuan::DiLuarArsitektur(true) => {
                Bobot::Tahu
            }
            _ => Bobot::Jawab,
        }
    }

    /// A name for programs.
    pub fn kode(&self) -> &'static str {
        match self {
            Temuan::DiLuarPeta(_) => "di_luar_peta_rencana",
            Temuan::DiLuarArsitektur(_) => "di_luar_arsitektur",
            Temuan::KegiatanTidakHidup => "kegiatan_tidak_hidup",
            Temuan::PetaBelumDitetapkan => "peta_belum_ditetapkan",
            Temuan::TahunTidakCocok => "tahun_tidak_cocok",
            Temuan::Serupa(..) => "aplikasi_serupa",
            Temuan::Umum(..) => "aplikasi_umum_tersedia",
            Temuan::TanpaPermohonan => "tanpa_permohonan_aplikasi",
            Temuan::PermohonanBelumDisetujui(..) => "permohonan_aplikasi_belum_disetujui",
            Temuan::TanpaPertimbangan => "sumber_tertutup_tanpa_pertimbangan",
            Temuan::TanpaRisiko => "tanpa_penilaian_risiko",
            Temuan::BelumAdaRegisterRisiko => "belum_ada_register_risiko",
        }
    }
}

/// Words that say nothing about what an application does.
const UMUM: [&str; 16] = [
    "aplikasi",
    "sistem",
    "informasi",
    "pembangunan",
    "pengembangan",
    "pengadaan",
    "pemeliharaan",
    "layanan",
    "daerah",
    "kabupaten",
    "dinas",
    "elektronik",
    "berbasis",
    "terpadu",
    "online",
    "dan",
];
/// How much of the shorter name must be in the longer, in per cent.
const MIRIP: usize = 60;
/// Most similar applications that are named.
const MAKS_SERUPA: usize = 5;

fn kata(teks: &str) -> BTreeSet<String> {
    let umum: BTreeSet<String> = UMUM.iter().flat_map(|u| istilah(u)).collect();
    istilah(teks).into_iter().filter(|k| !umum.contains(k)).collect()
}

/// Whether two names speak of the same: most words of the shorter stand in the longer. Words are compared as search
/// compares them. O(words).
pub fn mirip(a: &str, b: &str) -> bool {
    let (a, b) = (kata(a), kata(b));
    let sedikit = a.len().min(b.len());
    sedikit > 0 && a.intersection(&b).count() * 100 >= sedikit * MIRIP
}

/// Everything that is found about a proposal, the heaviest first. O(applications × words).
pub fn telaah(u: &UsulanTik, s: &Sekitar) -> Vec<Temuan> {
    let mut hasil = Vec::new();
    let kurang = u.kurang();
    if u.kegiatan.is_none() {
        hasil.push(Temuan::DiLuarPeta(!kurang.contains(&Acuan::PetaRencana)));
    } else if !s
        .kegiatan
        .as_deref()
        .is_some_and(|k| tata_kelola::perencanaan::kegiatan_peta::HIDUP.contains(&k))
    {
        hasil.push(Temuan::KegiatanTidakHidup);
    } else {
        if !s.peta_ditetapkan {
            hasil.push(Temuan::PetaBelumDitetapkan);
        }
        if !s.tahun_cocok {
            hasil.push(Temuan::TahunTidakCocok);
        }
    }
    if u.aplikasi.is_none() && u.infrastruktur.is_none() {
        hasil.push(Temuan::DiLuarArsitektur(!kurang.contains(&Acuan::Arsitektur)));
    }
    // What is kept running is not built twice.
    if matches!(u.jenis, Jenis::Bangun | Jenis::Beli)
        && matches!(u.domain, Domain::Aplikasi | Domain::Layanan)
    {
        let sendiri = u.aplikasi.as_ref().map(|r| r.id());
        let serupa = |a: &&Aplikasi| {
            Some(a.id) != sendiri && [&a.nama, &a.fungsi].iter().any(|n| mirip(u.nama.as_str(), n))
        };
        for a in s.aplikasi.iter().filter(serupa).take(MAKS_SERUPA) {
            hasil.push(if a.umum {
                Temuan::Umum(a.nomor.clone(), a.nama.clone())
            } else {
                Temuan::Serupa(a.nomor.clone(), a.nama.clone(), a.opd.clone())
            });
        }
    }
    // Whatever makes an application other than it is was asked for before (mandat A8).
    if u.jenis != Jenis::Operasi
        && u.domain == Domain::Aplikasi
        && let Some(semua) = &s.permohonan
        && !semua.iter().any(|p| p.keadaan == DISETUJUI)
    {
        hasil.push(match semua.last() {
            Some(p) => Temuan::PermohonanBelumDisetujui(p.nomor.clone(), p.keadaan.clone()),
            None => Temuan::TanpaPermohonan,
        });
    }
    if u.sumber_tertutup && u.pertimbangan.is_none() && s.minta_pertimbangan {
        hasil.push(Temuan::TanpaPertimbangan);
    }
    match s.risiko {
        None => hasil.push(Temuan::BelumAdaRegisterRisiko),
        Some(false) => hasil.push(Temuan::TanpaRisiko),
        Some(true) => {}
    }
    hasil.sort_by_key(Temuan::bobot);
    hasil
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn usulan(lain: Value) -> UsulanTik {
        let mut isi = json!({
            "siklus": IdEntri(uuid::Uuid::nil()), "opd": "dinkes", "nama": "Pembangunan aplikasi antrean puskesmas", "uraian": "Antre dari rumah.",
            "jenis": "bangun", "domain": "aplikasi", "sumber_dana": "apbd", "jumlah": 100_000_000,
            "kegiatan": IdEntri(uuid::Uuid::nil()), "aplikasi": IdEntri(uuid::Uuid::nil()),
        });
        let o = isi.as_object_mut().unwrap();
        o.extend(lain.as_object().unwrap().clone());
        o.retain(|_, v| !v.is_null());
        serde_json::from_value(isi).unwrap()
    }

    fn aplikasi(nomor: u8, nama: &str, umum: bool) -> Aplikasi {
        Aplikasi {
            id: IdEntri(uuid::Uuid::from_u128(u128::from(nomor))),
            nomor: format!("JBR-2026-00000{nomor}"),
            nama: nama.into(),
            fungsi: String::new(),
            opd: KodeUnit("rsud".into()),
            umum,
        }
    }

    fn permohonan(keadaan: &str) -> Permohonan {
        Permohonan {
            nomor: format!("P-{keadaan}"),
            keadaan: keadaan.into(),
        }
    }

    fn baik() -> Sekitar {
        Sekitar {
            kegiatan: Some("berjalan".into()),
            peta_ditetapkan: true,
            tahun_cocok: true,
            aplikasi: Vec::new(),
            permohonan: Some(vec![permohonan(DISETUJUI)]),
            minta_pertimbangan: true,
            risiko: Some(true),
        }
    }

    fn kode(u: &UsulanTik, s: &Sekitar) -> Vec<&'static str> {
        telaah(u, s).iter().map(Temuan::kode).collect()
    }

    #[test]
    fn what_fits_is_not_found_fault_with() {
        assert_eq!(telaah(&usulan(json!({})), &baik()), []);
    }

    #[test]
    fn what_refers_to_nothing_is_held_and_an_exception_is_told() {
        let kosong = json!({ "kegiatan": null, "aplikasi": null });
        let u = usulan(kosong.clone());
        assert_eq!(kode(&u, &baik()), ["di_luar_peta_rencana", "di_luar_arsitektur"]);
        assert!(telaah(&u, &baik()).iter().all(|t| t.bobot() == Bobot::Menahan));
        let mut dengan = kosong;
        dengan["pengecualian"] = json!([{ "acuan": "peta_rencana", "alasan": "Perintah undang-undang.", "oleh": "kepala.diskominfo", "unit": "diskominfo", "tanggal": "2026-11-23" }]);
        let t = telaah(&usulan(dengan), &baik());
        assert_eq!(
            t.iter().map(Temuan::bobot).collect::<Vec<_>>(),
            [Bobot::Menahan, Bobot::Tahu]
        );
        assert_eq!(t.first().map(Temuan::kode), Some("di_luar_arsitektur"));
    }

    #[test]
    fn an_activity_that_is_over_or_of_another_year_is_found() {
        for (keadaan, harap) in [
            ("batal", vec!["kegiatan_tidak_hidup"]),
            ("selesai", vec!["kegiatan_tidak_hidup"]),
            ("ditunda", vec![]),
        ] {
            let s = Sekitar {
                kegiatan: Some(keadaan.into()),
                ..baik()
            };
            assert_eq!(kode(&usulan(json!({})), &s), harap, "{keadaan}");
        }
        let s = Sekitar {
            peta_ditetapkan: false,
            tahun_cocok: false,
            ..baik()
        };
        assert_eq!(
            kode(&usulan(json!({})), &s),
            ["peta_belum_ditetapkan", "tahun_tidak_cocok"]
        );
    }

    #[test]
    fn a_similar_application_is_found_by_its_words_and_a_common_one_is_named_as_such() {
        let semua = vec![
            aplikasi(1, "Sistem Antrean RSUD dan Puskesmas", false),
            aplikasi(2, "SRIKANDI", true),
            aplikasi(3, "Antrean Puskesmas Nasional", true),
        ];
        let s = Sekitar {
            aplikasi: semua,
            ..baik()
        };
        let t = telaah(&usulan(json!({})), &s);
        assert_eq!(
            t.iter().map(Temuan::kode).collect::<Vec<_>>(),
            ["aplikasi_serupa", "aplikasi_umum_tersedia"]
        );
        assert!(matches!(&t[0], Temuan::Serupa(n, _, u) if n == "JBR-2026-000001" && u.as_str() == "rsud"));
        // What is only kept running, or is the application itself, is nobody's double.
        assert_eq!(
            kode(&usulan(json!({ "jenis": "operasi" })), &s),
            Vec::<&str>::new()
        );
        let diri = usulan(json!({ "aplikasi": IdEntri(uuid::Uuid::from_u128(1)) }));
        assert_eq!(kode(&diri, &s), ["aplikasi_umum_tersedia"]);
    }

    #[test]
    fn words_that_every_application_has_make_none_alike() {
        assert!(!mirip(
            "Sistem Informasi Layanan Daerah",
            "Sistem Informasi Layanan Kabupaten"
        ));
        assert!(!mirip("Pembangunan aplikasi pajak", "Aplikasi antrean"));
        assert!(mirip(
            "Aplikasi e-Pajak hotel",
            "Pengembangan pajak hotel dan restoran"
        ));
        assert!(!mirip("", "Antrean"));
    }

    #[test]
    fn closed_source_is_found_only_where_the_regulation_asks_and_nobody_considered_it() {
        let u = usulan(json!({ "sumber_tertutup": true }));
        assert_eq!(kode(&u, &baik()), ["sumber_tertutup_tanpa_pertimbangan"]);
        assert_eq!(
            kode(
                &u,
                &Sekitar {
                    minta_pertimbangan: false,
                    ..baik()
                }
            ),
            Vec::<&str>::new()
        );
        let ada = usulan(json!({ "sumber_tertutup": true, "pertimbangan": "B/12/2026" }));
        assert_eq!(kode(&ada, &baik()), Vec::<&str>::new());
    }

    #[test]
    fn an_application_is_asked_for_before_it_is_budgeted() {
        let dengan = |semua: &[&str]| Sekitar {
            permohonan: Some(semua.iter().map(|k| permohonan(k)).collect()),
            ..baik()
        };
        let u = usulan(json!({}));
        assert_eq!(telaah(&u, &dengan(&[])), [Temuan::TanpaPermohonan]);
        let belum = Temuan::PermohonanBelumDisetujui("P-diajukan".into(), "diajukan".into());
        assert_eq!(belum.bobot(), Bobot::Jawab);
        assert_eq!(telaah(&u, &dengan(&["ditolak", "diajukan"])), [belum]);
        assert_eq!(telaah(&u, &dengan(&[DISETUJUI, "diajukan"])), []);
        for lain in [
            json!({ "jenis": "operasi" }),
            json!({ "domain": "infrastruktur" }),
        ] {
            assert_eq!(telaah(&usulan(lain), &dengan(&[])), []);
        }
        for jenis in ["beli", "kembang"] {
            assert_eq!(
                kode(&usulan(json!({ "jenis": jenis })), &dengan(&[])),
                ["tanpa_permohonan_aplikasi"]
            );
        }
        // Of what one may not read nothing is concluded.
        let buta = Sekitar {
            permohonan: None,
            ..baik()
        };
        assert_eq!(telaah(&u, &buta), []);
    }

    #[test]
    fn without_a_register_of_risks_that_is_said_and_no_more() {
        assert_eq!(
            kode(
                &usulan(json!({})),
                &Sekitar {
                    risiko: None,
                    ..baik()
                }
            ),
            ["belum_ada_register_risiko"]
        );
        assert_eq!(
            kode(
                &usulan(json!({})),
                &Sekitar {
                    risiko: Some(false),
                    ..baik()
                }
            ),
            ["tanpa_penilaian_risiko"]
        );
    }
}
