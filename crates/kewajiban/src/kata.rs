//! Words and marks that the boards share.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::{
    Bahasa, Profil,
    kalender::tanggal,
    kewajiban::{
        Alamat, Bukti, Jadwal, Keadaan, Kewajiban, Pelaku, Per, Prinsip, Sebab, Tugas, Umur,
        syarat::{Hitung, Isian, Syarat},
    },
};
use maud::{Markup, html};

use crate::tanya::Tanya;

/// The title of a duty.
pub(crate) fn judul(b: Bahasa, t: &Tugas) -> &str {
    match b {
        Bahasa::Id => &t.judul,
        Bahasa::En => &t.judul_en,
    }
}

pub(crate) fn warna(k: Keadaan) -> &'static str {
    match k {
        Keadaan::Terlambat => "merah",
        Keadaan::JatuhTempo => "jingga",
        Keadaan::BelumBerlaku => "abu",
        Keadaan::Sebagian => "biru",
        Keadaan::Terpenuhi => "hijau",
    }
}

/// The name of a state.
pub(crate) fn nama(b: Bahasa, k: Keadaan) -> &'static str {
    b.t(k.label())
}

/// A sign that differs by shape, not only by colour.
pub(crate) fn huruf(k: Keadaan) -> &'static str {
    match k {
        Keadaan::Terlambat => "!",
        Keadaan::JatuhTempo => "○",
        Keadaan::BelumBerlaku => "–",
        Keadaan::Sebagian => "½",
        Keadaan::Terpenuhi => "✓",
    }
}

pub(crate) fn tanda(b: Bahasa, k: Keadaan) -> Markup {
    ui::tampil::tanda_kata(warna(k), nama(b, k))
}

/// Since when it is late, or which day counts next.
pub(crate) fn waktu(b: Bahasa, k: Keadaan, sejak: Option<Date>, berikut: Option<Date>) -> String {
    match (k, sejak, berikut) {
        (Keadaan::Terlambat | Keadaan::Sebagian, Some(d), _) => {
            b.isi("sejak {tanggal}", &[("tanggal", &tanggal(b, d))])
        }
        (Keadaan::Terpenuhi, _, Some(d)) => b.isi("sampai {tanggal}", &[("tanggal", &tanggal(b, d))]),
        (_, _, Some(d)) => b.isi("paling lambat {tanggal}", &[("tanggal", &tanggal(b, d))]),
        _ => String::new(),
    }
}

/// Who somebody in the regulation is here, on a day.
pub(crate) fn siapa(b: Bahasa, profil: &Profil, p: &Pelaku, hari: Date) -> String {
    let pemegang = |f: &str| {
        profil.fungsi_pada(f, hari).map_or_else(
            || b.t("Belum ada pemegangnya").to_owned(),
            |u| profil.nama_unit(u.as_str()).to_owned(),
        )
    };
    match p {
        Pelaku::Fungsi(f) => pemegang(f),
        Pelaku::SetiapOpd => b.t("Setiap perangkat daerah").to_owned(),
        Pelaku::TimKoordinasi => b.t("Tim Koordinasi SPBE").to_owned(),
        Pelaku::TimAsesor => b.t("Tim Asesor Internal").to_owned(),
        Pelaku::Bupati => b.t("Bupati").to_owned(),
        Pelaku::Sekda => b.t("Sekretaris Daerah").to_owned(),
        Pelaku::Pemilik(r) => b.isi("Pemilik entri {register}", &[("register", r)]),
    }
}

/// When it is due, as a sentence.
pub(crate) fn jadwal(b: Bahasa, j: &Jadwal) -> String {
    match j {
        Jadwal::Berlaku {} => b.t("Setiap saat harus ada bukti yang berlaku.").to_owned(),
        Jadwal::Berkala { per, jumlah, .. } => {
            let masa = match per {
                Per::Bulan => b.t("bulan"),
                Per::Triwulan => b.t("triwulan"),
                Per::Semester => b.t("semester"),
                Per::Tahun => b.t("tahun"),
                Per::DuaTahun => b.t("dua tahun"),
            };
            b.isi(
                "Paling sedikit {n} kali setiap {masa}.",
                &[("n", &jumlah.to_string()), ("masa", masa)],
            )
        }
        Jadwal::Reviu { .. } => b
            .t("Pada paruh waktu dan tahun terakhir masa perencanaan lima tahun.")
            .to_owned(),
        Jadwal::Peristiwa { atas, hari_kerja, .. } => match hari_kerja {
            Some(n) => b.isi(
                "Setiap kali: {atas}; dalam {n} hari kerja.",
                &[("atas", atas), ("n", &n.to_string())],
            ),
            None => b.isi("Setiap kali: {atas}.", &[("atas", atas)]),
        },
    }
}

/// What proves it, as a sentence or a few.
pub(crate) fn bukti(t: &Tanya, k: &Kewajiban) -> String {
    let b = t.p.b;
    let sendiri = |register: &[&str]| {
        let nama: Vec<String> = register.iter().map(|r| nama_register(t, r)).collect();
        b.isi(
            "Terbukti sendiri dari {register}; tidak perlu mengajukan dokumen.",
            &[("register", &nama.join(", "))],
        )
    };
    let masa = |umur: &Option<Umur>, teks: &'static str| {
        umur.map(|Umur(n)| format!(" {}", b.isi(teks, &[("n", &n.to_string())])))
            .unwrap_or_default()
    };
    match &k.bukti {
        Bukti::Register { register, umur, .. } => {
            sendiri(&[register]) + &masa(umur, "Satu entri membuktikannya selama {n} tahun.")
        }
        Bukti::Setiap { entri } => {
            let syarat: Vec<String> = entri.iter().map(|h| setiap(t, h)).collect();
            let nama: BTreeSet<&str> = entri.iter().map(|h| h.register.as_str()).collect();
            let nama: Vec<&str> = nama.into_iter().collect();
            format!("{} {}", sendiri(&nama), syarat.join(" "))
        }
        Bukti::Lengkap { register, butir, .. } => {
            let nama: Vec<&str> = butir.iter().map(|x| x.nama.as_str()).collect();
            let harus = b.isi("Harus ada semuanya: {butir}.", &[("butir", &nama.join("; "))]);
            format!("{} {harus}", sendiri(&[register]))
        }
        Bukti::Manual {
            dokumen,
            pemeriksa,
            umur,
            sebab,
        } => {
            let oleh = siapa(b, &t.p.profil, &Pelaku::Fungsi(pemeriksa.clone()), t.hari);
            let isi = [("dokumen", dokumen.as_str()), ("oleh", oleh.as_str())];
            let dasar = b.isi("{dokumen}, diterima oleh {oleh}.", &isi);
            let berlaku = masa(umur, "Berlaku {n} tahun sejak tanggal dokumennya.");
            format!("{dasar} {}{berlaku}", b.t(mengapa(*sebab)))
        }
    }
}

/// Why only a document proves it.
fn mengapa(sebab: Option<Sebab>) -> &'static str {
    match sebab {
        None => "Belum ada register yang membuktikannya sendiri.",
        Some(Sebab::Surat) => {
            "Disepakati dengan pihak di luar pemerintah daerah, jadi suratnyalah buktinya; catatan di sini tidak dapat menggantikannya."
        }
        Some(Sebab::Rapat) => {
            "Koordinasi terjadi dalam rapat dan surat; register mencatat hasilnya, bukan bahwa semua pihak sudah dilibatkan."
        }
        Some(Sebab::Penilaian) => {
            "Register menunjukkan apa yang ada, bukan apakah isinya sudah benar; itu perlu dinilai orang."
        }
        Some(Sebab::SistemLain) => {
            "Terjadi pada sistem lain yang tidak melapor ke sini, jadi buktinya dibawa dari sana."
        }
        Some(Sebab::Naskah) => {
            "Berupa naskah tersendiri yang disahkan; register tidak dapat menggantikannya."
        }
    }
}

/// The name of a register on screens.
pub(crate) fn nama_register(t: &Tanya, kode: &str) -> String {
    let def = t.p.app.store.inventaris().register(kode);
    def.map_or(kode, |d| t.p.b.t(&d.label)).to_owned()
}

/// What every entry of a register must be like.
fn setiap(t: &Tanya, h: &Hitung) -> String {
    let b = t.p.b;
    let (register, punya, hanya) = (
        nama_register(t, &h.register),
        syarat(t, &h.register, &h.punya),
        syarat(t, &h.register, &h.hanya),
    );
    let isi = [
        ("register", register.as_str()),
        ("punya", punya.as_str()),
        ("hanya", hanya.as_str()),
    ];
    if hanya.is_empty() {
        b.isi(
            "Setiap entri {register} yang dihitung harus memenuhi: {punya}.",
            &isi,
        )
    } else {
        b.isi(
            "Setiap entri {register} yang dihitung ({hanya}) harus memenuhi: {punya}.",
            &isi,
        )
    }
}

/// Conditions in the words of the forms: fields by their labels, values as they are chosen there.
fn syarat(t: &Tanya, register: &str, isian: &Isian) -> String {
    let b = t.p.b;
    let def = t.p.app.store.inventaris().register(register);
    let satu = |(nama, s): (&String, &Syarat)| {
        let medan = def.and_then(|d| d.medan(nama));
        let label = medan.as_ref().map_or(nama.as_str(), |m| b.t(&m.label)).to_owned();
        let nilai = |v: &String| -> String {
            let opsi = medan.iter().flat_map(|m| m.jenis.opsi()).find(|o| o.kode == *v);
            opsi.map_or(v.as_str(), |o| b.t(&o.label)).to_owned()
        };
        match s {
            Syarat::Terisi(true) => b.isi("{isian} terisi", &[("isian", &label)]),
            Syarat::Terisi(false) => b.isi("{isian} kosong", &[("isian", &label)]),
            Syarat::Nilai(v) => format!("{label}: {}", nilai(v)),
            Syarat::SalahSatu(semua) => {
                let semua: Vec<String> = semua.iter().map(nilai).collect();
                format!("{label}: {}", semua.join(" / "))
            }
            Syarat::Tertaut(x) if x.dengan.is_empty() => format!("{label}: {}", nama_register(t, &x.di)),
            Syarat::Tertaut(x) => {
                let dalam = syarat(t, &x.di, &x.dengan);
                format!("{label}: {} ({dalam})", nama_register(t, &x.di))
            }
        }
    };
    let semua: Vec<String> = isian.iter().map(satu).collect();
    semua.join("; ")
}

pub(crate) fn prinsip(b: Bahasa, p: Prinsip) -> &'static str {
    match p {
        Prinsip::Efektivitas => b.t("efektivitas"),
        Prinsip::Keterpaduan => b.t("keterpaduan"),
        Prinsip::Kesinambungan => b.t("kesinambungan"),
        Prinsip::Efisiensi => b.t("efisiensi"),
        Prinsip::Akuntabilitas => b.t("akuntabilitas"),
        Prinsip::Interoperabilitas => b.t("interoperabilitas"),
        Prinsip::Keamanan => b.t("keamanan"),
    }
}

/// Provisions as lawyers list them: what follows in the same article or paragraph is named by its last part only.
pub(crate) fn berurut(sumber: &[Alamat]) -> Vec<(String, &Alamat)> {
    let mut hasil: Vec<(String, &Alamat)> = Vec::new();
    for a in sumber {
        let sekeluarga = hasil
            .last()
            .is_some_and(|(_, lalu)| a.induk().is_some() && lalu.induk() == a.induk());
        let penuh = a.to_string();
        let pendek = penuh.rsplit_once(' ').map(|(_, akhir)| akhir.to_owned());
        hasil.push((pendek.filter(|_| sekeluarga).unwrap_or(penuh), a));
    }
    hasil
}

/// The provisions that oblige, each a link to what stands on them.
pub(crate) fn sumber(t: &Tanya, sumber: &[Alamat]) -> Markup {
    html! {
        @for (i, (label, a)) in berurut(sumber).iter().enumerate() {
            @if i > 0 { ", " }
            a href=(t.ke(&format!("/pasal/{}#{}", a.pasal(), a.as_str()))) aria-label=(a) { (label) }
        }
    }
}

/// A part of the mandate.
pub(crate) fn bidang(b: Bahasa, mandat: &str) -> &'static str {
    match mandat.get(..1) {
        Some("A") => b.t("Tata kelola"),
        Some("B") => b.t("Manajemen"),
        Some("C") => b.t("Audit TIK"),
        Some("D") => b.t("Penyelenggara"),
        Some("E") => b.t("Pemantauan dan evaluasi"),
        Some("F") => b.t("Layanan"),
        _ => b.t("Umum"),
    }
}

/// The day that is asked about, to choose another.
pub(crate) fn pilih_hari(t: &Tanya, alamat: &str) -> Markup {
    let b = t.p.b;
    html! {
        form.saringan method="get" action=(t.p.ke(&format!("/kerja/kepatuhan{alamat}"))) {
            div {
                label for="pada" { (b.t("Keadaan pada tanggal")) }
                input #pada type="date" name="pada" value=(t.hari) max=(t.kini);
            }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
        @if t.hari != t.kini {
            div.peringatan role="status" { p {
                (b.isi("Ini keadaan pada {tanggal}, menurut bukti yang sudah diterima hari itu.", &[("tanggal", &tanggal(b, t.hari))])) " "
                a href=(t.p.ke(&format!("/kerja/kepatuhan{alamat}"))) { (b.t("Lihat keadaan hari ini")) }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_english() {
        for k in Keadaan::SEMUA {
            assert!(Bahasa::tersedia(k.label()), "{}", k.label());
        }
    }

    #[test]
    fn provisions_of_one_article_are_listed_shortly() {
        let a: Vec<Alamat> = [
            "pasal-4-ayat-1",
            "pasal-4-ayat-2",
            "pasal-5",
            "pasal-5-ayat-2-huruf-a",
            "pasal-5-ayat-2-huruf-b",
        ]
        .map(|s| Alamat::try_from(s.to_owned()).unwrap())
        .into();
        let label: Vec<String> = berurut(&a).into_iter().map(|(s, _)| s).collect();
        assert_eq!(
            label,
            [
                "Pasal 4 ayat (1)",
                "(2)",
                "Pasal 5",
                "Pasal 5 ayat (2) huruf a",
                "b"
            ]
        );
    }
}
