//! Commands on the make-believe register, one promise a test.

use jiff::ToSpan;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::register::Kepada;
use crate::{
    contoh::*,
    izin::{Cakupan, Peran},
    kalender::saat,
    nilai::Nilai,
};

fn teks(v: &[(&str, &str)]) -> Vec<(String, String)> {
    v.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
}

#[test]
fn a_new_entry_has_an_owner_a_number_a_state_a_deadline_and_an_event() {
    let mut p = Panggung::baru();
    let putusan = p.buat(&Pelaku::Publik, isi_penuh()).unwrap();
    let e = &putusan.entri;
    assert!(putusan.baru);
    assert_eq!(
        (e.nomor.as_str(), e.versi, e.keadaan.as_str()),
        ("ANT-2026-000007", 1, "daftar")
    );
    assert_eq!(
        (e.unit.as_str(), e.pemegang.as_str()),
        ("dinas-pawai", "dinas-pawai")
    );
    assert_eq!((e.terbuka, e.terbit, e.otomatis), (true, false, None));
    assert_eq!(
        (e.dibuat, e.diubah),
        (p.kini.as_millisecond(), p.kini.as_millisecond())
    );
    // Friday evening; Tuesday is a holiday: Monday, Wednesday, Thursday.
    assert_eq!(p.jatuh("verifikasi"), "26 Nov 2026 23.59");
    assert_eq!(e.jatuh, Some(e.tenggat[0].jatuh));
    assert_eq!(e.isi["per_orang"], json!(31_250), "computed from the others");
    let mut isi = e.isi.clone();
    isi.remove("per_orang");
    assert_eq!(
        Value::Object(isi),
        Value::Object(isi_penuh()),
        "the written form is kept as it is"
    );
    let i = &putusan.peristiwa;
    assert_eq!(
        (&i.kejadian, i.versi, i.terlihat),
        (&Kejadian::Dibuat, 1, Terlihat::Pelapor)
    );
    assert_eq!(
        (i.oleh.clone(), i.isi["nomor"].clone()),
        (OlehSiapa::Publik, json!("ANT-2026-000007"))
    );
    assert_eq!(
        putusan.cari.as_deref(),
        Some("000007 2026 ant bangun naga seekor tertidur tidur tidurlah yang"),
        "number, name and story, with their stems"
    );
    assert_eq!(
        (putusan.kabar.len(), putusan.kabar[0].acara.as_str()),
        (1, "baru")
    );
}

#[test]
fn defaults_fill_what_was_not_said_and_the_year_is_the_local_one() {
    let mut p = Panggung::baru();
    // Already 2027 in Antah (+8), still 2026 in Greenwich.
    p.kini = pada("2026-12-31T17:00:00Z");
    let e = p.buat(&koordinator(), isi_wajib()).unwrap().entri;
    assert_eq!(e.nomor, "ANT-2027-000007");
    let bawaan = [
        ("alat", json!([])),
        ("foto", json!([])),
        ("lagu", json!([])),
        ("samar", json!(false)),
        ("kendaraan", json!([])),
    ];
    for (nama, nilai) in bawaan {
        assert_eq!(e.isi[nama], nilai, "{nama}");
    }
    assert!(
        !e.isi.contains_key("cerita"),
        "what is optional and unsaid is not there"
    );
}

#[test]
fn every_wrong_field_is_named_at_once_with_what_to_do() {
    let mut p = Panggung::baru();
    let isi = peta(json!({
        "nama": "n".repeat(61), "cerita": 5, "peserta": 501, "anggaran": "banyak", "hari": "31-02-2027",
        "latihan": { "mulai": "2026-12-20", "akhir": "2026-12-01" }, "ukuran": "sedang", "alat": ["biola"],
        "kategori": "kucing", "pengiring": "dinas-sihir", "depan": "bukan-id", "foto": [FOTO, FOTO, FOTO, FOTO],
        "kecamatan": "99.01.09", "lat": -95.0, "lon": "timur", "gudang": "di sana",
        "pelapor": { "surel": "fulan@", "telepon": "abc", "umur": 3 }, "nik": "123", "nip": "x", "lagu": ["a", "b", "c", "d", "e"],
        "samar": "mungkin", "kendaraan": [{ "roda": 1, "sopir": "0" }, 7], "warna": "merah",
    }));
    let g = p.buat(&Pelaku::Publik, isi).unwrap_err();
    assert_eq!(g.status(), 422);
    let harap = teks(&[
        ("nama", "Paling banyak 60 karakter. Anda mengetik 61."),
        ("cerita", "Harus berupa teks."),
        ("peserta", "Isi angka dari 1 sampai 500."),
        (
            "anggaran",
            "Isi jumlah rupiah dengan angka bulat, misalnya 1.250.000.",
        ),
        ("hari", "Tulis tanggal seperti 23-11-2026."),
        ("latihan", "Tanggal akhir tidak boleh sebelum tanggal mulai."),
        ("ukuran", "Pilih salah satu dari: kecil, besar_sekali."),
        ("alat", "Pilih salah satu dari: gendang, terompet, kentongan."),
        ("kategori", "Pilih salah satu dari: lampion, naga."),
        ("pengiring", "Pilih perangkat daerah dari daftar."),
        ("depan", "Rujukan ini tidak dikenal. Pilih dari daftar."),
        ("foto", "Paling banyak 3 foto. Anda mengirim 4."),
        (
            "kecamatan",
            "Kecamatan ini tidak ada di daerah ini. Pilih dari daftar.",
        ),
        ("lat", "Isi lintang dengan angka antara -90 dan 90."),
        ("lon", "Isi bujur dengan angka antara -180 dan 180."),
        ("gudang", "Harus berupa objek dengan isian di dalamnya."),
        (
            "pelapor.surel",
            "Tulis alamat surel yang lengkap, misalnya nama@contoh.id.",
        ),
        (
            "pelapor.telepon",
            "Tulis nomor telepon dengan angka saja, misalnya 081234567890.",
        ),
        (
            "pelapor.umur",
            "Isian ini tidak dikenal. Periksa ejaannya atau hapus.",
        ),
        ("nik", "NIK harus 16 angka. Anda mengetik 3."),
        ("nip", "NIP harus 18 angka. Anda mengetik 1."),
        ("lagu", "Paling banyak 4 butir. Anda mengirim 5."),
        ("samar", "Isi true atau false."),
        ("kendaraan.0.nama", "Wajib diisi."),
        ("kendaraan.0.roda", "Isi angka dari 2 sampai 18."),
        (
            "kendaraan.0.sopir",
            "Tulis nomor telepon dengan angka saja, misalnya 081234567890.",
        ),
        ("kendaraan.1", "Harus berupa objek dengan isian di dalamnya."),
        ("warna", "Isian ini tidak dikenal. Periksa ejaannya atau hapus."),
    ]);
    assert_eq!(salah(&g), harap);
    assert!(p.entri.is_none());
}

#[test]
fn what_is_required_is_asked_for_even_when_it_looks_filled() {
    for kosong in [
        json!(null),
        json!(""),
        json!("  \n"),
        json!("\u{0}"),
        json!("\u{200B}\u{FEFF} "),
    ] {
        let mut isi = isi_wajib();
        isi.insert("nama".into(), kosong.clone());
        let g = Panggung::baru().buat(&Pelaku::Publik, isi).unwrap_err();
        assert_eq!(salah(&g), teks(&[("nama", "Wajib diisi.")]), "{kosong:?}");
    }
    let g = Panggung::baru().buat(&Pelaku::Publik, Peta::new()).unwrap_err();
    let harap = [
        ("nama", "Wajib diisi."),
        ("peserta", "Wajib diisi."),
        ("anggaran", "Wajib diisi."),
        ("hari", "Isi tanggalnya."),
        ("ukuran", "Pilih salah satu."),
        ("kategori", "Pilih salah satu."),
    ];
    assert_eq!(salah(&g), teks(&harap));
}

#[test]
fn rules_between_fields_speak_at_their_field() {
    let mut isi = isi_penuh();
    isi.insert(
        "latihan".into(),
        json!({ "mulai": "2026-12-01", "akhir": "2027-01-10" }),
    );
    let g = Panggung::baru().buat(&Pelaku::Publik, isi).unwrap_err();
    assert_eq!(
        salah(&g),
        teks(&[("latihan.akhir", "Latihan harus berakhir sebelum hari tampil.")])
    );
    let mut isi = isi_penuh();
    isi.insert("lat".into(), json!(1.0));
    let g = Panggung::baru().buat(&Pelaku::Publik, isi).unwrap_err();
    let di_luar =
        "Titik ini di luar Kabupaten antah. Periksa koordinatnya, atau kosongkan dan pilih kecamatan.";
    assert_eq!(salah(&g), teks(&[("lat", di_luar)]));
}

#[test]
fn computed_fields_are_never_set_by_hand() {
    let mut isi = isi_wajib();
    isi.insert("per_orang".into(), json!(1));
    let mut p = Panggung::baru();
    assert_eq!(
        p.buat(&Pelaku::Publik, isi).unwrap().entri.isi["per_orang"],
        json!(31_250)
    );
    let g = p.ubah(&koordinator(), json!({ "per_orang": 1 })).unwrap_err();
    assert_eq!(
        salah(&g),
        teks(&[(
            "per_orang",
            "Isian ini diisi oleh sistem, tidak dapat diubah langsung."
        )])
    );
    assert_eq!(
        p.ubah(&koordinator(), json!({ "peserta": 10 }))
            .unwrap()
            .entri
            .isi["per_orang"],
        json!(125_000)
    );
}

#[test]
fn a_change_replaces_removes_and_tells_from_what_to_what() {
    let mut p = Panggung::terdaftar();
    let tambal = json!({ "peserta": 50, "cerita": null, "sandi": "baru", "pelapor": { "nama": "Si Polan" } });
    let putusan = p.ubah(&koordinator(), tambal).unwrap();
    let e = &putusan.entri;
    assert_eq!(
        (e.versi, e.isi["peserta"].clone(), e.isi["sandi"].clone()),
        (2, json!(50), json!("baru"))
    );
    assert!(!e.isi.contains_key("cerita"));
    let i = &putusan.peristiwa;
    assert_eq!((&i.kejadian, i.terlihat), (&Kejadian::Diubah, Terlihat::Internal));
    let harap = json!({
        "cerita": { "dari": "Seekor naga\nyang tertidur.", "ke": null },
        "peserta": { "dari": 40, "ke": 50 },
        "per_orang": { "dari": 31_250, "ke": 25_000 },
        "pelapor": { "dari": isi_penuh()["pelapor"], "ke": { "nama": "Si Polan" } },
        "sandi": { "dari": null, "ke": null },
    });
    assert_eq!(
        Value::Object(i.isi.clone()),
        harap,
        "of a secret, only that it changed"
    );
    assert!(putusan.cari.is_some() && !putusan.baru);
    let g = p
        .ubah(
            &koordinator(),
            json!({ "nama": null, "tempat": { "kecamatan": "99.01.01" } }),
        )
        .unwrap_err();
    let asing = "Isian ini tidak dikenal. Periksa ejaannya atau hapus.";
    assert_eq!(salah(&g), teks(&[("nama", "Wajib diisi."), ("tempat", asing)]));
    assert_eq!(p.entri().versi, 2);
}

#[test]
fn a_stale_version_is_refused_with_the_present_one() {
    let mut p = Panggung::terdaftar();
    p.ubah(&koordinator(), json!({ "peserta": 41 })).unwrap();
    let basi = [
        Aksi::Ubah {
            id: p.id,
            versi: 1,
            tambal: peta(json!({ "peserta": 42 })),
        },
        Aksi::Langkah {
            id: p.id,
            versi: Some(1),
            langkah: "tanya".into(),
            isian: peta(json!({ "pertanyaan": "?" })),
        },
        // A step that somebody else took meanwhile: the reason is the staleness, not the state.
        Aksi::Langkah {
            id: p.id,
            versi: Some(1),
            langkah: "kabari".into(),
            isian: Peta::new(),
        },
    ];
    for aksi in basi {
        let g = p.jalankan(&koordinator(), aksi).unwrap_err();
        assert!(matches!(g, Galat::VersiBasi { kini: 2 }), "{g}");
        assert_eq!(g.status(), 412);
    }
}

#[test]
fn a_step_copies_moves_and_changes_the_deadlines() {
    let mut p = Panggung::terdaftar();
    let usul = p.def().usul(&p.entri().isi, "sahkan", &p.konteks(&koordinator()));
    assert_eq!(
        Value::Object(usul),
        json!({ "unit": "balai-musik", "ukuran": "kecil" })
    );
    p.kini = pada("2026-11-23T09:00:00+08:00");
    let isian = json!({ "unit": "kantor-lampion", "ukuran": "besar_sekali" });
    let putusan = p.langkah(&koordinator(), "sahkan", isian.clone()).unwrap();
    let e = &putusan.entri;
    assert_eq!(
        (e.keadaan.as_str(), e.pemegang.as_str(), e.unit.as_str()),
        ("tampil", "kantor-lampion", "dinas-pawai")
    );
    assert_eq!((e.isi["ukuran"].clone(), e.terbit), (json!("besar_sekali"), true));
    let henti = e.tenggat.iter().find(|t| t.kode == "verifikasi").unwrap();
    assert_eq!(
        (henti.henti, henti.terlambat(p.kini)),
        (Some(p.kini.as_millisecond()), false)
    );
    // Fourteen working days for a troupe that is now very big; the field is read after it was copied.
    assert_eq!(p.jatuh("penyiapan"), "14 Des 2026 23.59");
    let i = &putusan.peristiwa;
    let kejadian = Kejadian::Langkah {
        langkah: "sahkan".into(),
        dari: "daftar".into(),
        ke: "tampil".into(),
    };
    assert_eq!((&i.kejadian, i.pemegang.as_str()), (&kejadian, "kantor-lampion"));
    assert_eq!(Value::Object(i.isi.clone()), isian);
    let Pelaku::Akun(a) = koordinator() else { panic!() };
    assert_eq!(
        i.oleh,
        OlehSiapa::Akun {
            id: a.id,
            nama: "Kora".into()
        }
    );
    assert!(putusan.kabar.is_empty(), "nobody is told of this step");
}

#[test]
fn a_step_moves_to_a_function_and_back_to_the_owner() {
    let mut p = Panggung::tampil();
    assert_eq!(
        p.langkah(&penghubung("kantor-lampion"), "titip", json!({}))
            .unwrap()
            .entri
            .pemegang
            .as_str(),
        "balai-musik"
    );
    assert_eq!(
        p.langkah(&penghubung("kantor-lampion"), "kembalikan", json!({}))
            .unwrap_err()
            .status(),
        403,
        "no longer theirs"
    );
    let e = p
        .langkah(&penghubung("balai-musik"), "kembalikan", json!({}))
        .unwrap()
        .entri;
    assert_eq!(
        (e.pemegang.as_str(), e.keadaan.as_str()),
        ("dinas-pawai", "daftar")
    );
    // Two working days fixed in the table: Monday, Wednesday.
    assert_eq!(p.jatuh("verifikasi"), "25 Nov 2026 23.59");
    let kali = e.tenggat.iter().filter(|t| t.kode == "verifikasi").count();
    assert_eq!(kali, 1, "a deadline that starts afresh replaces the old one");
}

#[test]
fn a_step_may_stay_in_its_state_and_empty_a_field() {
    let mut p = Panggung::tampil();
    let putusan = p
        .langkah(
            &penghubung("kantor-lampion"),
            "kabari",
            json!({ "cerita": "Naganya bangun." }),
        )
        .unwrap();
    assert_eq!(
        (
            putusan.entri.keadaan.as_str(),
            putusan.entri.isi["cerita"].as_str()
        ),
        ("tampil", Some("Naganya bangun."))
    );
    assert_eq!(putusan.peristiwa.terlihat, Terlihat::Publik);
    let e = p
        .langkah(&penghubung("kantor-lampion"), "kabari", json!({}))
        .unwrap()
        .entri;
    assert!(!e.isi.contains_key("cerita"));
    assert_eq!(e.versi, 4);
}

#[test]
fn one_step_may_have_a_row_for_each_state() {
    let mut p = Panggung::terdaftar();
    let alasan = json!({ "alasan": "Hujan." });
    p.langkah(&koordinator(), "batalkan", alasan.clone()).unwrap();
    let mut p = Panggung::tampil();
    let g = p.langkah(&koordinator(), "batalkan", alasan.clone()).unwrap_err();
    assert_eq!(g.status(), 403, "from this state it is the head's to decide");
    let g = p
        .langkah(&kepala("kantor-lampion"), "batalkan", alasan)
        .unwrap_err();
    assert_eq!(salah(&g), teks(&[("keputusan", "Wajib diisi.")]));
    let e = p
        .langkah(
            &kepala("kantor-lampion"),
            "batalkan",
            json!({ "alasan": "Hujan.", "keputusan": "K/1" }),
        )
        .unwrap()
        .entri;
    assert!(
        e.tenggat.iter().any(|t| t.kode == "penyiapan" && t.berjalan()),
        "the table forgot to stop it"
    );
    assert_eq!(
        (e.terbuka, e.terbit, e.jatuh),
        (false, false, None),
        "in a final state nobody is late"
    );
}

#[test]
fn a_step_not_of_this_state_says_so_and_an_unknown_one_does_not_exist() {
    let mut p = Panggung::terdaftar();
    let g = p.langkah(&koordinator(), "tutup", json!({})).unwrap_err();
    let Galat::Bentrok(pesan) = &g else { panic!("{g}") };
    assert_eq!(
        pesan.dalam(crate::Bahasa::Id),
        "Langkah ini tidak dapat diambil: entri sekarang berkeadaan “Terdaftar”."
    );
    assert_eq!(
        p.langkah(&koordinator(), "terbang", json!({}))
            .unwrap_err()
            .status(),
        404
    );
    let g = p
        .langkah(
            &koordinator(),
            "tanya",
            json!({ "pertanyaan": "Kapan?", "warna": 1 }),
        )
        .unwrap_err();
    assert_eq!(
        salah(&g),
        teks(&[("warna", "Isian ini tidak dikenal. Periksa ejaannya atau hapus.")])
    );
}

#[test]
fn rules_of_a_step_may_ask_or_refuse_more() {
    let mut p = Panggung::terdaftar();
    p.ubah(&koordinator(), json!({ "peserta": 450 })).unwrap();
    let g = p
        .langkah(
            &koordinator(),
            "sahkan",
            json!({ "unit": "balai-musik", "ukuran": "kecil" }),
        )
        .unwrap_err();
    assert_eq!(
        salah(&g),
        teks(&[("ukuran", "Rombongan lebih dari 400 orang harus dibagi dua.")])
    );
}

#[test]
fn who_filed_it_answers_and_the_stopped_deadline_starts_afresh() {
    let mut p = Panggung::terdaftar();
    let kabar = p
        .langkah(
            &koordinator(),
            "tanya",
            json!({ "pertanyaan": "Berapa naganya?" }),
        )
        .unwrap()
        .kabar;
    assert_eq!(
        (&kabar[0].kepada, kabar[0].acara.as_str()),
        (&Kepada::Alamat("fulan@contoh.id".into()), "tanya")
    );
    let e = p.entri();
    assert_eq!(
        e.otomatis,
        Some(e.tenggat.iter().find(|t| t.kode == "kelengkapan").unwrap().jatuh)
    );
    assert_eq!(e.jatuh, None, "what the program waits for is nobody's task");
    p.kini = pada("2026-11-27T23:00:00+08:00");
    let pelapor = p.pelapor();
    let putusan = p
        .langkah(
            &pelapor,
            "jawab",
            json!({ "keterangan": "Satu.", "bukti": [POTRET] }),
        )
        .unwrap();
    assert_eq!(putusan.peristiwa.oleh, OlehSiapa::Pelapor);
    assert!(
        !putusan
            .entri
            .tenggat
            .iter()
            .any(|t| t.kode == "kelengkapan" && t.berjalan())
    );
    assert_eq!(p.jatuh("verifikasi"), "2 Des 2026 23.59");
    let t = p.entri().tenggat.iter().find(|t| t.kode == "verifikasi").unwrap();
    assert_eq!((t.mulai, t.henti), (p.kini.as_millisecond(), None));
}

#[test]
fn the_program_steps_only_when_the_deadline_has_run_out() {
    let mut p = Panggung::terdaftar();
    p.langkah(&koordinator(), "tanya", json!({ "pertanyaan": "?" }))
        .unwrap();
    let jatuh = saat(p.entri().otomatis.unwrap());
    for kini in [p.kini, jatuh] {
        p.kini = kini;
        assert_eq!(
            p.langkah(&Pelaku::Sistem, "gugur", json!({}))
                .unwrap_err()
                .status(),
            409,
            "not yet at {kini}"
        );
    }
    p.kini = jatuh + 1.millisecond();
    for siapa in [koordinator(), p.pelapor()] {
        assert_eq!(
            p.langkah(&siapa, "gugur", json!({})).unwrap_err().status(),
            403,
            "no person takes it"
        );
    }
    assert_eq!(
        p.langkah(&Pelaku::Sistem, "jawab", json!({ "keterangan": "x" }))
            .unwrap_err()
            .status(),
        403
    );
    let putusan = p.langkah(&Pelaku::Sistem, "gugur", json!({})).unwrap();
    assert_eq!(
        (
            putusan.entri.keadaan.as_str(),
            putusan.entri.otomatis,
            putusan.entri.terbuka
        ),
        ("batal", None, false)
    );
    assert_eq!(putusan.peristiwa.oleh, OlehSiapa::Sistem);
    assert!(
        putusan
            .entri
            .tenggat
            .iter()
            .find(|t| t.kode == "kelengkapan")
            .unwrap()
            .terlambat(p.kini)
    );
}

#[test]
fn a_deadline_that_was_stopped_too_late_is_stopped_all_the_same() {
    let mut p = Panggung::terdaftar();
    p.langkah(&koordinator(), "tanya", json!({ "pertanyaan": "?" }))
        .unwrap();
    p.kini = saat(p.entri().otomatis.unwrap()) + 1.hour();
    let henti = Some(p.kini.as_millisecond());
    for t in p.entri.iter_mut().flat_map(|e| &mut e.tenggat) {
        t.henti = henti;
    }
    assert_eq!(
        p.langkah(&Pelaku::Sistem, "gugur", json!({}))
            .unwrap_err()
            .status(),
        409
    );
}

#[test]
fn a_person_may_be_faster_than_the_program_and_an_objection_stops_both() {
    let mut p = Panggung::tampil();
    p.langkah(&penghubung("kantor-lampion"), "pentaskan", json!({}))
        .unwrap();
    let jatuh = saat(p.entri().otomatis.unwrap());
    let pelapor = p.pelapor();
    assert_eq!(
        p.langkah(&pelapor, "protes", json!({ "alasan": "Naganya tidur." }))
            .unwrap()
            .entri
            .otomatis,
        None
    );
    p.kini = jatuh + 1.second();
    assert_eq!(
        p.langkah(&Pelaku::Sistem, "tutup", json!({}))
            .unwrap_err()
            .status(),
        409,
        "nothing closes against the word of who filed it"
    );
    p.langkah(&penghubung("kantor-lampion"), "pentaskan", json!({}))
        .unwrap();
    assert_eq!(
        p.langkah(&koordinator(), "tutup", json!({}))
            .unwrap()
            .entri
            .keadaan,
        "selesai"
    );
}

#[test]
fn a_step_for_everybody_is_for_those_who_may_read() {
    let mut p = Panggung::terdaftar();
    assert_eq!(
        p.langkah(&Pelaku::Publik, "semangati", json!({}))
            .unwrap_err()
            .status(),
        404,
        "not public yet"
    );
    let mut p = Panggung::tampil();
    let asing = pejabat("berantah", "Tamu", Peran::Koordinator, "dinas-pawai");
    for siapa in [Pelaku::Publik, koordinator(), p.pelapor(), asing.clone()] {
        p.langkah(&siapa, "semangati", json!({ "ucapan": "Ayo!" }))
            .unwrap();
    }
    assert_eq!(
        p.langkah(&Pelaku::Publik, "titip", json!({}))
            .unwrap_err()
            .status(),
        401,
        "somebody could log in"
    );
    assert_eq!(p.langkah(&asing, "titip", json!({})).unwrap_err().status(), 403);
    assert_eq!(p.entri().versi, 6);
}

#[test]
fn refusals_tell_no_more_than_the_asker_may_know() {
    let mut p = Panggung::terdaftar();
    let ubah = || json!({ "peserta": 1 });
    let lain = pejabat("antah", "Huba", Peran::Penghubung, "balai-musik");
    let tetangga = pejabat("berantah", "Kora", Peran::Koordinator, "dinas-pawai");
    let tanpa_hak = pejabat("antah", "Pim", Peran::Pimpinan, "dinas-pawai");
    let orang_lain = Pelaku::Pelapor(IdEntri(Uuid::from_u128(9)));
    for siapa in [Pelaku::Publik, lain, tetangga, tanpa_hak, orang_lain] {
        assert_eq!(
            p.ubah(&siapa, ubah()).unwrap_err().status(),
            404,
            "as if it did not exist: {siapa:?}"
        );
        assert_eq!(p.catat(&siapa, "x").unwrap_err().status(), 404, "{siapa:?}");
        assert_eq!(
            p.langkah(&siapa, "tanya", json!({ "pertanyaan": "?" }))
                .unwrap_err()
                .status(),
            404,
            "{siapa:?}"
        );
    }
    for siapa in [p.pelapor(), kepala("dinas-pawai"), auditor()] {
        assert_eq!(
            p.ubah(&siapa, ubah()).unwrap_err().status(),
            403,
            "seen, but not theirs: {siapa:?}"
        );
        assert_eq!(
            p.langkah(&siapa, "tanya", json!({ "pertanyaan": "?" }))
                .unwrap_err()
                .status(),
            403,
            "{siapa:?}"
        );
    }
    assert_eq!(p.entri().versi, 1);
    // Refused before anything about the version or the fields is said.
    let aksi = Aksi::Ubah {
        id: p.id,
        versi: 99,
        tambal: peta(json!({ "nama": 1 })),
    };
    assert_eq!(p.jalankan(&auditor(), aksi).unwrap_err().status(), 403);
}

#[test]
fn making_an_entry_is_a_right_as_well() {
    let mut p = Panggung::baru();
    p.inventaris = Inventaris::baru([{
        let mut def = RegisterDef::dari_tipe::<Karnaval>();
        def.hak.retain(|h| h.siapa != crate::Siapa::Publik);
        def
    }]);
    assert_eq!(p.buat(&Pelaku::Publik, isi_wajib()).unwrap_err().status(), 401);
    assert_eq!(p.buat(&auditor(), isi_wajib()).unwrap_err().status(), 403);
    let aksi = Aksi::Buat {
        register: "sirkus".into(),
        id: p.id,
        isi: isi_wajib(),
    };
    assert_eq!(p.jalankan(&koordinator(), aksi).unwrap_err().status(), 404);
    p.buat(&koordinator(), isi_wajib()).unwrap();
    assert_eq!(
        p.buat(&koordinator(), isi_wajib()).unwrap_err().status(),
        409,
        "that id is taken"
    );
}

#[test]
fn a_command_of_one_regency_never_touches_the_entry_of_another() {
    let mut p = Panggung::terdaftar();
    let sama = pejabat("berantah", "Kora", Peran::Koordinator, "dinas-pawai");
    p.profil = profil_lain();
    for siapa in [sama, Pelaku::Sistem, p.pelapor(), koordinator()] {
        assert_eq!(
            p.ubah(&siapa, json!({ "peserta": 1 })).unwrap_err().status(),
            404,
            "{siapa:?}"
        );
        assert_eq!(
            p.langkah(&siapa, "tanya", json!({ "pertanyaan": "?" }))
                .unwrap_err()
                .status(),
            404,
            "{siapa:?}"
        );
    }
    p.profil = profil();
    let aksi = Aksi::Catat {
        id: IdEntri(Uuid::from_u128(1)),
        teks: "x".into(),
    };
    assert_eq!(
        p.jalankan(&koordinator(), aksi).unwrap_err().status(),
        404,
        "another id than the entry's"
    );
    let perintah = Perintah {
        daerah: kode("berantah"),
        pelaku: Pelaku::Publik,
        kini: p.kini,
        aksi: Aksi::Buat {
            register: "karnaval".into(),
            id: p.id,
            isi: isi_wajib(),
        },
        kunci: None,
    };
    assert_eq!(
        putuskan(&p.inventaris, &p.profil, &perintah, None, 1)
            .unwrap_err()
            .status(),
        404
    );
}

#[test]
fn a_note_is_internal_and_changes_nothing_else() {
    let mut p = Panggung::terdaftar();
    let lama = p.entri().clone();
    let putusan = p.catat(&penghubung("dinas-pawai"), "  Cek gudang. ").unwrap();
    assert_eq!(
        (putusan.peristiwa.terlihat, &putusan.peristiwa.kejadian),
        (Terlihat::Internal, &Kejadian::Catatan)
    );
    assert_eq!(
        Value::Object(putusan.peristiwa.isi),
        json!({ "catatan": "Cek gudang." })
    );
    assert_eq!(putusan.entri, Entri { versi: 2, ..lama });
    assert!(putusan.cari.is_none() && putusan.kabar.is_empty());
    assert_eq!(
        salah(&p.catat(&koordinator(), " ").unwrap_err()),
        teks(&[("catatan", "Wajib diisi.")])
    );
    assert_eq!(
        p.catat(&koordinator(), &"x".repeat(5_001)).unwrap_err().status(),
        422
    );
}

#[test]
fn links_and_files_are_found_wherever_they_stand() {
    let mut isi = isi_penuh();
    let kendaraan = isi["kendaraan"][0].clone();
    isi.insert("kendaraan".into(), json!([kendaraan, kendaraan]));
    isi.insert("foto".into(), json!([FOTO, FOTO]));
    let mut p = Panggung::baru();
    let putusan = p.buat(&Pelaku::Publik, isi).unwrap();
    let id = |s: &str| s.parse().map(IdEntri).unwrap();
    let taut = |jenis: &str, ke: &str, medan: &str| Tautan {
        dari: p.id,
        jenis: jenis.into(),
        ke: id(ke),
        register: "karnaval".into(),
        medan: medan.into(),
        induk: false,
    };
    assert_eq!(
        putusan.tautan,
        [
            taut("depan", DEPAN, "depan"),
            taut("kendaraan.bekas", BEKAS, "kendaraan.0.bekas")
        ]
    );
    assert_eq!(p.def().jenis_tautan(), ["depan", "kendaraan.bekas"]);
    let berkas = [
        (FOTO.parse().unwrap(), "foto".to_owned()),
        (POTRET.parse().unwrap(), "kendaraan.0.potret".to_owned()),
    ];
    assert_eq!(putusan.berkas, berkas, "each file once");
    assert_eq!(putusan.entri.isi["foto"], json!([FOTO]));
    let mut q = Panggung::terdaftar();
    q.langkah(&koordinator(), "tanya", json!({ "pertanyaan": "?" }))
        .unwrap();
    let baru = "01900000-0000-7000-8000-0000000000f2";
    let pelapor = q.pelapor();
    let putusan = q
        .langkah(
            &pelapor,
            "jawab",
            json!({ "keterangan": "x", "bukti": [FOTO, baru] }),
        )
        .unwrap();
    let bukti: Vec<_> = putusan
        .berkas
        .iter()
        .map(|(id, m)| (id.to_string(), m.as_str()))
        .collect();
    assert_eq!(
        bukti,
        [
            (FOTO.into(), "foto"),
            (POTRET.into(), "kendaraan.0.potret"),
            (baru.into(), "bukti")
        ]
    );
}

#[test]
fn a_step_links_to_another_entry_but_never_to_itself() {
    let mut p = Panggung::terdaftar();
    let g = p
        .langkah(&koordinator(), "gabung", json!({ "induk": p.id }))
        .unwrap_err();
    assert_eq!(
        salah(&g),
        teks(&[("induk", "Pilih entri lain, bukan entri ini sendiri.")])
    );
    let putusan = p
        .langkah(&koordinator(), "gabung", json!({ "induk": BEKAS.to_uppercase() }))
        .unwrap();
    let t = putusan.tautan.iter().find(|t| t.jenis == "gabung").unwrap();
    assert_eq!(
        (t.ke.to_string().as_str(), t.register.as_str(), t.medan.as_str()),
        (BEKAS, "karnaval", "induk")
    );
    assert_eq!(putusan.tautan.len(), 3, "those of the fields stay");
}

#[test]
fn an_event_is_canonical_bytes_under_a_salted_hash() {
    let mut p = Panggung::terdaftar();
    let a = p
        .ubah(&koordinator(), json!({ "peserta": 12, "lat": null, "lon": null }))
        .unwrap()
        .peristiwa;
    let a = Peristiwa::segel(a).unwrap();
    assert!(a.utuh());
    let teks = std::str::from_utf8(&a.bait).unwrap();
    assert!(
        teks.starts_with(r#"{"apa":"diubah","daerah":"antah","entri":""#),
        "keys sorted, no blanks: {teks}"
    );
    let ulang = Peristiwa::baca(a.bait.clone(), a.garam, a.hash).unwrap();
    assert!(ulang.utuh());
    assert_eq!(ulang.isi, a.isi);
    let b = Peristiwa::segel(a.isi.clone()).unwrap();
    assert_eq!(a.bait, b.bait, "one content has one form");
    assert!(
        a.garam != b.garam && a.hash != b.hash,
        "the salt hides what is small enough to guess"
    );
    for i in [0, a.bait.len() / 2, a.bait.len() - 1] {
        let mut bait = a.bait.clone();
        bait[i] ^= 1;
        assert_ne!(crate::peristiwa::hash(&a.garam, &bait), a.hash, "byte {i}");
    }
    assert!(Peristiwa::baca(b"[]".to_vec(), a.garam, a.hash).is_err());
}

#[test]
fn no_secret_is_ever_in_an_event() {
    let mut p = Panggung::baru();
    let a = p.buat(&Pelaku::Publik, isi_penuh()).unwrap();
    let b = p.ubah(&koordinator(), json!({ "sandi": "sesame-lagi", "kendaraan": [{ "nama": "Becak", "roda": 3, "kunci": "tujuh-lagi" }] })).unwrap();
    for (peristiwa, rahasia) in [
        (a.peristiwa, ["buka-sesame", "tujuh"]),
        (b.peristiwa, ["sesame-lagi", "tujuh-lagi"]),
    ] {
        let teks = serde_json::to_string(&peristiwa).unwrap();
        assert!(rahasia.iter().all(|r| !teks.contains(r)), "{teks}");
    }
    assert_eq!(
        b.entri.isi["kendaraan"][0]["kunci"],
        json!("tujuh-lagi"),
        "the entry keeps it"
    );
}

#[test]
fn a_clock_set_back_never_turns_the_story_round() {
    let mut p = Panggung::terdaftar();
    let dulu = p.entri().diubah;
    p.kini -= 48.hours();
    let putusan = p.ubah(&koordinator(), json!({ "peserta": 2 })).unwrap();
    assert_eq!((putusan.entri.diubah, putusan.peristiwa.waktu), (dulu, dulu));
}

#[test]
fn the_owner_is_whom_the_field_names_within_the_reach_of_who_says_so() {
    let mut def = RegisterDef::dari_tipe::<Karnaval>();
    def.milik = Milik::Medan("pengiring".into());
    assert_eq!(
        def.periksa(),
        ["the owner stands in the field pengiring, which need not name a unit"]
    );
    let unit = Medan::dari::<KodeUnit>("pengiring", "Pengiring");
    assert_eq!(KodeUnit::jenis(), unit.jenis);
    for m in def.medan.iter_mut().filter(|m| m.nama == "pengiring") {
        *m = unit.clone();
    }
    def.hak.retain(|h| h.siapa != crate::Siapa::Publik);
    for h in def
        .hak
        .iter_mut()
        .filter(|h| h.cakupan == Cakupan::Unit || h.cakupan == Cakupan::Pegang)
    {
        h.boleh = &Tindakan::SEMUA;
    }
    assert_eq!(
        def.periksa(),
        ["step semangati is for Publik, who may not read"],
        "taking the public's rights away leaves a step nobody can take"
    );
    let isi = |u: &str| {
        let mut isi = isi_wajib();
        isi.insert("pengiring".into(), u.into());
        isi
    };
    let musik = penghubung("balai-musik");
    let mut p = Panggung::dengan(def);
    let g = p.buat(&musik, isi("kantor-lampion")).unwrap_err();
    assert_eq!(
        salah(&g),
        teks(&[("pengiring", "Pilih perangkat daerah tempat Anda bertugas.")])
    );
    let e = p.buat(&musik, isi("balai-musik")).unwrap().entri;
    assert_eq!(
        (e.unit.as_str(), e.pemegang.as_str()),
        ("balai-musik", "balai-musik")
    );
    let petugas = pejabat("antah", "Tuga", Peran::Petugas, "balai-musik");
    p.entri = None;
    assert_eq!(
        salah(&p.buat(&petugas, isi("kantor-lampion")).unwrap_err())[0].0,
        "pengiring"
    );
    p.buat(&petugas, isi("balai-musik")).unwrap();
    let g = p
        .ubah(&musik, json!({ "pengiring": "kantor-lampion" }))
        .unwrap_err();
    assert_eq!(salah(&g)[0].0, "pengiring");
    let e = p
        .ubah(&koordinator(), json!({ "pengiring": "kantor-lampion" }))
        .unwrap()
        .entri;
    assert_eq!(
        (e.unit.as_str(), e.pemegang.as_str()),
        ("kantor-lampion", "kantor-lampion"),
        "the owner follows the field"
    );
    assert_eq!(p.ubah(&musik, json!({ "peserta": 1 })).unwrap_err().status(), 404);
}

#[test]
fn a_limit_the_profile_does_not_have_is_our_fault_not_the_askers() {
    let mut p = Panggung::baru();
    p.profil.daerah.sla.penyelesaian.clear();
    p.buat(&Pelaku::Publik, isi_wajib()).unwrap();
    let g = p
        .langkah(
            &koordinator(),
            "sahkan",
            json!({ "unit": "balai-musik", "ukuran": "kecil" }),
        )
        .unwrap_err();
    assert_eq!(g.status(), 500);
    assert_eq!(
        g.to_string(),
        "starting a deadline: the profile has no limit penyelesaian.kecil"
    );
}

/// What somebody may try, blindly.
fn percobaan() -> impl Strategy<Value = (usize, usize, usize, i64)> {
    (0..10usize, 0..15usize, 0..3usize, 0..96i64)
}

fn siapa(i: usize, id: IdEntri) -> Pelaku {
    match i {
        0 => Pelaku::Publik,
        1 => Pelaku::Pelapor(id),
        2 => koordinator(),
        3 => penghubung("dinas-pawai"),
        4 => penghubung("balai-musik"),
        5 => kepala("kantor-lampion"),
        6 => Pelaku::Sistem,
        8 => pejabat("antah", "Tuga", Peran::Petugas, "balai-musik"),
        7 => pejabat("berantah", "Kora", Peran::Koordinator, "dinas-pawai"),
        _ => penghubung("kantor-lampion"),
    }
}

fn coba(p: &mut Panggung, siapa: &Pelaku, apa: usize, isi: usize) -> Result<Putusan, Galat> {
    let isian = |v: Value| if isi == 0 { json!({ "asing": 1 }) } else { v };
    let unit = ["balai-musik", "kantor-lampion"][isi % 2];
    let ukuran = ["kecil", "besar_sekali"][isi % 2];
    match apa {
        0 => p.langkah(siapa, "sahkan", isian(json!({ "unit": unit, "ukuran": ukuran }))),
        1 => p.langkah(siapa, "tanya", isian(json!({ "pertanyaan": "?" }))),
        2 => p.langkah(
            siapa,
            "jawab",
            isian(json!({ "keterangan": "!", "bukti": [POTRET] })),
        ),
        3 => p.langkah(siapa, "gugur", json!({})),
        4 => p.langkah(siapa, "kabari", isian(json!({ "cerita": "Baru." }))),
        5 => p.langkah(siapa, "titip", json!({})),
        6 => p.langkah(siapa, "kembalikan", json!({})),
        7 => p.langkah(siapa, "semangati", isian(json!({}))),
        8 => p.langkah(siapa, "pentaskan", json!({})),
        9 => p.langkah(siapa, "protes", isian(json!({ "alasan": "Tidak." }))),
        10 => p.langkah(siapa, "tutup", json!({})),
        11 if isi == 1 => p.langkah(siapa, "gabung", json!({ "induk": BEKAS })),
        12 => p.langkah(
            siapa,
            "batalkan",
            isian(json!({ "alasan": "Hujan.", "keputusan": "1" })),
        ),
        13 => p.ubah(siapa, isian(json!({ "peserta": isi + 1, "nama": "Naga" }))),
        _ => p.catat(siapa, "Catatan."),
    }
}

proptest! {
    #![proptest_config(acak(200))]

    /// Whatever people try in whatever order: a refusal changes nothing, a success keeps every promise, and the
    /// register described by data decides as the one in Rust does.
    #[test]
    fn any_story_keeps_its_promises_and_data_decides_as_rust_does(
        babak in proptest::collection::vec(percobaan(), 1..40)
    ) {
        let mut p = Panggung::baru();
        let mut d = Panggung::dengan(RegisterDef::dari_data(&karnaval_data()).unwrap());
        p.buat(&Pelaku::Publik, isi_penuh()).unwrap();
        d.buat(&Pelaku::Publik, isi_penuh()).unwrap();
        for (i, apa, isi, jam) in babak {
            p.kini += jam.hours();
            d.kini = p.kini;
            let pelaku = siapa(i, p.id);
            let lama = p.entri().clone();
            let (a, b) = (coba(&mut p, &pelaku, apa, isi), coba(&mut d, &pelaku, apa, isi));
            let sama = |g: &Galat| (g.status(), salah(g));
            prop_assert_eq!(a.as_ref().err().map(sama), b.as_ref().err().map(sama));
            let (Ok(a), Ok(b)) = (a, b) else {
                prop_assert_eq!(p.entri(), &lama);
                continue;
            };
            let e = &a.entri;
            prop_assert_eq!(e.versi, lama.versi + 1);
            prop_assert_eq!((e.id, &e.unit, &e.nomor, e.dibuat), (lama.id, &lama.unit, &lama.nomor, lama.dibuat));
            let keadaan = p.def().lifecycle.keadaan(&e.keadaan).unwrap();
            prop_assert_eq!(e.terbuka, keadaan.giliran != Giliran::Selesai);
            prop_assert!(p.profil.unit(e.pemegang.as_str()).is_some(), "nothing is ever without a holder");
            prop_assert!(!e.terbuka || e.jatuh.is_some() || e.otomatis.is_some(), "an open entry has a clock");
            let kode: Vec<&str> = e.tenggat.iter().map(|t| t.kode.as_str()).collect();
            prop_assert!(kode.iter().enumerate().all(|(i, k)| !kode[..i].contains(k)), "each deadline once");
            let i = &a.peristiwa;
            prop_assert_eq!((i.versi, i.waktu, i.pemegang.as_str()), (e.versi, e.diubah, e.pemegang.as_str()));
            if pelaku == Pelaku::Sistem && matches!(i.kejadian, Kejadian::Langkah { .. }) {
                prop_assert!(lama.otomatis.is_some_and(|t| t < p.kini.as_millisecond()));
            }
            let mut isi = e.isi.clone();
            isi.remove("per_orang");
            prop_assert_eq!(&Entri { isi, ..e.clone() }, &b.entri);
            prop_assert_eq!((&a.tautan, &a.berkas, a.cari.is_some()), (&b.tautan, &b.berkas, b.cari.is_some()));
            let (x, y) = (&a.peristiwa, &b.peristiwa);
            prop_assert_eq!((&x.kejadian, x.terlihat, &x.oleh), (&y.kejadian, y.terlihat, &y.oleh));
        }
    }
}

#[test]
fn an_entry_is_told_from_its_story_as_it_stood() {
    let mut p = Panggung::baru();
    let mut cerita = Vec::new();
    let mut dulu = Vec::new();
    let mut catat = |p: &mut Panggung, putusan: Putusan| {
        dulu.push(putusan.entri);
        cerita.push(Peristiwa::segel(putusan.peristiwa).unwrap());
        p.kini = p.kini.checked_add(1.hour()).unwrap();
    };
    let putusan = p.buat(&Pelaku::Publik, isi_penuh()).unwrap();
    catat(&mut p, putusan);
    let putusan = p.ubah(&koordinator(), json!({ "peserta": 41 })).unwrap();
    catat(&mut p, putusan);
    let isian = json!({ "unit": "kantor-lampion", "ukuran": "kecil" });
    let putusan = p.langkah(&koordinator(), "sahkan", isian).unwrap();
    catat(&mut p, putusan);
    let kini = p.entri().clone();
    let def = p.def().clone();
    for lama in &dulu {
        let e = crate::peristiwa::pada(&def, &kini, &cerita, lama.diubah).unwrap();
        assert_eq!(
            (&e.keadaan, &e.unit, &e.pemegang, e.versi, e.diubah),
            (&lama.keadaan, &lama.unit, &lama.pemegang, lama.versi, lama.diubah)
        );
        // Of secrets, also those within groups, no story tells.
        let tanpa = |isi: &Peta| tercatat(&def.medan, isi);
        assert_eq!(tanpa(&e.isi), tanpa(&lama.isi), "version {}", lama.versi);
    }
    assert!(crate::peristiwa::pada(&def, &kini, &cerita, dulu[0].diubah - 1).is_none());
    assert!(crate::peristiwa::pada(&def, &kini, &cerita[1..], kini.diubah).is_none());
}
