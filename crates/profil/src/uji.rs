//! Each planted mistake gets its message, at its file and line.

use std::{fs, path::Path};

use super::*;
use crate::temuan::Tingkat;

fn saat(s: &str) -> Timestamp {
    s.parse().unwrap()
}

fn inventaris() -> Inventaris {
    Inventaris::baru([layanan::register(), tata_kelola::register()].concat())
}

fn salin(dari: &Path, ke: &Path) {
    fs::create_dir_all(ke).unwrap();
    for isi in fs::read_dir(dari).unwrap() {
        let isi = isi.unwrap();
        if isi.path().is_dir() {
            salin(&isi.path(), &ke.join(isi.file_name()));
        } else {
            fs::copy(isi.path(), ke.join(isi.file_name())).unwrap();
        }
    }
}

/// A copy of one real profile, to plant mistakes in.
struct Ladang(tempfile::TempDir);

impl Ladang {
    fn baru() -> Self {
        let l = Ladang(tempfile::tempdir().unwrap());
        let asal = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profil");
        salin(&asal.join("serang"), &l.0.path().join("serang"));
        salin(&asal.join("nasional"), &l.0.path().join("nasional"));
        l
    }

    fn ganti(&self, berkas: &str, lama: &str, baru: &str) -> &Self {
        let jalur = self.0.path().join(berkas);
        let isi = fs::read_to_string(&jalur).unwrap();
        assert!(isi.contains(lama), "{berkas} has no {lama:?}");
        fs::write(jalur, isi.replacen(lama, baru, 1)).unwrap();
        self
    }

    fn tambah(&self, berkas: &str, isi: &str) -> &Self {
        let jalur = self.0.path().join(berkas);
        let lama = fs::read_to_string(&jalur).unwrap();
        fs::write(jalur, lama + isi).unwrap();
        self
    }

    fn temuan(&self, kini: &str) -> Vec<Temuan> {
        let sumber = Sumber::Folder(self.0.path().to_owned());
        let m = muat(&sumber, &[], &inventaris(), saat(kini));
        let mut temuan = m.temuan;
        for p in m.daerah.values() {
            temuan.extend(periksa_tambahan(&sumber, p, &inventaris()));
        }
        temuan
    }

    /// The one finding in that file with those words; its line must be told.
    fn harus(&self, berkas: &str, kata: &str) {
        let t = self.temuan("2026-11-22T00:00:00Z");
        let cocok: Vec<_> = t
            .iter()
            .filter(|t| t.berkas.ends_with(berkas) && t.pesan.contains(kata))
            .collect();
        assert_eq!(cocok.len(), 1, "{kata:?} in {t:#?}");
        assert!(
            cocok[0].baris.is_some() || berkas.contains("kategori"),
            "{:?} has no line",
            cocok[0]
        );
    }
}

#[test]
fn the_five_profiles_are_sound() {
    let m = muat(
        &Sumber::Terbenam,
        &[],
        &inventaris(),
        saat("2026-11-22T00:00:00Z"),
    );
    assert_eq!(m.daerah.len(), 5, "{:#?}", m.temuan);
    assert!(m.temuan.is_empty(), "{:#?}", m.temuan);
    for p in m.daerah.values() {
        assert!(
            !p.kecamatan.is_empty()
                && p.kecamatan
                    .iter()
                    .all(|k| !k.batas.is_empty() && !k.desa.is_empty())
        );
        assert_eq!(periksa_tambahan(&Sumber::Terbenam, p, &inventaris()), []);
        assert!(layanan(&Sumber::Terbenam, p.kode().as_str(), &mut Vec::new()).len() >= 20);
        assert!(contoh(&Sumber::Terbenam, p.kode().as_str(), &mut Vec::new()).len() >= 30);
    }
}

#[test]
fn an_unmended_copy_has_nothing_to_tell() {
    assert_eq!(Ladang::baru().temuan("2026-11-22T00:00:00Z"), []);
}

#[test]
fn units_that_do_not_exist() {
    let l = Ladang::baru();
    l.ganti("serang/daerah.toml", "opd = \"bpkad\"", "opd = \"bpkda\"");
    l.ganti("serang/kategori.toml", "opd = \"dishub\"", "opd = \"dishup\"");
    l.harus(
        "serang/daerah.toml",
        "fungsi keuangan: perangkat daerah \"bpkda\" tidak ada di opd.toml. Maksud Anda \"bpkad\"?",
    );
    l.harus("serang/kategori.toml", "kategori penerangan-jalan: perangkat daerah \"dishup\" tidak ada di opd.toml. Maksud Anda \"dishub\"?");
    let l = Ladang::baru();
    l.ganti(
        "serang/layanan.toml",
        "opd = \"disdukcapil\"",
        "opd = \"disdukcapill\"",
    );
    l.harus("serang/layanan.toml", "layanan ktp-el: perangkat daerah \"disdukcapill\" tidak ada di opd.toml. Maksud Anda \"disdukcapil\"?");
    let l = Ladang::baru();
    l.ganti(
        "serang/contoh/pengaduan.toml",
        "unit = \"dpkd\"",
        "unit = \"dpkkd\"",
    );
    l.harus(
        "serang/contoh/pengaduan.toml",
        "langkah teruskan: perangkat daerah \"dpkkd\" tidak ada",
    );
}

#[test]
fn codes_used_twice() {
    let l = Ladang::baru();
    l.ganti("serang/opd.toml", "kode = \"setwan\"", "kode = \"setda\"");
    l.ganti(
        "serang/kategori.toml",
        "kode = \"pencemaran-industri\"",
        "kode = \"sampah\"",
    );
    l.harus("serang/opd.toml", "kode \"setda\" sudah dipakai di baris 5.");
    l.harus("serang/kategori.toml", "kode \"sampah\" sudah dipakai di baris");
    let l = Ladang::baru();
    l.ganti(
        "serang/layanan.toml",
        "kode = \"ktp-el-hilang\"",
        "kode = \"ktp-el\"",
    );
    l.harus("serang/layanan.toml", "kode \"ktp-el\" sudah dipakai di baris");
}

#[test]
fn zone_colour_number_and_folder() {
    let l = Ladang::baru();
    l.ganti("serang/daerah.toml", "Asia/Jakarta", "Asia/Jakrta");
    l.ganti("serang/daerah.toml", "#0B5A8F", "#7FB2D9");
    l.ganti(
        "serang/daerah.toml",
        "awalan_nomor = \"SRG\"",
        "awalan_nomor = \"srg\"",
    );
    l.ganti("serang/daerah.toml", "kode = \"serang\"", "kode = \"serangg\"");
    l.ganti("serang/daerah.toml", "halo@serang.contoh.id", "halo");
    for kata in [
        "zona waktu \"Asia/Jakrta\" tidak dikenal",
        "kontras warna #7FB2D9 pada putih hanya",
        "awalan nomor \"srg\"",
        "kode \"serangg\" harus sama",
        "alamat surel \"halo\"",
    ] {
        l.harus("serang/daerah.toml", kata);
    }
    let t = l.temuan("2026-11-22T00:00:00Z");
    assert!(
        t.iter().any(|t| t.pesan.contains("zona") && t.baris == Some(9)),
        "{t:#?}"
    );
}

#[test]
fn what_is_required() {
    let l = Ladang::baru();
    l.ganti("serang/daerah.toml", "[fungsi.kearsipan]", "[fungsi.arsip]");
    l.ganti("serang/daerah.toml", "aspirasi = 14\n", "");
    l.ganti("serang/daerah.toml", "jawaban = 5", "jawaban = 0");
    l.ganti(
        "serang/kategori.toml",
        "kode = \"pelayanan\"",
        "kode = \"layanan-umum\"",
    );
    l.ganti(
        "serang/kategori.toml",
        "kelas = \"tidak_berkadar\"",
        "kelas = \"tak_berkadar\"",
    );
    l.ganti("serang/daerah.toml", "wbs_telaah = 10", "wbs_telaah = 0");
    l.harus(
        "serang/daerah.toml",
        "fungsi \"kearsipan\" belum punya perangkat daerah",
    );
    l.harus(
        "serang/daerah.toml",
        "batas waktu sla.penyelesaian.aspirasi belum diisi",
    );
    l.harus("serang/daerah.toml", "sla.jawaban harus 1 sampai 365");
    l.harus("serang/daerah.toml", "sla.lain.wbs_telaah harus 1 sampai 365");
    l.harus("serang/kategori.toml", "kategori \"pelayanan\" wajib ada");
    l.harus(
        "serang/kategori.toml",
        "kelas \"tak_berkadar\" tidak punya batas waktu",
    );
}

#[test]
fn mistyped_keys_and_values_all_at_once() {
    let l = Ladang::baru();
    l.ganti("serang/daerah.toml", "ibu_kota = ", "ibukota = ");
    l.ganti("serang/daerah.toml", "verifikasi = 3", "verifikasi = \"tiga\"");
    l.ganti(
        "serang/daerah.toml",
        "dasar = \"Pasal 8 ayat (3)\"",
        "dasr = \"Pasal 8 ayat (3)\"",
    );
    l.ganti(
        "serang/opd.toml",
        "jenis = \"inspektorat\"",
        "jenis = \"inspektorad\"",
    );
    l.tambah("serang/istilah.toml", "\n[[istlah]]\nistilah = \"x\"\n");
    l.harus(
        "serang/daerah.toml",
        "kunci \"ibukota\" tidak dikenal. Maksud Anda \"ibu_kota\"?",
    );
    l.harus(
        "serang/daerah.toml",
        "isinya teks, seharusnya bilangan 0 sampai 65.535",
    );
    l.harus(
        "serang/daerah.toml",
        "kunci \"dasr\" tidak dikenal. Maksud Anda \"dasar\"?",
    );
    l.harus(
        "serang/opd.toml",
        "jenis \"inspektorad\" tidak dikenal. Maksud Anda \"inspektorat\"?",
    );
    l.harus(
        "serang/istilah.toml",
        "kunci \"istlah\" tidak dikenal. Maksud Anda \"istilah\"?",
    );
}

#[test]
fn holidays_of_the_year() {
    let l = Ladang::baru();
    let t = l.temuan("2031-02-01T00:00:00Z");
    assert_eq!(t.len(), 1);
    assert_eq!(t[0].tingkat, Tingkat::Peringatan);
    assert!(t[0].pesan.contains("belum memuat hari libur 2031"));
}

#[test]
fn missing_files_are_told_once() {
    let l = Ladang::baru();
    fs::remove_file(l.0.path().join("serang/opd.toml")).unwrap();
    fs::remove_file(l.0.path().join("serang/peta.geojson")).unwrap();
    let t = l.temuan("2026-11-22T00:00:00Z");
    let opd: Vec<_> = t.iter().filter(|t| t.berkas.ends_with("opd.toml")).collect();
    assert_eq!(opd.len(), 1, "{t:#?}");
    assert!(opd[0].pesan.contains("berkas tidak ada"));
    assert!(
        t.iter()
            .any(|t| t.berkas.ends_with("peta.geojson") && t.tingkat == Tingkat::Galat)
    );
}

#[test]
fn places_that_do_not_exist() {
    let l = Ladang::baru();
    l.ganti(
        "serang/contoh/pengaduan.toml",
        "kecamatan = \"36.04.14\"",
        "kecamatan = \"36.04.99\"",
    );
    l.harus(
        "serang/contoh/pengaduan.toml",
        "kecamatan: Kecamatan ini tidak ada di daerah ini.",
    );
    let l = Ladang::baru();
    l.ganti(
        "serang/daerah.toml",
        "kode_wilayah = \"36.04\"",
        "kode_wilayah = \"36.94\"",
    );
    l.harus("serang/daerah.toml", "tidak memuat kecamatan di bawah 36.94");
}

#[test]
fn an_unknown_regency_is_named() {
    let m = muat(
        &Sumber::Terbenam,
        &["serag".to_owned()],
        &inventaris(),
        saat("2026-11-22T00:00:00Z"),
    );
    assert!(m.daerah.is_empty());
    assert!(
        m.temuan[0]
            .pesan
            .contains("daerah \"serag\" tidak punya profil. Maksud Anda \"serang\"?")
    );
}

/// Every provision of the five regulations is covered by an obligation or marked with a reason.
#[test]
fn the_five_regulations_are_covered_completely() {
    let m = muat(
        &Sumber::Terbenam,
        &[],
        &inventaris(),
        saat("2026-11-22T00:00:00Z"),
    );
    let cakupan: Vec<_> = m
        .daerah
        .values()
        .map(|p| (p.kode().as_str(), p.kitab.as_ref().unwrap().cakupan()))
        .collect();
    for (daerah, c) in &cakupan {
        assert_eq!((&c.uncovered, &c.unknown), (&vec![], &vec![]), "{daerah}");
        assert_eq!(c.covered + c.classified, c.provisions, "{daerah}");
    }
    let jumlah: Vec<_> = cakupan.iter().map(|(d, c)| (*d, c.provisions)).collect();
    assert_eq!(
        jumlah,
        [
            ("batubara", 422),
            ("bekasi", 269),
            ("jembrana", 396),
            ("kapuas", 273),
            ("serang", 262)
        ]
    );
}

#[test]
fn a_provision_that_nobody_covers_is_told() {
    let l = Ladang::baru();
    l.ganti(
        "serang/kewajiban.toml",
        "\"pasal-9-ayat-5\"",
        "\"pasal-9-ayat-4\"",
    );
    l.tambah("serang/ketentuan.txt", "pasal-99\npasal-99-ayat-1\n");
    let m = muat(
        &Sumber::Folder(l.0.path().to_owned()),
        &[],
        &inventaris(),
        saat("2026-11-22T00:00:00Z"),
    );
    let c = m
        .daerah
        .values()
        .next()
        .unwrap()
        .kitab
        .as_ref()
        .unwrap()
        .cakupan();
    let belum: Vec<&str> = c.uncovered.iter().map(|a| a.as_str()).collect();
    assert_eq!(
        belum,
        ["pasal-9", "pasal-9-ayat-5", "pasal-99", "pasal-99-ayat-1"]
    );
}

#[test]
fn obligations_with_mistakes() {
    let salah: [(&str, &str, &str, &str); 12] = [
        (
            "tugas = \"arsitektur-disusun\"",
            "tugas = \"arsitektur-disusn\"",
            "kewajiban.toml",
            "Maksud Anda \"arsitektur-disusun\"?",
        ),
        (
            "tugas = \"arsitektur-disusun\"",
            "tugas = \"tata-kelola-terpadu\"",
            "kewajiban.toml",
            "sudah ada di atas",
        ),
        (
            "\"pasal-4-ayat-1\"",
            "\"pasal-44-ayat-1\"",
            "kewajiban.toml",
            "tidak ada di peraturan ini",
        ),
        (
            "\"pasal-4-ayat-1\"",
            "\"pasal-4-bab-1\"",
            "kewajiban.toml",
            "tidak dapat dibaca",
        ),
        (
            "pelaku = \"fungsi:kominfo\"",
            "pelaku = \"fungsi:persandian\"",
            "kewajiban.toml",
            "tidak dipegang perangkat daerah mana pun",
        ),
        (
            "pelaku = \"fungsi:kominfo\"",
            "pelaku = \"kominfo\"",
            "kewajiban.toml",
            "tidak dapat dibaca",
        ),
        (
            "pelaku = \"pemilik:layanan\"",
            "pelaku = \"pemilik:layanann\"",
            "kewajiban.toml",
            "Maksud Anda \"layanan\"?",
        ),
        (
            "golongan = \"definisi\"",
            "golongan = \"pengertian\"",
            "kewajiban.toml",
            "nilai \"pengertian\" tidak dikenal",
        ),
        (
            "perencanaan = 2025",
            "perencanaan = 25",
            "kewajiban.toml",
            "tahun pertama masa perencanaan",
        ),
        (
            "berlaku = \"2022-06-06\"",
            "berlaku = \"2022-13-06\"",
            "kewajiban.toml",
            "tidak dapat dibaca",
        ),
        ("[acuan]", "[acuann]", "kewajiban.toml", "Maksud Anda \"acuan\"?"),
        (
            "pasal-2\n",
            "pasal-2\npasal-2\n",
            "ketentuan.txt",
            "ditulis dua kali",
        ),
    ];
    for (lama, baru, berkas, pesan) in salah {
        let l = Ladang::baru();
        l.ganti(&format!("serang/{berkas}"), lama, baru)
            .harus(berkas, pesan);
    }
    let salah: [(&str, &str, &str); 13] = [
        (
            "register = \"pengaduan\"",
            "register = \"pengaduann\"",
            "Maksud Anda \"pengaduan\"?",
        ),
        (
            "langkah = \"teruskan\"",
            "langkah = \"terus\"",
            "tidak punya langkah \"terus\"",
        ),
        (
            "punya = { opd = true }",
            "punya = { opdd = true }",
            "tidak punya isian \"opdd\"",
        ),
        (
            "keadaan = [\"terbit\"]",
            "keadaan = [\"terbitt\"]",
            "tidak punya keadaan \"terbitt\"",
        ),
        (
            "hanya = { jenis = \"umum\" }",
            "hanya = { jenis = \"umumm\" }",
            "Maksud Anda \"umum\"?",
        ),
        (
            "klasifikasi = [\"belum\", \"terbatas\", \"tertutup\"]",
            "klasifikasi = [\"belum\", \"rahasia\"]",
            "tidak punya pilihan \"rahasia\"",
        ),
        (
            "data = { di = \"data_informasi\",",
            "data = { di = \"layanan\",",
            "tidak menuju register \"layanan\"",
        ),
        (
            "dengan = { kunci = \"nip\" }",
            "dengan = { kunsi = \"nip\" }",
            "Maksud Anda \"kunci\"?",
        ),
        ("punya = { raa = true }", "punya = {}", "yang harus dipunyai"),
        (
            "punya = { rab = true }",
            "punya = { rab = 3 }",
            "syarat isian ditulis true",
        ),
        (
            "umur = \"5 tahun\"",
            "umur = \"lima tahun\"",
            "tidak dapat dibaca",
        ),
        ("mandat = \"A2\"", "mandat = \"Z2\"", "harus seperti A2"),
        (
            "kode = \"arsitektur-ditetapkan\"",
            "kode = \"arsitektur-disusun\"",
            "ditulis dua kali",
        ),
    ];
    for (lama, baru, pesan) in salah {
        let l = Ladang::baru();
        l.ganti("nasional/tugas.toml", lama, baru);
        let t = l.temuan("2026-11-22T00:00:00Z");
        let cocok: Vec<_> = t
            .iter()
            .filter(|t| t.berkas.ends_with("tugas.toml") && t.pesan.contains(pesan))
            .collect();
        assert!(
            !cocok.is_empty() && cocok[0].baris.is_some(),
            "{pesan:?} in {t:#?}"
        );
    }
}

#[test]
fn a_regency_without_obligations_is_a_warning_only() {
    let l = Ladang::baru();
    fs::remove_file(l.0.path().join("serang/kewajiban.toml")).unwrap();
    let t = l.temuan("2026-11-22T00:00:00Z");
    assert!(!ada_galat(&t), "{t:#?}");
    assert!(
        t.iter()
            .any(|t| t.pesan.contains("belum tercatat") && t.tingkat == Tingkat::Peringatan)
    );
}

#[test]
fn what_changes_with_time_and_its_mistakes() {
    let unit = |isi: &str| format!("singkatan = \"Setda\"\n{isi}");
    let salah: [(&str, &str, String, &str); 7] = [
        (
            "opd.toml",
            "singkatan = \"Setda\"",
            unit("sejak = \"2026-07-01\"\nsampai = \"2026-06-30\"\npengganti = \"setwan\""),
            "sebelum hari pertamanya",
        ),
        (
            "opd.toml",
            "singkatan = \"Setda\"",
            unit("pengganti = \"setwan\""),
            "hanya untuk unit yang bubar",
        ),
        (
            "opd.toml",
            "singkatan = \"Setda\"",
            unit("sampai = \"2026-12-30\"\npengganti = \"setwann\""),
            "Maksud Anda \"setwan\"?",
        ),
        (
            "opd.toml",
            "singkatan = \"Setda\"",
            unit("sampai = \"2026-12-30\"\npengganti = \"setda\""),
            "kembali ke dirinya sendiri",
        ),
        (
            "opd.toml",
            "singkatan = \"Setda\"",
            unit("sampai = \"2026-12-30\""),
            "tidak ada yang meneruskan kewajibannya",
        ),
        (
            "daerah.toml",
            "[fungsi.sekda]\nopd = \"setda\"",
            "[fungsi.sekda]\nopd = \"setda\"\ndulu = [{ opd = \"setdaa\", sampai = \"2026-06-30\" }]".into(),
            "Maksud Anda \"setda\"?",
        ),
        (
            "daerah.toml",
            "[fungsi.sekda]\nopd = \"setda\"",
            "[fungsi.sekda]\nopd = \"setda\"\ndulu = [{ opd = \"setwan\", sampai = \"2026-11-22\" }]".into(),
            "Ganti opd pada hari sesudahnya",
        ),
    ];
    for (berkas, lama, baru, pesan) in salah {
        Ladang::baru()
            .ganti(&format!("serang/{berkas}"), lama, &baru)
            .harus(berkas, pesan);
    }
    // What is dissolved holds nothing any more.
    let l = Ladang::baru();
    l.ganti(
        "serang/opd.toml",
        "singkatan = \"Setda\"",
        &unit("sampai = \"2026-06-30\"\npengganti = \"setwan\""),
    );
    l.harus(
        "daerah.toml",
        "fungsi sekda: setda sudah bubar. Tulis opd = \"setwan\"",
    );
    let l = Ladang::baru();
    l.ganti(
        "serang/opd.toml",
        "kode = \"dlh\"",
        "kode = \"dlh\"\nsampai = \"2026-06-30\"\npengganti = \"dpupr\"",
    );
    l.harus("kategori.toml", "kategori sampah: dlh sudah bubar");
    // A day in the future changes nothing yet.
    let l = Ladang::baru();
    l.ganti(
        "serang/opd.toml",
        "singkatan = \"Setda\"",
        &unit("sampai = \"2026-12-31\"\npengganti = \"setwan\""),
    );
    assert_eq!(l.temuan("2026-11-22T00:00:00Z"), []);
}

#[test]
fn an_amended_obligation_begins_and_ends_on_its_days() {
    let arsitektur = "tugas = \"arsitektur-disusun\"";
    let l = Ladang::baru();
    l.ganti(
        "serang/kewajiban.toml",
        arsitektur,
        &format!("{arsitektur}\nsejak = \"2026-07-01\"\nsampai = \"2026-06-30\""),
    );
    l.harus("kewajiban.toml", "berakhir sebelum mulai");
    // Before and after the amendment: the old text may name provisions that the new one no longer has.
    let lama = |sejak: &str| {
        format!(
            "\n[[kewajiban]]\ntugas = \"arsitektur-disusun\"\nwajib = \"Menyusun arsitektur.\"\nsumber = [\"pasal-99\"]\n\
             pelaku = \"fungsi:perencanaan\"\n{sejak}sampai = \"2026-06-30\"\n"
        )
    };
    let l = Ladang::baru();
    l.tambah("serang/kewajiban.toml", &lama(""));
    l.harus("kewajiban.toml", "sudah ada di atas");
    let l = Ladang::baru();
    l.ganti(
        "serang/kewajiban.toml",
        arsitektur,
        &format!("{arsitektur}\nsejak = \"2026-07-01\""),
    )
    .tambah("serang/kewajiban.toml", &lama(""));
    assert_eq!(l.temuan("2026-11-22T00:00:00Z"), []);
    let sumber = Sumber::Folder(l.0.path().to_owned());
    let m = muat(&sumber, &[], &inventaris(), saat("2026-11-22T00:00:00Z"));
    let kitab = m.daerah.values().next().unwrap().kitab.clone().unwrap();
    assert!(kitab.cakupan().uncovered.is_empty() && kitab.cakupan().unknown.is_empty());
    let pelaku = |h: &str| {
        kitab
            .cari("arsitektur-disusun", h.parse().unwrap())
            .unwrap()
            .pelaku
            .to_string()
    };
    assert_eq!(
        (pelaku("2026-06-30"), pelaku("2026-07-01")),
        ("fungsi:perencanaan".into(), "fungsi:kominfo".into())
    );
}

#[test]
fn a_figure_that_no_register_keeps_by_day_and_a_field_that_is_no_day() {
    for (lama, baru, pesan) in [
        (
            "sesuai = \"jawaban_tepat\"",
            "sesuai = \"jawaban_tepatt\"",
            "Maksud Anda \"jawaban_tepat\"?",
        ),
        (
            "sesuai = \"jawaban_tepat\"\n",
            "",
            "semua dan sesuai ditulis keduanya",
        ),
        (
            "register = \"produk_hukum\"\n",
            "register = \"produk_hukum\"\nefektif = \"judul\"\n",
            "tidak punya isian tanggal \"judul\"",
        ),
    ] {
        let l = Ladang::baru();
        l.ganti("nasional/tugas.toml", lama, baru);
        let t = l.temuan("2026-11-22T00:00:00Z");
        assert!(
            t.iter()
                .any(|t| t.berkas.ends_with("tugas.toml") && t.pesan.contains(pesan) && t.baris.is_some()),
            "{pesan:?} in {t:#?}"
        );
    }
}

#[test]
fn a_scaffold_says_what_is_missing_until_it_is_whole() {
    let l = Ladang::baru();
    let kode = kernel::profil::KodeDaerah::try_from("lebak".to_owned()).unwrap();
    let ditulis = rangka(l.0.path(), &kode).unwrap();
    assert!(
        ditulis.iter().all(|b| b.starts_with(l.0.path().join("lebak"))),
        "what is shared was there"
    );
    assert!(
        rangka(l.0.path(), &kode).is_err(),
        "a profile is never written over"
    );
    let t = l.temuan("2026-11-22T00:00:00Z");
    assert!(
        t.iter()
            .all(|t| t.berkas.contains("lebak") && t.baris.is_some() && t.pesan.starts_with("belum diisi:")),
        "{t:#?}"
    );
    assert!(t.len() >= 10, "{t:#?}");
    isi_rangka(l.0.path());
    assert_eq!(l.temuan("2026-11-22T00:00:00Z"), []);
    let sumber = Sumber::Folder(l.0.path().to_owned());
    let m = muat(
        &sumber,
        &["lebak".to_owned()],
        &inventaris(),
        saat("2026-11-22T00:00:00Z"),
    );
    let p = m.daerah.values().next().unwrap();
    assert_eq!(p.kitab.as_ref().unwrap().cakupan().uncovered, []);
    let tanpa = tempfile::tempdir().unwrap();
    let ditulis = rangka(tanpa.path(), &kode).unwrap();
    assert!(
        ditulis.iter().any(|b| b.ends_with("nasional/tugas.toml")),
        "it stands alone"
    );
}

/// Fills in what the scaffold left open, as its regency would.
fn isi_rangka(folder: &Path) {
    let mendatar = |b: &str, nilai: &[(&str, &str)]| {
        let jalur = folder.join("lebak").join(b);
        let mut baris: Vec<String> = fs::read_to_string(&jalur)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        for (kunci, isi) in nilai {
            let b = baris
                .iter_mut()
                .find(|b| b.starts_with(&format!("{kunci} = \"ISI:")))
                .unwrap();
            *b = format!("{kunci} = \"{isi}\"");
        }
        fs::write(jalur, baris.join("\n")).unwrap();
    };
    mendatar(
        "daerah.toml",
        &[
            ("kode_wilayah", "36.02"),
            ("nama", "Kabupaten Lebak"),
            ("provinsi", "Banten"),
            ("ibu_kota", "Rangkasbitung"),
            ("awalan_nomor", "LBK"),
            ("judul", "Sistem Pemerintahan Berbasis Elektronik"),
            ("alamat", "Rangkasbitung"),
            ("surel", "halo@lebak.contoh.id"),
        ],
    );
    mendatar("istilah.toml", &[("dasar", "Pasal 1 angka 7")]);
    mendatar(
        "kewajiban.toml",
        &[("berlaku", "2022-06-06"), ("wajib", "Menyusun arsitektur SPBE.")],
    );
    let wilayah = folder.join("nasional/wilayah.csv");
    let lama = fs::read_to_string(&wilayah).unwrap();
    fs::write(
        wilayah,
        lama + "36.02,kabupaten,36,Kabupaten Lebak,contoh,\n36.02.01,kecamatan,36.02,Malingping,contoh,\n",
    )
    .unwrap();
    let peta = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kode":"36.02.01","nama":"Malingping","tingkat":"kec"},
        "geometry":{"type":"Polygon","coordinates":[[[106.0,-6.8],[106.1,-6.8],[106.1,-6.7],[106.0,-6.8]]]}}]}"#;
    fs::write(folder.join("lebak/peta.geojson"), peta).unwrap();
}
