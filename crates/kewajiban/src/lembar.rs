//! The matrix as a workbook: one sheet with every unit against every obligation, one with a row for each status.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Bahasa, Galat, kewajiban::Keadaan};
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata,
    tanya::Tanya,
};

/// `GET …/data.xlsx`
pub(crate) async fn xlsx(t: Tanya) -> Result<Response, Gagal> {
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan);
    let buku = buku(&t, &semua).and_then(|mut b| b.save_to_buffer());
    let isi = buku.map_err(|e| Galat::dalam("writing the matrix as a workbook", e))?;
    let nama = format!(
        "attachment; filename=\"kepatuhan-{}-{}.xlsx\"",
        t.p.daerah(),
        t.hari
    );
    let kepala = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, nama),
    ];
    Ok((kepala, isi).into_response())
}

fn latar(k: Keadaan) -> Format {
    let warna = match k {
        Keadaan::Terlambat => 0x00FD_ECEA,
        Keadaan::JatuhTempo => 0x00FD_F1E3,
        Keadaan::BelumBerlaku => 0x00ED_F0F2,
        Keadaan::Sebagian => 0x00E8_F0FB,
        Keadaan::Terpenuhi => 0x00E7_F5EC,
    };
    Format::new().set_background_color(Color::RGB(warna))
}

fn buku(t: &Tanya, semua: &[Nilai]) -> Result<Workbook, XlsxError> {
    let (b, profil) = (t.p.b, &t.p.profil);
    let mut buku = Workbook::new();
    let tebal = Format::new().set_bold();
    let tegak = Format::new()
        .set_bold()
        .set_rotation(90)
        .set_align(FormatAlign::Bottom);
    let matriks = buku.add_worksheet().set_name(b.t("Matriks"))?;
    matriks.write_with_format(0, 0, b.t("Perangkat daerah"), &tebal)?;
    matriks
        .set_column_width(0, 44)?
        .set_row_height(0, 220)?
        .set_freeze_panes(1, 1)?;
    matriks
        .set_landscape()
        .set_paper_size(8)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 0)?;
    for (kolom, n) in (1_u16..).zip(semua) {
        matriks.write_with_format(0, kolom, kata::judul(b, &n.kewajiban.tugas), &tegak)?;
        matriks.set_column_width(kolom, 4)?;
    }
    let punya = |u: &&kernel::profil::Unit| semua.iter().any(|n| n.untuk(&u.kode).is_some());
    for (baris, u) in (1_u32..).zip(profil.unit.iter().filter(punya)) {
        matriks.write_with_format(baris, 0, &u.nama, &tebal)?;
        for (kolom, n) in (1_u16..).zip(semua) {
            if let Some(s) = n.untuk(&u.kode) {
                matriks.write_with_format(baris, kolom, kata::huruf(s.keadaan), &latar(s.keadaan))?;
            }
        }
    }
    let daftar = buku.add_worksheet().set_name(b.t("Daftar"))?;
    let kepala: [(&str, f64); 8] = [
        (b.t("Kewajiban"), 50.0),
        (b.t("Dasar"), 28.0),
        (b.t("Perangkat daerah"), 40.0),
        (b.t("Keadaan"), 14.0),
        (b.t("Mengapa"), 50.0),
        (b.t("Terlambat sejak"), 14.0),
        (b.t("Tanggal berikut"), 14.0),
        (b.t("Bukti"), 24.0),
    ];
    for (kolom, (teks, lebar)) in (0_u16..).zip(kepala) {
        daftar.write_with_format(0, kolom, teks, &tebal)?;
        daftar.set_column_width(kolom, lebar)?;
    }
    daftar.set_freeze_panes(1, 0)?;
    let mut baris = 0;
    for n in semua {
        for (u, s) in &n.unit {
            baris += 1;
            let sumber: Vec<String> = n.kewajiban.sumber.iter().map(ToString::to_string).collect();
            let bukti: Vec<&str> = s.bukti.iter().map(|(_, n)| n.as_str()).collect();
            let hari = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
            let sel = [
                kata::judul(b, &n.kewajiban.tugas).to_owned(),
                sumber.join("; "),
                profil.nama_unit(u.as_str()).to_owned(),
                kata::nama(b, s.keadaan).to_owned(),
                s.alasan.dalam(b),
                hari(s.sejak),
                hari(s.berikut),
                bukti.join(" "),
            ];
            for (kolom, teks) in (0_u16..).zip(sel) {
                daftar.write(baris, kolom, teks)?;
            }
        }
    }
    let tentang = buku.add_worksheet().set_name(b.t("Keterangan"))?;
    tentang.set_column_width(0, 90)?;
    tentang.write(0, 0, &profil.daerah.nama)?;
    tentang.write(1, 0, profil.daerah.regulasi.to_string())?;
    tentang.write(2, 0, kernel::kalender::tanggal(b, t.hari))?;
    for (i, k) in (4_u32..).zip(Keadaan::SEMUA) {
        tentang.write_with_format(i, 0, keterangan(b, k), &latar(k))?;
    }
    Ok(buku)
}

fn keterangan(b: Bahasa, k: Keadaan) -> String {
    format!("{}: {}", kata::huruf(k), kata::nama(b, k))
}
