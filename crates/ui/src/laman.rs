//! The two page frames: the portal that citizens see, and the workroom of officials.

use kernel::{Akun, Bahasa, Galat, Profil, profil::Keyakinan};
use maud::{DOCTYPE, Markup, html};

use crate::{aset, enkode, formulir, kamus::Kamus, tampil};

/// What every page knows about itself and its reader.
pub struct Laman<'a> {
    /// Language of the reader.
    pub b: Bahasa,
    /// The regency; none on pages that belong to no regency.
    pub profil: Option<&'a Profil>,
    /// Who is logged in.
    pub akun: Option<&'a Akun>,
    /// Path and query of this page: the language switch comes back here.
    pub jalur: &'a str,
    /// Token for forms that change something.
    pub csrf: &'a str,
    /// Title, already in the reader's language.
    pub judul: &'a str,
    /// The words of the regency, explained where they occur.
    pub kamus: Option<&'a Kamus>,
}

impl Laman<'_> {
    /// What stands in the middle of a page, with the words of the regency explained.
    fn tandai(&self, isi: Markup) -> Markup {
        match self.kamus {
            Some(k) => k.tandai(self.b, self.jalan(), isi),
            None => isi,
        }
    }

    fn akar(&self) -> String {
        self.profil.map_or_else(String::new, |p| format!("/{}", p.kode()))
    }

    fn nama(&self) -> &str {
        self.profil.map_or("Praja", |p| p.daerah.nama.as_str())
    }

    fn jalan(&self) -> &str {
        self.jalur.split(['?', '#']).next().unwrap_or_default()
    }

    /// Which link of a menu is this page, or the folder this page lies in.
    fn di_sini(&self, href: &str) -> Option<&'static str> {
        match self.jalan().strip_prefix(href) {
            Some("") => Some("page"),
            Some(sisa) if sisa.starts_with('/') => Some("true"),
            _ => None,
        }
    }
}

fn dokumen(l: &Laman, kelas: &str, kepala: &Markup, badan: Markup) -> Markup {
    let v = aset::versi();
    html! {
        (DOCTYPE)
        html lang=(l.b.kode()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (l.judul) @if l.profil.is_some() { " · " (l.nama()) } " · Praja" }
                link rel="stylesheet" href={ "/aset/praja.css?v=" (v) };
                @if l.profil.is_some() { link rel="stylesheet" href={ (l.akar()) "/aksen.css" }; }
                script defer src={ "/aset/praja.js?v=" (v) } {}
                (kepala)
            }
            body class=(kelas) {
                a.lewati href="#isi" { (l.b.t("Langsung ke isi")) }
                (badan)
            }
        }
    }
}

/// A shield with the initials, until the regency's own crest is put in its place.
fn lambang(p: &Profil) -> Markup {
    let inisial: String = p
        .daerah
        .nama_pendek
        .split_whitespace()
        .filter_map(|k| k.chars().next())
        .take(2)
        .collect();
    html! {
        svg viewBox="0 0 40 46" width="35" height="40" aria-hidden="true" focusable="false" {
            path d="M2 2h36v22c0 11-8 17-18 20C10 41 2 35 2 24Z" fill="none" stroke="currentColor" stroke-width="2.5" {}
            text x="20" y="28" text-anchor="middle" font-size="18" font-weight="700" fill="currentColor" { (inisial) }
        }
    }
}

fn pilih_bahasa(l: &Laman) -> Markup {
    let Some(p) = l.profil else { return html! {} };
    html! {
        nav.bahasa aria-label=(l.b.t("Bahasa")) { ul {
            @for (b, nama) in [(Bahasa::Id, "Bahasa Indonesia"), (Bahasa::En, "English")] {
                @let kode = b.kode();
                li {
                    @if b == l.b {
                        span lang=(kode) aria-current="true" { (nama) }
                    } @else {
                        a href={ "/" (p.kode()) "/bahasa/" (kode) "?ke=" (enkode(l.jalur)) } lang=(kode) hreflang=(kode) rel="nofollow" { (nama) }
                    }
                }
            }
        } }
    }
}

fn merek(l: &Laman, href: &str, bagian: &str) -> Markup {
    html! {
        a.kepala-merek href=(href) {
            @if let Some(p) = l.profil { (lambang(p)) }
            span { b { (l.nama()) } small { (bagian) } }
        }
    }
}

fn kaki(l: &Laman) -> Markup {
    let b = l.b;
    html! {
        footer.kaki { div.wadah {
            @if let Some(p) = l.profil {
                ul {
                    li { a href={ (l.akar()) "/tentang" } { (b.t("Tentang situs ini")) } }
                    li { a href={ (l.akar()) "/istilah" } { (b.t("Arti istilah")) } }
                    li { a href={ (l.akar()) "/jdih" } { (b.t("Peraturan (JDIH)")) } }
                    li { a href={ (l.akar()) "/pengaduan/daftar" } { (b.t("Laporan warga")) } }
                    li { a href={ (l.akar()) "/transparansi" } { (b.t("Transparansi")) } }
                    li { a href={ (l.akar()) "/wbs" } { (b.t("Laporkan pelanggaran")) } }
                }
                @let k = &p.daerah.kontak;
                h2 { (b.t("Hubungi kami")) }
                p {
                    (k.alamat) br;
                    (b.t("Surel")) ": " a href={ "mailto:" (k.surel) } { (k.surel) }
                    @if let Some(t) = &k.telepon { br; (b.t("Telepon")) ": " a href={ "tel:" (t.replace(' ', "")) } { (t) } }
                    br; (b.t("Jam layanan")) ": " (k.jam)
                }
                @if k.confidence == Keyakinan::Contoh {
                    p { (tampil::tanda_kata("abu", b.t("Contoh"))) " " (b.t("Kontak ini data peragaan, bukan kontak sebenarnya.")) }
                }
                p { (b.t("Dasar hukum")) ": " (p.daerah.regulasi) " " (b.t("tentang")) " " (p.daerah.regulasi.judul) "." }
            }
            p { (b.t("Situs ini dibuat agar dapat dipakai semua orang, juga dengan papan tik saja, pembaca layar, atau sambungan lambat. Ada yang menyulitkan? Beri tahu kami.")) }
            p { (b.t("Berjalan dengan Praja, perangkat lunak terbuka untuk pemerintahan daerah.")) }
        } }
    }
}

/// A page of the portal: the whole document around `isi`.
pub fn portal(l: &Laman, isi: Markup) -> Markup {
    portal_dengan(l, &html! {}, isi)
}

/// A page of the portal with more in its head: links to other forms of what it shows.
pub fn portal_dengan(l: &Laman, kepala: &Markup, isi: Markup) -> Markup {
    let (b, akar) = (l.b, l.akar());
    let masuk = if l.akun.is_some() {
        ("/kerja", "Ruang kerja")
    } else {
        ("/masuk", "Masuk")
    };
    let menu = [("/pengaduan", "Pengaduan"), ("/layanan", "Layanan"), masuk];
    dokumen(
        l,
        "portal",
        kepala,
        html! {
            header.kepala { div.wadah {
                (merek(l, &format!("{akar}/"), b.t("Layanan pemerintah daerah")))
                (pilih_bahasa(l))
                @if l.profil.is_some() {
                    nav.kepala-menu aria-label=(b.t("Menu utama")) { ul {
                        @for (jalan, label) in menu {
                            @let href = format!("{akar}{jalan}");
                            li { a href=(href) aria-current=[l.di_sini(&href)] { (b.t(label)) } }
                        }
                    } }
                }
            } }
            main #isi .wadah tabindex="-1" { (l.tandai(isi)) }
            (match l.kamus {
                Some(k) => k.tandai_kutipan(b, l.jalan(), kaki(l)),
                None => kaki(l),
            })
        },
    )
}

/// Where the menu of the workroom leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Butir {
    /// Address.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Which page it is, for marking where one is.
    pub kode: String,
}

/// Entries of the menu under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kelompok {
    /// The heading.
    pub judul: String,
    /// The entries.
    pub butir: Vec<Butir>,
}

/// A page of the workroom: dense, with its menu in groups that open without a script. `aktif` is the code of a menu
/// entry; `tugas`, the tasks, stands in front.
pub fn kerja(l: &Laman, aktif: &str, menu: &[Kelompok], isi: Markup) -> Markup {
    let (b, akar) = (l.b, l.akar());
    let tautan = |m: &Butir| html! { a href=(m.href) aria-current=[(m.kode == aktif).then_some("page")] { (m.label) } };
    let tugas = Butir {
        href: format!("{akar}/kerja"),
        label: b.t("Tugas saya").to_owned(),
        kode: "tugas".to_owned(),
    };
    dokumen(
        l,
        "kerja",
        &html! {},
        html! {
            header.kepala { div.wadah {
                (merek(l, &format!("{akar}/kerja"), b.t("Ruang kerja")))
                @if let Some(a) = l.akun {
                    div.kepala-akun {
                        (pengenal(l, a))
                        a href={ (akar) "/kerja/sandi" } { (b.t("Akun saya")) }
                        button.tombol-tautan type="button" data-bantuan hidden { (b.t("Pintasan papan tik")) }
                        form method="post" action={ (akar) "/keluar" } {
                            (formulir::csrf(l.csrf))
                            button.tombol-tautan type="submit" { (b.t("Keluar")) }
                        }
                    }
                }
                (pilih_bahasa(l))
                nav.kepala-menu aria-label=(b.t("Menu kerja")) { ul {
                    li { (tautan(&tugas)) }
                    @for k in menu {
                        @if let [satu] = k.butir.as_slice() {
                            li { (tautan(satu)) }
                        } @else {
                            @let di_sini = k.butir.iter().any(|m| m.kode == aktif);
                            li { details name="menu" {
                                summary aria-current=[di_sini.then_some("true")] { (k.judul) }
                                ul { @for m in &k.butir { li { (tautan(m)) } } }
                            } }
                        }
                    }
                } }
            } }
            main #isi .wadah tabindex="-1" { (l.tandai(isi)) }
            (papan_tik(b))
        },
    )
}

/// Name of the person and the units the roles are held in: it must always be clear as whom one acts.
fn pengenal(l: &Laman, a: &Akun) -> Markup {
    let mut unit: Vec<&str> = Vec::new();
    for (_, u) in &a.peran {
        let nama = l.profil.map_or(u.as_str(), |p| {
            p.unit(u.as_str()).map_or(u.as_str(), |u| u.singkatan.as_str())
        });
        if !unit.contains(&nama) {
            unit.push(nama);
        }
    }
    let peran: Vec<&str> = a.peran.iter().map(|(p, _)| l.b.t(p.label())).collect();
    html! { span title=(peran.join(", ")) { b { (a.nama) } @if !unit.is_empty() { " · " (unit.join(", ")) } } }
}

fn papan_tik(b: Bahasa) -> Markup {
    let tombol = [
        ("j", "Baris berikutnya"),
        ("k", "Baris sebelumnya"),
        ("Enter", "Buka baris ini"),
        ("x", "Tandai baris ini"),
        ("?", "Buka bantuan ini"),
        ("Esc", "Tutup"),
    ];
    html! {
        dialog #bantuan-papan-tik aria-labelledby="judul-papan-tik" {
            h2 #judul-papan-tik { (b.t("Pintasan papan tik")) }
            dl.daftar-ringkas { @for (k, arti) in tombol { div { dt { kbd { (k) } } dd { (b.t(arti)) } } } }
            label.pilihan { input type="checkbox" data-pintasan checked; span { (b.t("Pakai pintasan satu huruf")) } }
            form method="dialog" { button.tombol.tombol-dua { (b.t("Tutup")) } }
        }
    }
}

/// The page that tells of an error: what happened, what to do, and for our own faults the reference under which the
/// operator finds it in the log.
pub fn halaman_galat(l: &Laman, g: &Galat, nomor: Option<&str>) -> Markup {
    let (b, akar) = (l.b, l.akar());
    let judul = b.t(g.judul());
    let l = Laman { judul, ..*l };
    portal(
        &l,
        html! {
            h1 { (judul) }
            p { (g.pesan().dalam(b)) }
            @if !g.isian().is_empty() {
                ul { @for s in g.isian() { li { code { (s.medan) } ": " (s.pesan.dalam(b)) } } }
            }
            @if let Some(n) = nomor {
                p { (b.t("Nomor rujukan")) ": " strong { (n) } ". " (b.t("Sebutkan nomor ini bila Anda menghubungi kami.")) }
            }
            p.tombol-baris {
                @if let (Galat::PerluMasuk, true) = (g, l.profil.is_some()) {
                    a.tombol href={ (akar) "/masuk?ke=" (enkode(l.jalur)) } { (b.t("Masuk")) }
                } @else {
                    a.tombol href={ (akar) "/" } { (b.t("Kembali ke beranda")) }
                }
            }
            @if let (Galat::Ditolak(_) | Galat::TidakDitemukan, Some(_)) = (g, l.akun) {
                p { (b.t("Halaman atau entri yang ada pun tidak tampil bila peran Anda tidak membukanya.")) " "
                    a href={ (akar) "/kerja/wewenang" } { (b.t("Lihat wewenang Anda")) } }
            }
        },
    )
}
