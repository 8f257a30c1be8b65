//! What must hold for every component: nothing a person typed becomes markup, nothing needs an inline style or
//! script, every text has its English; and a regency made up for the tests of this crate.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::date};
use kernel::{
    Akun, Bahasa, Galat, GalatMedan, Kalender, Keadaan, Medan, Peran, Pesan, Peta, Profil,
    lifecycle::{Giliran, Warna},
    nilai::{Golongan, Jenis, KodeUnit, Opsi, Sumber, Tingkat, dari_formulir},
    papan::{Angka, Blok, Papan},
    profil::Kecamatan,
};
use maud::{Markup, html};
use serde_json::{Value, from_value, json};

use crate::{
    Laman,
    daftar::{self, Baris, Kolom},
    formulir::{self, Isian},
    halaman_galat, kerja,
    papan::papan,
    portal,
    tampil::{self, Butir},
};

/// Two units, two categories, two kecamatan; everything made up.
pub fn profil() -> Profil {
    Profil {
        daerah: from_value(json!({
            "kode": "contoh", "kode_wilayah": "99.01", "nama": "Kabupaten Contoh & Co", "nama_pendek": "Contoh Raya",
            "provinsi": "Provinsi", "ibu_kota": "Kota", "zona": "Asia/Makassar", "awalan_nomor": "CTH",
            "aksen": "#0B5A8F", "regulasi": { "jenis": "Peraturan Bupati", "nomor": 1, "tahun": 2026, "judul": "SPBE" },
            "kontak": { "alamat": "Jalan <b>Satu</b>", "surel": "halo@contoh.id", "jam": "08.00", "confidence": "contoh" },
            "fungsi": {}, "sla": { "verifikasi": 3, "jawaban": 5, "kelengkapan": 10, "penutupan": 10, "penyelesaian": {} }
        }))
        .unwrap(),
        unit: [("dpu", "Dinas PU", "dinas"), ("camat-a", "Kecamatan A", "kecamatan")]
            .map(|(k, n, j)| from_value(json!({ "kode": k, "nama": n, "singkatan": n, "jenis": j })).unwrap())
            .into(),
        kategori: [("jalan-rusak", "Jalan rusak", "Damaged roads"), ("sampah", "Sampah", "Waste")]
            .map(|(k, n, e)| {
                from_value(json!({ "kode": k, "nama": n, "nama_en": e, "bantuan": "Apa saja.", "opd": "dpu", "kelas": "x" }))
                    .unwrap()
            })
            .into(),
        istilah: vec![
            from_value(json!({
                "istilah": "Sistem Pemerintahan", "singkatan": "SPBE", "arti": "Artinya ini.", "arti_en": "It means this.",
                "dasar": "Pasal 1"
            }))
            .unwrap(),
        ],
        kecamatan: [("99.01.01", "Aren"), ("99.01.02", "Bambu")]
            .map(|(k, n)| Kecamatan {
                kode: k.into(),
                nama: n.into(),
                desa: vec![(format!("{k}.2001"), format!("{n} Satu")), (format!("{k}.2002"), format!("{n} Dua"))],
                batas: Vec::new(),
            })
            .into(),
        kitab: None,
        kalender: Kalender::baru("Asia/Makassar", [(date(2026, 11, 25), "Libur".to_owned())]).unwrap(),
    }
}

/// What somebody with bad intentions types everywhere.
const JAHAT: &str = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";

fn opsi(kode: &[&'static str]) -> Vec<Opsi> {
    kode.iter()
        .map(|k| Opsi {
            kode: (*k).into(),
            label: format!("Pilihan {k}").into(),
        })
        .collect()
}

/// One field of every kind.
fn segala() -> Vec<Medan> {
    let baru = |nama: &'static str, jenis| Medan::baru(nama, format!("Label {nama}"), jenis);
    let bagian = vec![
        baru("nama", Jenis::Teks { maks: 100 }),
        baru("jumlah", Jenis::Uang),
        baru("macam", Jenis::Pilihan(opsi(&["a", "b"]))),
        baru("ada", Jenis::YaTidak),
    ];
    vec![
        baru("teks", Jenis::Teks { maks: 100 }).bantuan("Bantuan <i>miring</i>."),
        baru("panjang", Jenis::Panjang { maks: 2_000 }),
        baru(
            "bilangan",
            Jenis::Bilangan {
                min: 0,
                maks: 1_000_000,
            },
        ),
        baru(
            "tahun",
            Jenis::Bilangan {
                min: 1_900,
                maks: 2_100,
            },
        ),
        baru("uang", Jenis::Uang),
        baru("tanggal", Jenis::Tanggal),
        baru("periode", Jenis::Periode),
        baru("setuju", Jenis::YaTidak),
        baru("pilihan", Jenis::Pilihan(opsi(&["a", "b"]))).boleh_kosong(),
        baru("banyak", Jenis::Pilihan(opsi(&["a", "b", "c", "d", "e", "f"]))),
        baru("beberapa", Jenis::Beberapa(opsi(&["a", "b", "c"]))),
        baru("kategori", Jenis::DariProfil(Sumber::Kategori)),
        baru("unit", Jenis::DariProfil(Sumber::Unit)),
        baru("rujukan", Jenis::Rujukan("contoh".into())),
        baru(
            "foto",
            Jenis::Berkas {
                maks: 5,
                golongan: Golongan::Foto,
            },
        ),
        baru("wilayah", Jenis::Wilayah(Tingkat::Kecamatan)),
        baru("tempat", Jenis::Tempat).rata(),
        baru("lokasi", Jenis::Tempat),
        baru("nik", Jenis::Nik).pribadi(),
        baru("nip", Jenis::Nip),
        baru("surel", Jenis::Surel),
        baru("telepon", Jenis::Telepon),
        baru("pelapor", Jenis::Orang).boleh_kosong(),
        baru("daftar", Jenis::Daftar { maks: 10 }),
        baru("bagian", Jenis::Bagian(bagian)),
        baru("sandi", Jenis::Teks { maks: 50 }).rahasia(),
        baru("terhitung", Jenis::Teks { maks: 50 }).hitung(),
    ]
}

fn isi(v: Value) -> Peta {
    v.as_object().unwrap().clone()
}

fn terisi() -> Peta {
    isi(json!({
        "teks": "Satu", "panjang": "baris satu\nbaris dua\n\nparagraf dua", "bilangan": 12_345, "tahun": 2026, "uang": 1_250_000,
        "tanggal": "2026-11-23", "periode": { "mulai": "2026-01-01", "akhir": "2026-12-31" }, "setuju": true, "pilihan": "b",
        "banyak": "f", "beberapa": ["a", "c"], "kategori": "jalan-rusak", "unit": "dpu",
        "rujukan": "01890a5d-ac96-774b-bcce-b302099a8057", "foto": ["01890a5d-ac96-774b-bcce-b302099a8057"], "wilayah": "99.01.01",
        "kecamatan": "99.01.02", "desa": "99.01.02.2001", "alamat": "Jalan Satu", "lat": -6.25, "lon": 106.5,
        "lokasi": { "alamat": "Gedung B" }, "nik": "3604054107900001", "nip": "198501012010011001", "surel": "budi@contoh.id",
        "telepon": "+6281234567890", "pelapor": { "nama": "Budi", "surel": "budi@contoh.id" }, "daftar": ["satu", "dua"],
        "bagian": [{ "nama": "Meja", "jumlah": 500, "macam": "b", "ada": true }], "sandi": "rahasia-sekali", "terhitung": "hitung"
    }))
}

/// The same object with something hostile wherever there is a text.
fn jahat(v: &Value) -> Value {
    match v {
        Value::String(_) => JAHAT.into(),
        Value::Array(a) => a.iter().map(jahat).collect(),
        Value::Object(o) => Value::Object(o.iter().map(|(k, v)| (k.clone(), jahat(v))).collect()),
        lain => lain.clone(),
    }
}

fn formulir_dari(p: &Profil, b: Bahasa, nilai: &Peta, galat: &[GalatMedan]) -> String {
    formulir::semua(
        &Isian {
            b,
            profil: p,
            nilai,
            mentah: None,
            galat,
            awal: "",
        },
        &segala(),
    )
    .into_string()
}

fn kini() -> Timestamp {
    "2026-11-23T01:15:00Z".parse().unwrap()
}

fn laman<'a>(p: &'a Profil, a: &'a Akun, b: Bahasa, teks: &'a str) -> Laman<'a> {
    Laman {
        b,
        profil: Some(p),
        akun: Some(a),
        jalur: "/contoh/layanan?q=a b&c=\"",
        csrf: teks,
        judul: teks,
        kamus: None,
    }
}

fn akun() -> Akun {
    from_value(json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057", "daerah": "contoh", "pengguna": "x", "nama": JAHAT,
        "peran": [[Peran::Penghubung, "dpu"], [Peran::Kepala, "dpu"]]
    }))
    .unwrap()
}

/// Everything this crate can draw, filled with `teks`.
fn keluaran(b: Bahasa, teks: &str) -> Vec<String> {
    let p = profil();
    let a = akun();
    let l = laman(&p, &a, b, teks);
    let medan = segala();
    let nilai = if teks == JAHAT {
        isi(jahat(&Value::Object(terisi())))
    } else {
        terisi()
    };
    let galat: Vec<GalatMedan> = medan
        .iter()
        .map(|m| m.nama.to_string())
        .chain(["pelapor.surel".into(), "bagian.0.nama".into(), teks.to_owned()])
        .map(|n| {
            GalatMedan::baru(
                n,
                Pesan::baru("{nama} harus {panjang} angka. Anda mengetik {n}.").dengan("nama", teks),
            )
        })
        .collect();
    let mentah: BTreeMap<String, Vec<String>> = medan
        .iter()
        .map(|m| (m.nama.to_string(), vec![teks.to_owned()]))
        .collect();
    let butir = |isi: Markup| Butir {
        waktu: kini(),
        pihak: "internal",
        siapa: teks.into(),
        judul: teks.into(),
        isi,
    };
    let keadaan = Keadaan {
        kode: "a".into(),
        label: teks.to_owned().into(),
        arti: "".into(),
        giliran: Giliran::Pemegang,
        warna: Warna::Biru,
    };
    let angka = || {
        vec![
            Angka {
                label: teks.into(),
                nilai: 12_345,
                tautan: Some(teks.into()),
            },
            Angka::default(),
        ]
    };
    let s = || teks.to_owned();
    let blok = vec![
        Blok::Angka { butir: angka() },
        Blok::Batang {
            judul: s(),
            kepala: s(),
            satuan: s(),
            butir: angka(),
        },
        Blok::Batang {
            judul: s(),
            kepala: s(),
            satuan: s(),
            butir: Vec::new(),
        },
        Blok::Tabel {
            judul: s(),
            kepala: vec![s()],
            baris: vec![vec![s()]],
        },
        Blok::Tabel {
            judul: s(),
            kepala: vec![s()],
            baris: Vec::new(),
        },
    ];
    let kolom = |arah: Option<bool>| Kolom {
        label: s(),
        urut: arah.map(|_| s()),
        arah,
        angka: true,
    };
    let baris = |massal| {
        let r = Baris {
            id: s(),
            href: s(),
            sel: vec![html! { (teks) }, html! { (teks) }],
        };
        daftar::tabel(&[kolom(Some(true)), kolom(None)], vec![r], massal)
    };
    let mentah_isian = Isian {
        b,
        profil: &p,
        nilai: &nilai,
        mentah: Some(&mentah),
        galat: &galat,
        awal: "",
    };
    vec![
        portal(&l, html! { (teks) }),
        portal(
            &Laman {
                akun: None,
                ..laman(&p, &a, b, teks)
            },
            html! {},
        ),
        portal(
            &Laman {
                profil: None,
                akun: None,
                ..laman(&p, &a, b, teks)
            },
            html! {},
        ),
        kerja(
            &l,
            teks,
            &[kelompok(&s(), &[&s()]), kelompok(&s(), &[&s(), "b"])],
            html! { (teks) },
        ),
        halaman_galat(&l, &Galat::PerluMasuk, Some(teks)),
        halaman_galat(&l, &Galat::Isian(galat.clone()), None),
        formulir::semua(
            &Isian {
                mentah: None,
                ..mentah_isian
            },
            &medan,
        ),
        formulir::semua(
            &Isian {
                b,
                profil: &p,
                nilai: &nilai,
                mentah: Some(&mentah),
                galat: &[],
                awal: "",
            },
            &medan,
        ),
        formulir::ringkasan_galat(b, &galat, &medan),
        formulir::csrf(teks),
        tampil::fakta(b, &p, &medan, &nilai),
        tampil::tanda(b, &keadaan),
        tampil::tenggat(b, &p.kalender, kini(), kini()),
        tampil::kosong(teks, teks, Some((teks, teks))),
        tampil::lini(b, &p, &[butir(html! { (teks) })]),
        papan(b, "contoh", &Papan { judul: s(), blok }),
        baris(true),
        baris(false),
        daftar::halaman_nav(b, Some(teks), Some(teks), teks),
        daftar::keping(b, &[(s(), s())]),
    ]
    .into_iter()
    .map(Markup::into_string)
    .collect()
}

/// The tags of a document: name and attribute names, values left out.
fn tag(h: &str) -> Vec<(String, Vec<String>)> {
    h.split('<')
        .skip(1)
        .filter_map(|t| t.split('>').next())
        .map(|t| {
            let luar: String = t.split('"').step_by(2).collect::<Vec<_>>().join(" ");
            let mut kata = luar
                .split_whitespace()
                .map(|k| k.trim_end_matches('=').to_lowercase());
            (kata.next().unwrap_or_default(), kata.collect())
        })
        .collect()
}

/// The value of an attribute of the first tag that contains `ciri`.
fn atribut<'h>(h: &'h str, ciri: &str, nama: &str) -> Option<&'h str> {
    let t = h
        .split('<')
        .find(|t| t.split('>').next().is_some_and(|t| t.contains(ciri)))?;
    t.split_once(&format!(" {nama}=\""))?.1.split('"').next()
}

#[test]
fn no_inline_style_and_no_inline_script_whatever_stands_in_the_values() {
    for b in [Bahasa::Id, Bahasa::En] {
        for teks in ["biasa", JAHAT] {
            for h in keluaran(b, teks) {
                for (nama, atribut) in tag(&h) {
                    assert!(nama != "style" && nama != "/style" && nama != "img/", "{h}");
                    let buruk = atribut.iter().find(|a| *a == "style" || a.starts_with("on"));
                    assert_eq!(buruk, None, "<{nama}> in {h}");
                }
                assert!(
                    !h.contains("<script>") && !h.contains("onerror=alert(1)>") && !h.contains("<img src=x"),
                    "{h}"
                );
            }
        }
    }
}

#[test]
fn ids_are_unique_and_every_reference_leads_somewhere() {
    let p = profil();
    for nilai in [Peta::new(), terisi()] {
        let galat: Vec<GalatMedan> = [
            "teks",
            "periode",
            "pilihan",
            "pelapor.surel",
            "bagian.0.nama",
            "beberapa",
            "foto",
            "setuju",
            "desa",
            "pelapor",
        ]
        .map(|n| GalatMedan::baru(n, "Wajib diisi."))
        .into();
        let form = formulir_dari(&p, Bahasa::Id, &nilai, &galat);
        let semua = |nama: &str| -> Vec<&str> {
            form.split(&format!(" {nama}=\""))
                .skip(1)
                .filter_map(|s| s.split('"').next())
                .collect()
        };
        let id = semua("id");
        assert_eq!(id.len(), id.iter().collect::<BTreeSet<_>>().len(), "{id:?}");
        for nama in ["for", "aria-describedby", "aria-labelledby", "data-menurut"] {
            for r in semua(nama).iter().flat_map(|r| r.split(' ')) {
                assert!(id.contains(&r), "{nama} names {r}, which is not there");
            }
        }
        let ringkasan = formulir::ringkasan_galat(Bahasa::Id, &galat, &segala()).into_string();
        let tujuan: Vec<&str> = ringkasan
            .split("href=\"#")
            .skip(1)
            .filter_map(|s| s.split('"').next())
            .collect();
        assert_eq!(tujuan.len(), galat.len());
        for t in tujuan {
            assert!(id.contains(&t), "the summary leads to {t}, which is not there");
        }
    }
}

#[test]
fn the_summary_names_the_field_and_what_no_form_shows_is_no_link() {
    let galat = [
        "bagian.1.nama",
        "pelapor.telepon",
        "alamat",
        "terhitung",
        "asing",
        "",
    ]
    .map(|n| GalatMedan::baru(n, "Wajib diisi."));
    let h = formulir::ringkasan_galat(Bahasa::Id, &galat, &segala()).into_string();
    for ada in [
        "<a href=\"#m-bagian.1.nama\">Label bagian, baris 2, Label nama: Wajib diisi.</a>",
        "<a href=\"#m-pelapor.telepon\">Nomor telepon: Wajib diisi.</a>",
        "<a href=\"#m-alamat\">Alamat atau patokan: Wajib diisi.</a>",
        "<li>Isian “terhitung”: Wajib diisi.</li>",
        "<li>Isian “asing”: Wajib diisi.</li>",
        "<li>Wajib diisi.</li>",
    ] {
        assert!(h.contains(ada), "{ada} in {h}");
    }
    assert!(
        formulir::ringkasan_galat(Bahasa::Id, &[], &segala())
            .into_string()
            .is_empty()
    );
}

#[test]
fn names_are_paths_and_flat_groups_have_none() {
    let h = formulir_dari(&profil(), Bahasa::Id, &terisi(), &[]);
    for nama in [
        "pelapor.nama",
        "pelapor.surel",
        "bagian.0.nama",
        "bagian.3.jumlah",
        "kecamatan",
        "lat",
        "lokasi.alamat",
        "periode.mulai",
        "periode.akhir",
    ] {
        assert!(h.contains(&format!("name=\"{nama}\"")), "{nama}");
    }
    for nama in ["tempat", "pelapor", "bagian.4.nama", "terhitung"] {
        assert!(!h.contains(&format!("name=\"{nama}\"")), "{nama}");
    }
    assert_eq!(atribut(&h, "name=\"pelapor.nama\"", "autocomplete"), Some("name"));
    assert_eq!(
        atribut(&h, "name=\"pelapor.surel\"", "autocomplete"),
        Some("email")
    );
    assert_eq!(atribut(&h, "name=\"desa\"", "data-menurut"), Some("m-kecamatan"));
    assert_eq!(
        atribut(&h, "name=\"lokasi.desa\"", "data-menurut"),
        Some("m-lokasi.kecamatan")
    );
}

/// What a browser would send of a form without touching it.
fn kirim(h: &str) -> BTreeMap<String, Vec<String>> {
    let lepas = |s: &str| {
        s.replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    let atribut = |t: &str, n: &str| Some(lepas(t.split_once(&format!(" {n}=\""))?.1.split('"').next()?));
    let mut form: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut pilih: Option<(String, String)> = None;
    for bagian in h.split('<').skip(1) {
        let (t, teks) = bagian.split_once('>').unwrap();
        let nama = atribut(t, "name");
        let ditandai = t.ends_with(" checked") || t.contains(" checked ");
        match (t.split(' ').next().unwrap(), nama) {
            ("input", Some(n)) => match atribut(t, "type").as_deref() {
                Some("file") => {}
                Some("checkbox" | "radio") if !ditandai => {}
                _ => form
                    .entry(n)
                    .or_default()
                    .push(atribut(t, "value").unwrap_or_default()),
            },
            ("textarea", Some(n)) => form
                .entry(n)
                .or_default()
                .push(lepas(teks.strip_prefix('\n').unwrap_or(teks))),
            ("select", Some(n)) => pilih = Some((n, String::new())),
            ("option", _) if t.ends_with(" selected") => {
                if let Some((_, v)) = &mut pilih {
                    *v = atribut(t, "value").unwrap_or_default();
                }
            }
            ("/select", _) => {
                let (n, v) = pilih.take().unwrap();
                form.entry(n).or_default().push(v);
            }
            _ => {}
        }
    }
    form
}

#[test]
fn a_form_sent_untouched_gives_back_what_it_was_filled_with() {
    let p = profil();
    let mut medan = segala();
    medan.retain(|m| !m.rahasia);
    let mut harap = terisi();
    harap.remove("sandi");
    harap.remove("terhitung");
    for b in [Bahasa::Id, Bahasa::En] {
        let sekali = formulir::semua(
            &Isian {
                b,
                profil: &p,
                nilai: &harap,
                mentah: None,
                galat: &[],
                awal: "",
            },
            &medan,
        );
        let form = kirim(&sekali.into_string());
        assert_eq!(
            Value::Object(dari_formulir(&medan, &form)),
            Value::Object(harap.clone())
        );
        // And the form that comes back with an error shows the same once more.
        let kosong = Peta::new();
        let lagi = formulir::semua(
            &Isian {
                b,
                profil: &p,
                nilai: &kosong,
                mentah: Some(&form),
                galat: &[],
                awal: "",
            },
            &medan,
        );
        assert_eq!(kirim(&lagi.into_string()), form);
    }
}

#[test]
fn what_was_typed_comes_back_even_when_it_is_wrong() {
    let p = profil();
    let ketik = |k: &str, v: &str| (k.to_owned(), vec![v.to_owned()]);
    let form: BTreeMap<String, Vec<String>> = [
        ketik("tanggal", "besok"),
        ketik("uang", "sejuta"),
        ketik("bilangan", "1.5e3"),
        ketik("lat", "-6,2x"),
        ketik("periode.akhir", "nanti"),
        ketik("panjang", "\n<b>tebal</b>"),
        ketik("bagian.1.nama", "Kursi"),
        ketik("sandi", "rahasia-ketikan"),
    ]
    .into();
    let nilai = terisi();
    let i = Isian {
        b: Bahasa::Id,
        profil: &p,
        nilai: &nilai,
        mentah: Some(&form),
        galat: &[],
        awal: "",
    };
    let h = formulir::semua(&i, &segala()).into_string();
    for (k, v) in form.iter().filter(|(k, _)| *k != "sandi") {
        assert_eq!(kirim(&h)[k], *v, "{k}");
    }
    assert!(
        h.contains("type=\"text\" id=\"m-tanggal\""),
        "a date input would hide what is no date"
    );
    assert!(!h.contains("rahasia-"), "a secret is never shown again");
    assert!(
        !kirim(&h).contains_key("setuju"),
        "a box that was not sent was not ticked"
    );
    assert!(
        h.contains("name=\"bagian.4.nama\"") && !h.contains("name=\"bagian.5.nama\""),
        "three rows to spare"
    );
}

#[test]
fn errors_stand_at_their_field() {
    let p = profil();
    let galat = [
        GalatMedan::baru("pelapor.surel", "Wajib diisi."),
        GalatMedan::baru("pilihan", "Pilih salah satu."),
    ];
    let h = formulir_dari(&p, Bahasa::Id, &Peta::new(), &galat);
    assert_eq!(
        atribut(&h, "id=\"m-pelapor.surel\"", "aria-invalid"),
        Some("true")
    );
    let ket = atribut(&h, "id=\"m-pelapor.surel\"", "aria-describedby").unwrap();
    assert_eq!(ket, "m-pelapor.surel-bantuan m-pelapor.surel-galat");
    assert!(h.contains("id=\"m-pilihan-galat\"") && h.contains("Pilih salah satu."));
    assert_eq!(h.matches("medan-galat").count(), 2);
    let i = Isian {
        b: Bahasa::Id,
        profil: &p,
        nilai: &Peta::new(),
        mentah: None,
        galat: &galat,
        awal: "teruskan.",
    };
    let h = formulir::semua(&i, &segala()).into_string();
    assert!(
        h.contains("id=\"m-teruskan.pelapor.surel-galat\""),
        "a prefix belongs to the name, not to the error"
    );
}

#[test]
fn a_prefix_keeps_forms_apart_and_is_taken_off_again() {
    let (p, nilai, medan) = (profil(), terisi(), segala());
    let awal = |awal| Isian {
        b: Bahasa::Id,
        profil: &p,
        nilai: &nilai,
        mentah: None,
        galat: &[],
        awal,
    };
    let tanpa = kirim(&formulir::semua(&awal(""), &medan).into_string());
    let dengan = kirim(&formulir::semua(&awal("ubah."), &medan).into_string());
    assert!(dengan.keys().all(|k| k.starts_with("ubah.")));
    assert_eq!(formulir::lepas_awal(&dengan, "ubah."), tanpa);
}

#[test]
fn values_read_as_people_write_them() {
    let p = profil();
    let h = tampil::fakta(Bahasa::Id, &p, &segala(), &terisi()).into_string();
    for ada in [
        "<dd>Rp1.250.000</dd>",
        "<dd>12.345</dd>",
        "<dd>2026</dd>",
        "<time datetime=\"2026-11-23\">23 November 2026</time>",
        "<dd>Ya</dd>",
        "<dd>Pilihan b</dd>",
        "<dd>Pilihan a, Pilihan c</dd>",
        "<dd>Jalan rusak</dd>",
        "<dd>Dinas PU</dd>",
        "<dd>Bambu Satu</dd>",
        "<dd>-6,25</dd>",
        "<p>baris satu<br>baris dua</p><p>paragraf dua</p>",
        "<li>satu</li><li>dua</li>",
        "href=\"/contoh/berkas/01890a5d-ac96-774b-bcce-b302099a8057\"",
    ] {
        assert!(h.contains(ada), "{ada} in {h}");
    }
    assert!(!h.contains("rahasia-sekali"));
    let en = tampil::fakta(Bahasa::En, &p, &segala(), &terisi()).into_string();
    for ada in [
        "Damaged roads",
        "<dd>Yes</dd>",
        "<dd>-6.25</dd>",
        "1 January 2026</time> to <time",
    ] {
        assert!(en.contains(ada), "{ada} in {en}");
    }
    assert_eq!(
        [0, 999, 12_345, -1_234_567].map(tampil::angka),
        ["0", "999", "12.345", "-1.234.567"]
    );
    assert_eq!(tampil::angka(i64::MIN), "-9.223.372.036.854.775.808");
}

#[test]
fn nothing_is_shown_of_what_is_empty() {
    let kosong = isi(json!({ "teks": " ", "foto": [], "pelapor": {}, "uang": null }));
    assert_eq!(
        tampil::fakta(Bahasa::Id, &profil(), &segala(), &kosong).into_string(),
        "<dl class=\"daftar-ringkas\"></dl>"
    );
}

#[test]
fn deadlines_count_working_days_of_the_regency() {
    let p = profil();
    // Monday; Wednesday is a holiday.
    let di =
        |jatuh: &str| tampil::tenggat(Bahasa::Id, &p.kalender, kini(), jatuh.parse().unwrap()).into_string();
    let kata = |h: &str| h.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
    for (jatuh, harap, warna) in [
        ("2026-11-26T15:59:59Z", "2 hari kerja lagi", "abu"),
        ("2026-11-24T15:59:59Z", "1 hari kerja lagi", "jingga"),
        ("2026-11-23T15:59:59Z", "hari ini", "jingga"),
        ("2026-11-20T15:59:59Z", "terlambat 1 hari kerja", "merah"),
        ("2026-11-18T15:59:59Z", "terlambat 3 hari kerja", "merah"),
    ] {
        let h = di(jatuh);
        assert_eq!(kata(&h), harap);
        assert!(h.contains(&format!("tanda-{warna}")), "{h}");
    }
    assert!(di("2026-11-26T15:59:59Z").ends_with("<time datetime=\"2026-11-26\">26 November 2026</time>"));
}

#[test]
fn the_language_switch_comes_back_to_this_page() {
    let (p, a) = (profil(), akun());
    let h = portal(&laman(&p, &a, Bahasa::Id, "Judul"), html! {}).into_string();
    assert!(h.starts_with("<!DOCTYPE html><html lang=\"id\">"));
    assert!(h.contains("<title>Judul · Kabupaten Contoh &amp; Co · Praja</title>"));
    assert!(
        h.contains("href=\"/contoh/bahasa/en?ke=%2Fcontoh%2Flayanan%3Fq%3Da%20b%26c%3D%22\""),
        "{h}"
    );
    assert!(h.contains("href=\"/contoh/layanan\" aria-current=\"page\""));
    assert!(
        h.contains("href=\"/contoh/kerja\""),
        "somebody logged in goes to work, not to the login"
    );
    let en = portal(
        &Laman {
            akun: None,
            ..laman(&p, &a, Bahasa::En, "Title")
        },
        html! {},
    )
    .into_string();
    assert!(en.contains("/contoh/bahasa/id?ke=") && en.contains(">Log in<"));
}

fn kelompok(judul: &str, kode: &[&str]) -> crate::Kelompok {
    let butir = |k: &&str| crate::Butir {
        href: format!("/contoh/kerja/{k}"),
        label: (*k).to_owned(),
        kode: (*k).to_owned(),
    };
    crate::Kelompok {
        judul: judul.to_owned(),
        butir: kode.iter().map(butir).collect(),
    }
}

#[test]
fn the_workroom_says_who_one_is_and_where() {
    let (p, a) = (profil(), akun());
    let menu = [
        kelompok("Laporan", &["pengaduan"]),
        kelompok("Pengawasan", &["bukti", "wbs"]),
    ];
    let h = kerja(&laman(&p, &a, Bahasa::Id, "Judul"), "pengaduan", &menu, html! {}).into_string();
    assert!(h.contains("href=\"/contoh/kerja/pengaduan\" aria-current=\"page\""));
    assert!(
        h.contains("href=\"/contoh/kerja\">Tugas saya"),
        "the way back to the tasks is always there"
    );
    assert!(h.contains("</b> · Dinas PU</span>"), "one unit, named once");
    assert!(h.contains("action=\"/contoh/keluar\"") && h.contains("name=\"_csrf\" value=\"Judul\""));
    assert!(!h.contains("Laporan<"), "a heading over one entry says nothing");
    assert!(h.contains(
        "<details name=\"menu\"><summary>Pengawasan</summary><ul><li><a href=\"/contoh/kerja/bukti\">"
    ));
    let h = kerja(&laman(&p, &a, Bahasa::Id, "Judul"), "wbs", &menu, html! {}).into_string();
    assert!(
        h.contains("<summary aria-current=\"true\">Pengawasan") && h.contains("wbs\" aria-current=\"page\"")
    );
}

#[test]
fn bars_start_at_zero_and_stand_beside_their_table() {
    let butir = |label: &str, nilai| Angka {
        label: label.into(),
        nilai,
        tautan: Some("kerja/pengaduan?a=1".into()),
    };
    let blok = Blok::Batang {
        judul: "Dinas A paling banyak".into(),
        kepala: "OPD".into(),
        satuan: "laporan".into(),
        butir: vec![butir("A", 12_345), butir("B", 0)],
    };
    let h = papan(
        Bahasa::Id,
        "contoh",
        &Papan {
            judul: "Judul".into(),
            blok: vec![blok],
        },
    )
    .into_string();
    assert!(h.contains("<title id=\"batang-0-judul\">Dinas A paling banyak</title>"));
    assert!(h.contains("A: 12.345 laporan; B: 0 laporan</desc>"));
    assert!(h.contains("width=\"82.0%\"") && h.contains("width=\"0.0%\""));
    assert!(h.contains("<a href=\"/contoh/kerja/pengaduan?a=1\">12.345</a>"));
}

#[test]
fn a_list_links_by_its_first_cell() {
    let kolom = |l: &str, arah| Kolom {
        label: l.into(),
        urut: Some("?urut=x".into()),
        arah,
        angka: false,
    };
    let r = Baris {
        id: "7".into(),
        href: "/h".into(),
        sel: vec![html! { "Satu" }, html! { "Dua" }],
    };
    let h = daftar::tabel(
        &[kolom("Nomor", Some(false)), kolom("Judul", None)],
        vec![r],
        true,
    )
    .into_string();
    assert!(h.contains("aria-sort=\"descending\"") && h.contains("<tr data-baris=\"7\">"));
    assert!(h.contains("name=\"id\" value=\"7\" aria-labelledby=\"baris-7\""));
    assert!(h.contains("<td data-label=\"Nomor\"><a id=\"baris-7\" href=\"/h\">Satu</a></td><td data-label=\"Judul\">Dua</td>"));
}

/// The texts that stand in quotes after `b.t(` and `b.isi(`, with the few that are named in a table first.
fn teks_sumber() -> BTreeSet<String> {
    let sumber = [
        include_str!("daftar.rs"),
        include_str!("formulir.rs"),
        include_str!("laman.rs"),
        include_str!("papan.rs"),
        include_str!("tampil.rs"),
    ];
    let mut teks = BTreeSet::new();
    for s in sumber {
        for tanda in [".t(", ".isi("] {
            teks.extend(s.split(tanda).skip(1).filter_map(|r| {
                let (t, _) = r.trim_start().strip_prefix('"')?.split_once('"')?;
                Some(t.to_owned())
            }));
        }
    }
    let tabel = [
        "Pengaduan",
        "Layanan",
        "Masuk",
        "Baris berikutnya",
        "Baris sebelumnya",
        "Buka baris ini",
        "Tandai baris ini",
        "Buka bantuan ini",
    ];
    teks.extend(tabel.map(str::to_owned));
    let jenis = [
        "sekretariat_daerah",
        "sekretariat_dprd",
        "inspektorat",
        "dinas",
        "badan",
        "satuan",
        "rsud",
        "kecamatan",
    ];
    teks.extend(jenis.map(|j| formulir::jenis_unit(j).to_owned()));
    teks
}

#[test]
fn every_text_has_its_english() {
    let hilang: Vec<String> = teks_sumber()
        .into_iter()
        .filter(|t| !Bahasa::tersedia(t))
        .collect();
    assert!(hilang.is_empty(), "missing in bahasa/en.d/ui.toml: {hilang:#?}");
    assert!(teks_sumber().len() > 50, "the texts are still found");
}

#[test]
fn a_unit_that_is_no_more_shows_by_its_code() {
    let m = Medan::baru("unit", "Unit", Jenis::DariProfil(Sumber::Unit));
    let v = Value::from(KodeUnit("dinas-lama".into()).0);
    assert_eq!(
        tampil::nilai(Bahasa::Id, &profil(), &m, &v).into_string(),
        "dinas-lama"
    );
}
