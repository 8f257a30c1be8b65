//! Wewenang: who may do what, in words, read off the same rows by which every request is decided. What this page says
//! is the policy; there is no other.

use axum::{extract::Query, response::Response};
use kernel::{
    Entri, Klasifikasi, Langkah, Pandangan, Peran, RegisterDef, Siapa,
    izin::{self, Cakupan, Hak, Tindakan},
    nilai::Pilihan as _,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{Gagal, Permintaan};

/// Where it is.
pub(super) const JALUR: &str = "/kerja/wewenang";

#[derive(Deserialize)]
pub(super) struct Tanya {
    /// The register whose whole table is asked for.
    register: Option<String>,
}

/// `GET …/kerja/wewenang`: what I may do; with `?register=` who may do what there. O(registers × rows).
pub(super) async fn halaman(p: Permintaan, Query(q): Query<Tanya>) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let b = p.b;
    let def = match q.register.as_deref().filter(|k| !k.is_empty()) {
        Some(k) => Some(p.register(k)?),
        None => None,
    };
    let judul = b.t("Siapa boleh apa");
    let isi = html! {
        (super::sandi::menu(&p, "wewenang"))
        h1 { (judul) }
        p { (b.t("Halaman ini dibaca dari aturan yang sama dengan yang memutuskan setiap permintaan. Yang tidak tertulis di sini tidak boleh.")) }
        (pilihan(&p, def.as_deref()))
        @match &def {
            Some(d) => { (satu_register(&p, d)) }
            None => { (milik_saya(&p)) }
        }
    };
    Ok(p.ruang(judul, "", isi))
}

fn pilihan(p: &Permintaan, kini: Option<&RegisterDef>) -> Markup {
    let b = p.b;
    let mut semua: Vec<_> = p.app.store.inventaris().terbuka().collect();
    semua.sort_by_key(|d| b.t(&d.label).to_lowercase());
    html! {
        form.saringan method="get" action=(p.ke(JALUR)) {
            div.medan {
                label for="w-register" { (b.t("Register")) }
                select #w-register name="register" {
                    option value="" { (b.t("Wewenang saya di semua register")) }
                    @for d in semua {
                        option value=(d.kode) selected[kini.is_some_and(|k| k.kode == d.kode)] { (b.t(&d.label)) }
                    }
                }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
    }
}

/// What the account may do, register by register, and what it may not.
fn milik_saya(p: &Permintaan) -> Markup {
    let b = p.b;
    let peran: &[(Peran, _)] = p.pelaku.akun().map_or(&[], |a| &a.peran);
    let (punya, tidak): (Vec<_>, Vec<_>) = p
        .app
        .store
        .inventaris()
        .terbuka()
        .map(|d| (d, izin::hak_milik(&p.profil, d, &p.pelaku)))
        .partition(|(d, hak)| !hak.is_empty() || langkah_saya(p, d).next().is_some());
    html! {
        h2 { (b.t("Peran Anda")) }
        @if peran.is_empty() {
            p { (b.t("Akun ini belum diberi peran. Hubungi administrator.")) }
        } @else {
            ul { @for (r, u) in peran { li { (b.t(r.label())) ", " (p.profil.nama_unit(u.as_str())) } } }
        }
        h2 { (b.t("Yang boleh Anda lakukan")) }
        @for (d, hak) in &punya {
            h3 { a href={ (p.ke(JALUR)) "?register=" (d.kode) } { (b.t(&d.label)) } }
            ul {
                @for h in hak { li { (kalimat(p, d, h)) } }
                @let langkah: Vec<&str> = langkah_saya(p, d).map(|l| b.t(&l.label)).collect();
                @if !langkah.is_empty() { li { (b.t("Langkah")) ": " (tanpa_ulang(&langkah).join(", ")) } }
            }
        }
        @if !tidak.is_empty() {
            h2 { (b.t("Yang tidak terbuka bagi Anda")) }
            ul { @for (d, _) in &tidak {
                li { a href={ (p.ke(JALUR)) "?register=" (d.kode) } { (b.t(&d.label)) } }
            } }
        }
        p.jelaskan { (b.t("Saluran pelaporan pelanggaran tidak tercantum: hanya pemeriksa yang memegang kuncinya yang melihatnya. Akun pegawai dikelola administrator.")) }
    }
}

fn tanpa_ulang<'a>(kata: &[&'a str]) -> Vec<&'a str> {
    let mut hasil: Vec<&str> = Vec::new();
    for k in kata {
        if !hasil.contains(k) {
            hasil.push(k);
        }
    }
    hasil
}

/// The steps that name a role of the account, in whatever state.
fn langkah_saya<'d>(p: &'d Permintaan, d: &'d RegisterDef) -> impl Iterator<Item = &'d Langkah> {
    d.lifecycle
        .langkah
        .iter()
        .filter(|l| l.oleh.iter().any(|s| p.pelaku.memegang(&p.profil, *s)))
}

/// Up to which level a row reaches, as words after what it reaches; nothing where there are no levels.
fn setinggi(p: &Permintaan, d: &RegisterDef, h: &Hak) -> String {
    match d.tingkat {
        Some(_) => {
            let tingkat = p.b.t(d.sampai(h).label()).to_lowercase();
            p.b.isi(" sampai tingkat {tingkat}", &[("tingkat", &tingkat)])
        }
        None => String::new(),
    }
}

/// A row as a sentence: "Membaca, mengekspor: yang terbit, tanpa data pribadi (sebagai Kepala perangkat daerah)."
fn kalimat(p: &Permintaan, d: &RegisterDef, h: &Hak) -> String {
    let b = p.b;
    let kerja: Vec<&str> = h.boleh.iter().map(|t| b.t(t.label())).collect();
    let (awal, sisa) = kerja.split_first().unwrap_or((&"", &[]));
    let sisa: String = sisa.iter().map(|k| format!(", {}", k.to_lowercase())).collect();
    b.isi(
        "{kerja}: {entri}, {data} (sebagai {siapa}).",
        &[
            ("kerja", &format!("{awal}{sisa}")),
            (
                "entri",
                &format!("{}{}", b.t(h.cakupan.label()), setinggi(p, d, h)),
            ),
            ("data", b.t(h.pandangan.label())),
            ("siapa", b.t(h.siapa.label())),
        ],
    )
}

/// What the levels of a register mean, for whoever looks for an entry that they do not find.
fn tingkat(p: &Permintaan, d: &RegisterDef) -> Markup {
    let b = p.b;
    let Some(t) = &d.tingkat else {
        return html! {};
    };
    let medan = d.medan(&t.medan);
    let tertinggi = izin::hak_milik(&p.profil, d, &p.pelaku)
        .into_iter()
        .filter(|h| h.boleh.contains(&Tindakan::Baca))
        .map(|h| (d.sampai(h), h))
        .max_by_key(|(k, _)| *k);
    html! {
        h3 { (b.t(medan.as_ref().map_or("Tingkat kerahasiaan", |m| m.label.as_ref()))) }
        p { (b.t("Setiap entri register ini berada pada salah satu tingkat. Yang di atas jangkauan Anda tidak tampil di daftar, pencarian, ekspor, atau API, dan alamatnya dijawab seperti entri yang tidak ada.")) }
        ul { @for k in Klasifikasi::SEMUA { li {
            b { (b.t(k.label())) } ": " (b.t(arti(*k)))
        } } }
        @if let Some((k, h)) = tertinggi {
            p { (b.isi("Anda membaca sampai tingkat {tingkat} pada entri ini: {entri}.", &[("tingkat", &b.t(k.label()).to_lowercase()), ("entri", b.t(h.cakupan.label()))])) }
        }
    }
}

/// What a level means, in words.
fn arti(k: Klasifikasi) -> &'static str {
    match k {
        Klasifikasi::Biasa => "dibaca siapa pun yang wewenangnya mencakup entri itu.",
        Klasifikasi::Terbatas => "hanya untuk yang memerlukannya.",
        Klasifikasi::Rahasia => "hanya untuk yang bertanggung jawab; setiap pembacaan tercatat.",
        Klasifikasi::SangatRahasia => {
            "hanya untuk kepala pemiliknya dan pimpinan; setiap pembacaan tercatat."
        }
    }
}

/// The whole table of one register.
fn satu_register(p: &Permintaan, d: &RegisterDef) -> Markup {
    let b = p.b;
    let mut siapa = vec![Siapa::Publik, Siapa::Pelapor];
    if d.penerima.is_some() {
        siapa.push(Siapa::Penerima);
    }
    siapa.extend(Peran::SEMUA.map(Siapa::Peran));
    let (siapa, tanpa): (Vec<Siapa>, Vec<Siapa>) = siapa
        .into_iter()
        .partition(|s| d.hak.iter().any(|h| h.siapa == *s));
    html! {
        h2 { (b.t(&d.label)) }
        p { (b.t(&d.bantuan)) }
        div.gulir tabindex="0" { table.tabel {
            caption { (b.t("Entri mana yang dapat dibaca dan diubah")) }
            thead { tr {
                th scope="col" { (b.t("Siapa")) }
                @for t in Tindakan::SEMUA { th scope="col" { (b.t(t.label())) } }
                th scope="col" { (b.t("Yang terlihat")) }
            } }
            tbody { @for s in &siapa {
                @let hak: Vec<&Hak> = d.hak.iter().filter(|h| h.siapa == *s).collect();
                tr {
                    th scope="row" { (b.t(s.label())) @if p.pelaku.memegang(&p.profil, *s) { " " (ui::tampil::tanda_kata("biru", b.t("Anda"))) } }
                    @for t in Tindakan::SEMUA {
                        td data-label=(b.t(t.label())) {
                            @let cakupan: Vec<String> = hak.iter().filter(|h| h.boleh.contains(&t)).map(|h| format!("{}{}", b.t(h.cakupan.label()), setinggi(p, d, h))).collect();
                            @let cakupan: Vec<&str> = cakupan.iter().map(String::as_str).collect();
                            (if cakupan.is_empty() { "–".to_owned() } else { tanpa_ulang(&cakupan).join("; ") })
                        }
                    }
                    td data-label=(b.t("Yang terlihat")) {
                        @let luas: Vec<&str> = hak.iter().filter(|h| h.boleh.contains(&Tindakan::Baca)).map(|h| b.t(h.pandangan.label())).collect();
                        (tanpa_ulang(&luas).join("; "))
                    }
                }
            } }
        } }
        (tingkat(p, d))
        @if !tanpa.is_empty() {
            @let nama: Vec<&str> = tanpa.iter().map(|s| b.t(s.label())).collect();
            p { (b.isi("Tanpa wewenang di register ini: {siapa}.", &[("siapa", &nama.join(", "))])) }
        }
        @if let Some(u) = d.pembuat.as_ref() {
            @let nama = p.profil.fungsi(u).map(|u| p.profil.nama_unit(u.as_str()).to_owned());
            p { (b.isi("Entri baru hanya dibuat perangkat daerah yang memegang fungsi ini: {unit}.", &[("unit", nama.as_deref().unwrap_or_else(|| b.t("belum ada")))])) }
        }
        @if !d.lifecycle.langkah.is_empty() {
            div.gulir tabindex="0" { table.tabel {
                caption { (b.t("Siapa mengambil langkah apa")) }
                thead { tr {
                    @for k in ["Langkah", "Dari keadaan", "Menjadi", "Oleh"] { th scope="col" { (b.t(k)) } }
                } }
                tbody { @for l in &d.lifecycle.langkah {
                    @let keadaan = |k: &str| d.lifecycle.keadaan(k).map_or_else(String::new, |k| b.t(&k.label).to_owned());
                    @let dari: Vec<String> = l.dari.iter().map(|k| keadaan(k)).collect();
                    @let oleh: Vec<&str> = l.oleh.iter().map(|s| b.t(s.label())).collect();
                    tr {
                        th scope="row" { (b.t(&l.label)) }
                        td data-label=(b.t("Dari keadaan")) { (dari.join(", ")) }
                        td data-label=(b.t("Menjadi")) { @match &l.ke { Some(k) => (keadaan(k)), None => (b.t("tetap")) } }
                        td data-label=(b.t("Oleh")) { (tanpa_ulang(&oleh).join(", ")) }
                    }
                } }
            } }
            p.jelaskan { (b.t("Peran mengambil langkah pada entri yang dipegang OPD-nya; peran yang membaca semua entri, pada semuanya.")) }
        }
    }
}

/// Why somebody sees this entry, and as much of it as they do.
pub(super) fn mengapa(p: &Permintaan, def: &RegisterDef, e: &Entri) -> Markup {
    let b = p.b;
    let dasar = izin::dasar_baca(&p.profil, def, &p.pelaku, e);
    html! {
        details {
            summary { (b.t("Mengapa saya melihat ini?")) }
            ul { @for (h, luas) in dasar { li.jelaskan { (sebab(p, h, luas, e)) } } }
            p.jelaskan { a href={ (p.ke(JALUR)) "?register=" (def.kode) } { (b.t("Siapa boleh apa pada register ini")) } }
        }
    }
}

fn sebab(p: &Permintaan, h: &Hak, luas: Pandangan, e: &Entri) -> String {
    let b = p.b;
    let unit = p.profil.nama_unit(
        if h.cakupan != Cakupan::Pegang && !berperan(p, h, e.pemegang.as_str()) {
            e.unit.as_str()
        } else {
            e.pemegang.as_str()
        },
    );
    let pesan = match h.cakupan {
        Cakupan::Semua => "{siapa} membaca semua entri register ini: {data}.",
        Cakupan::Unit | Cakupan::Pegang | Cakupan::Milik => {
            "{siapa} di {unit} membaca entri yang menjadi urusan unitnya: {data}."
        }
        Cakupan::Terbit => "{siapa} membaca entri yang sudah terbit: {data}.",
        Cakupan::Sendiri => "{siapa} membaca entrinya sendiri: {data}.",
    };
    b.isi(
        pesan,
        &[
            ("siapa", b.t(h.siapa.label())),
            ("unit", unit),
            ("data", b.t(luas.label())),
        ],
    )
}

fn berperan(p: &Permintaan, h: &Hak, unit: &str) -> bool {
    match (h.siapa, p.pelaku.akun()) {
        (Siapa::Peran(r), Some(a)) => a.peran.iter().any(|(q, u)| *q == r && u.as_str() == unit),
        _ => false,
    }
}
