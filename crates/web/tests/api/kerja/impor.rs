//! A file of rows in the workspace: checked first, brought in when the person says so.

use super::DASAR;
use crate::bekal::Uji;

uji! {
    checked_then_brought_in, only_wrong_rows, files_that_are_none, lines_of_json, who_may_bring_in,
    a_file_waits_for_its_owner_and_not_for_ever, confirmed_after_logging_in_again, the_template_fits,
    what_changes_is_shown_before_it_does,
}

const IMPOR: &str = "/serang/kerja/pengaduan/impor";

const CSV: &str = "judul,isi,kategori,pelapor.nama,pelapor.telepon\n\
    Jalan rusak,Berlubang,jalan-rusak,Budi,0812-0000-1234\n\
    ,kosong,jalan-rusak,,\n\
    Sampah <b>,Menumpuk,aneh,,12\n\
    Lampu,Mati,penerangan-jalan,,\n";

async fn banyak(u: &Uji) -> usize {
    u.sebagai("koordinator")
        .await
        .get("pengaduan?batas=500")
        .await
        .harus(200)
        .nomor()
        .len()
}

async fn checked_then_brought_in(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(DASAR)
        .await
        .harus(200)
        .memuat(&format!("href=\"{IMPOR}\""));
    p.buka(IMPOR)
        .await
        .harus(200)
        .memuat("<code>pelapor.nama</code>")
        .memuat("<code>penerangan-jalan</code>")
        .memuat("templat.csv")
        .tanpa("<code>foto</code>")
        .tanpa("<code>kelas</code>");
    let j = p
        .unggah(IMPOR, &[], &[("berkas", "laporan.csv", CSV.as_bytes())])
        .await
        .harus(200);
    let j = j
        .memuat("2 dari 4 baris dapat diimpor")
        .memuat("2 baris ditolak")
        .memuat("laporan.csv")
        .memuat("Wajib diisi.")
        .memuat("Impor 2 baris");
    // Row as a spreadsheet counts, column as the file calls it.
    let sel = j.antara("<td data-label=\"Baris\">", "</td>");
    let kolom = j.antara("<td data-label=\"Kolom\"><code>", "</code>");
    assert_eq!(
        (sel.join(" "), kolom.join(" ")),
        ("3 4 4".into(), "judul kategori pelapor.telepon".into())
    );
    assert_eq!(j.kepala["cache-control"], "no-store");
    assert_eq!(banyak(u).await, 0, "nothing is written yet");
    let titipan = j.nilai("titipan");
    let j = p.kirim(IMPOR, &[("titipan", &titipan)]).await.harus(200);
    j.memuat("2 entri diimpor")
        .memuat("SRG-2026-000001")
        .memuat("SRG-2026-000002")
        .memuat("2 baris ditolak")
        .tanpa("tidak dibuat dua kali");
    assert_eq!(banyak(u).await, 2);
    // Confirmed twice, or chosen once more: nothing is made twice.
    p.kirim(IMPOR, &[("titipan", &titipan)])
        .await
        .harus(200)
        .memuat("2 di antaranya sudah ada");
    let j = p
        .unggah(IMPOR, &[], &[("berkas", "salinan.csv", CSV.as_bytes())])
        .await
        .harus(200);
    p.kirim(IMPOR, &[("titipan", &j.nilai("titipan"))])
        .await
        .harus(200)
        .memuat("2 di antaranya sudah ada");
    assert_eq!(banyak(u).await, 2);
    let riwayat = u
        .sebagai("koordinator")
        .await
        .get("pengaduan/SRG-2026-000001/riwayat")
        .await
        .harus(200)
        .json();
    assert_eq!(riwayat["data"][0]["apa"], "dibuat");
}

async fn only_wrong_rows(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(IMPOR).await.harus(200);
    let banyak_salah = format!("judul,isi,kategori\n{}", ",x,sampah\n".repeat(150));
    let j = p
        .unggah(IMPOR, &[], &[("berkas", "a.csv", banyak_salah.as_bytes())])
        .await
        .harus(200);
    let j = j
        .memuat("0 dari 150 baris")
        .memuat("150 baris ditolak")
        .memuat("100 baris pertama")
        .tanpa("name=\"titipan\"");
    assert_eq!(j.antara("<td data-label=\"Baris\">", "<").len(), 100);
    p.unggah(IMPOR, &[], &[("berkas", "a.csv", b"judul,isi,kategori\n")])
        .await
        .harus(200)
        .memuat("0 dari 0 baris");
}

async fn files_that_are_none(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(IMPOR).await.harus(200);
    p.unggah(IMPOR, &[], &[])
        .await
        .harus(422)
        .memuat("Pilih berkas Excel, CSV")
        .memuat("id=\"m-berkas-galat\"");
    p.unggah(IMPOR, &[], &[("berkas", "a.csv", b"")])
        .await
        .harus(422)
        .memuat("Pilih berkas Excel, CSV");
    p.kirim(IMPOR, &[("berkas", "a.csv")]).await.harus(422);
    p.unggah(IMPOR, &[], &[("lain", "a.csv", CSV.as_bytes())])
        .await
        .harus(422);
    for (isi, kata) in [
        (b"  \n".as_slice(), "kosong"),
        (b"PK\x03\x04xx", "Excel"),
        (b"\xFF\xFEj\0u\0", "UTF-8"),
        (b"judul,isi,kategori\nCaf\xe9,b,sampah\n", "Baris 2"),
        (b"judul,isi,kategori\na\0,b,sampah\n", "UTF-8"),
        (b"\x00", "UTF-8"),
    ] {
        p.unggah(IMPOR, &[], &[("berkas", "a.csv", isi)])
            .await
            .harus(400)
            .memuat(kata)
            .memuat("id=\"m-berkas-galat\"");
    }
    // Wrong columns are named, each.
    let j = p
        .unggah(
            IMPOR,
            &[],
            &[("berkas", "a.csv", b"judul,isi,katagori,judul\n1,2,3,4\n")],
        )
        .await
        .harus(422);
    j.memuat("katagori")
        .memuat("Kolom ini tidak dikenal")
        .memuat("tertulis dua kali")
        .memuat("Kolom wajib ini tidak ada.");
    let baris = format!("judul,isi,kategori\n{}", "a,b,sampah\n".repeat(50_001));
    p.unggah(IMPOR, &[], &[("berkas", "a.csv", baris.as_bytes())])
        .await
        .harus(413)
        .memuat("50.000 baris");
    let besar = vec![b'x'; 20 * 1024 * 1024 + 1];
    p.unggah(IMPOR, &[], &[("berkas", "a.csv", &besar)])
        .await
        .harus(413)
        .memuat("20 MB");
    assert_eq!(banyak(u).await, 0);
}

async fn lines_of_json(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(IMPOR).await.harus(200);
    let isi = "{\"judul\":\"a\",\"isi\":\"b\",\"kategori\":\"sampah\"}\n[1]\n{\"judul\":1}\n";
    for nama in ["a.ndjson", "A.JSONL", "tanpa-akhiran"] {
        let j = p
            .unggah(IMPOR, &[], &[("berkas", nama, isi.as_bytes())])
            .await
            .harus(200)
            .memuat("1 dari 3 baris");
        j.memuat("seluruh baris");
    }
}

async fn who_may_bring_in(u: &Uji) {
    for siapa in [
        "penghubung",
        "petugas",
        "kepala",
        "auditor",
        "pimpinan",
        "administrator",
    ] {
        let mut p = u.pegawai(siapa).await;
        p.buka(DASAR).await.harus(200).tanpa("/impor\"");
        for jalur in [IMPOR.to_owned(), format!("{IMPOR}/templat.csv")] {
            p.buka(&jalur).await.harus(403);
        }
        p.buka("/serang/kerja").await.harus(200);
        p.unggah(IMPOR, &[], &[("berkas", "a.csv", CSV.as_bytes())])
            .await
            .harus(403);
        p.kirim(IMPOR, &[("titipan", "x")]).await.harus(403);
    }
    // The catalogue is the administrator's.
    u.pegawai("administrator")
        .await
        .buka("/serang/kerja/layanan/impor")
        .await
        .harus(200)
        .memuat("<code>syarat</code>");
    let mut k = u.pegawai("koordinator").await;
    k.buka("/serang/kerja/layanan/impor").await.harus(403);
    k.buka("/serang/kerja/tidak-ada/impor").await.harus(404);
    u.peramban().buka(IMPOR).await.harus(401);
    u.peramban()
        .buka(&format!("{IMPOR}/templat.csv"))
        .await
        .harus(401);
    let mut lain = u.pegawai_di("jembrana", "koordinator").await;
    lain.buka(IMPOR).await.harus(401);
    let mut p = u.pegawai("koordinator").await;
    p.buka(IMPOR).await.harus(200);
    p.csrf = "x".into();
    p.unggah(IMPOR, &[], &[("berkas", "a.csv", CSV.as_bytes())])
        .await
        .harus(403);
    assert_eq!(banyak(u).await, 0);
}

async fn a_file_waits_for_its_owner_and_not_for_ever(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(IMPOR).await.harus(200);
    let titipan = p
        .unggah(IMPOR, &[], &[("berkas", "a.csv", CSV.as_bytes())])
        .await
        .harus(200)
        .nilai("titipan");
    // Another coordinator who got hold of the secret; a secret that somebody made up.
    let mut rekan = u.pegawai("koordinator:dlh").await;
    rekan.buka(IMPOR).await.harus(200);
    rekan
        .kirim(IMPOR, &[("titipan", &titipan)])
        .await
        .harus(422)
        .memuat("Pilih sekali lagi.");
    for palsu in ["", "x", "\0", "impor/x"] {
        p.kirim(IMPOR, &[("titipan", palsu)])
            .await
            .harus(422)
            .memuat("Pilih sekali lagi.");
    }
    u.jam.setel(kernel::kalender::saat(
        u.jam.kini().as_millisecond() + 2 * 3_600_000,
    ));
    p.kirim(IMPOR, &[("titipan", &titipan)])
        .await
        .harus(422)
        .memuat("Pilih sekali lagi.");
    assert_eq!(banyak(u).await, 0);
}

async fn confirmed_after_logging_in_again(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(IMPOR).await.harus(200);
    let titipan = p
        .unggah(IMPOR, &[], &[("berkas", "a.csv", CSV.as_bytes())])
        .await
        .harus(200)
        .nilai("titipan");
    let sesi = p.kuki["praja_sesi"].clone();
    u.app
        .identitas
        .keluar(&crate::bekal::kode("serang"), &sesi)
        .await
        .unwrap();
    p.kirim(IMPOR, &[("titipan", &titipan)]).await.harus(303);
    let j = p.masuk("koordinator", IMPOR).await.menuju(IMPOR);
    let j = p.ikut(&j).await.harus(200).memuat("2 dari 4 baris dapat diimpor");
    assert_eq!(banyak(u).await, 0, "logging in confirms nothing");
    p.kirim(IMPOR, &[("titipan", &j.nilai("titipan"))])
        .await
        .harus(200)
        .memuat("2 entri diimpor");
}

async fn the_template_fits(u: &Uji) {
    for register in ["pengaduan", "perkakas"] {
        let mut p = u.pegawai("koordinator").await;
        let j = p
            .buka(&format!("/serang/kerja/{register}/impor/templat.csv"))
            .await
            .harus(200);
        assert!(
            j.kepala["content-disposition"]
                .to_str()
                .unwrap()
                .contains(&format!("{register}-templat.csv"))
        );
        p.buka(&format!("/serang/kerja/{register}/impor"))
            .await
            .harus(200);
        // Every column it names is known, and none that must be there is missing.
        let jalur = format!("/serang/kerja/{register}/impor");
        p.unggah(&jalur, &[], &[("berkas", "t.csv", j.isi.as_bytes())])
            .await
            .harus(200)
            .memuat("0 dari 0 baris");
    }
}

/// A workbook that came from the export, with one cell changed: what would change is read first, then it does.
async fn what_changes_is_shown_before_it_does(u: &Uji) {
    let a = u.lapor(serde_json::json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka(IMPOR)
        .await
        .harus(200)
        .memuat("/serang/api/v1/pengaduan.xlsx")
        .memuat(".xlsx,.csv");
    let isi = u
        .sebagai("koordinator")
        .await
        .get("pengaduan.csv")
        .await
        .harus(200)
        .teks();
    let mut r = csv::Reader::from_reader(isi.trim_start_matches('\u{FEFF}').as_bytes());
    let kepala = r.headers().unwrap().clone();
    let baris: Vec<String> = r
        .records()
        .next()
        .unwrap()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let buku = |judul: &str| {
        let mut b = rust_xlsxwriter::Workbook::new();
        let l = b.add_worksheet();
        for (i, (k, s)) in (0_u16..).zip(kepala.iter().zip(&baris)) {
            l.write_string(0, i, k).unwrap();
            l.write_string(1, i, if k == "judul" { judul } else { s })
                .unwrap();
        }
        b.save_to_buffer().unwrap()
    };
    let lama = baris[kepala.iter().position(|k| k == "judul").unwrap()].clone();
    let tetap = buku(&lama);
    p.unggah(IMPOR, &[], &[("berkas", "laporan.xlsx", tetap.as_slice())])
        .await
        .harus(200)
        .memuat("1 baris tidak mengubah apa pun")
        .tanpa("name=\"titipan\"");
    let baru = buku("Judul yang dibetulkan");
    let j = p
        .unggah(IMPOR, &[], &[("berkas", "laporan.xlsx", baru.as_slice())])
        .await
        .harus(200)
        .memuat("1 baris mengubah entri yang sudah ada")
        .memuat("Yang akan berubah")
        .memuat(&a.nomor);
    let titipan = j.nilai("titipan");
    p.kirim(IMPOR, &[("titipan", &titipan)])
        .await
        .harus(200)
        .memuat("Yang berubah")
        .memuat(&a.nomor);
    let kini = u
        .sebagai("koordinator")
        .await
        .get(&format!("pengaduan/{}", a.nomor))
        .await
        .harus(200)
        .json();
    assert_eq!(kini["judul"], "Judul yang dibetulkan");
    // Confirmed once more, nothing is left to change.
    p.kirim(IMPOR, &[("titipan", &titipan)])
        .await
        .harus(200)
        .memuat("1 baris tidak mengubah apa pun");
    p.unggah(IMPOR, &[], &[("berkas", "rusak.xlsx", b"PK\x03\x04")])
        .await
        .harus(400)
        .memuat("Berkas Excel ini tidak dapat dibaca");
}
