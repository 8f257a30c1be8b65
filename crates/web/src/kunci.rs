//! What several pages show of keys: a typed code, the offer of a second factor, recovery codes, a new password.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use identity::Pendaftaran;
use kernel::{Galat, GalatMedan, Medan, nilai::Jenis};
use maud::{Markup, html};

use crate::{Formulir, Permintaan};

/// A field that is typed anew each time and never filled in again.
pub(crate) struct Ketik {
    pub(crate) nama: &'static str,
    pub(crate) label: &'static str,
    pub(crate) bantuan: Option<&'static str>,
    /// What browsers and password managers know it by.
    pub(crate) isian: &'static str,
}

pub(crate) const SANDI: Ketik = Ketik {
    nama: "sandi",
    label: "Kata sandi",
    bantuan: None,
    isian: "current-password",
};
pub(crate) const SANDI_LAMA: Ketik = Ketik {
    nama: "lama",
    label: "Kata sandi sekarang",
    bantuan: None,
    isian: "current-password",
};
pub(crate) const SANDI_BARU: Ketik = Ketik {
    nama: "baru",
    label: "Kata sandi baru",
    bantuan: Some(
        "Paling sedikit 10 karakter. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak.",
    ),
    isian: "new-password",
};
pub(crate) const SANDI_ULANG: Ketik = Ketik {
    nama: "ulang",
    label: "Kata sandi baru sekali lagi",
    bantuan: None,
    isian: "new-password",
};
pub(crate) const KODE: Ketik = Ketik {
    nama: "kode",
    label: "Kode enam angka",
    bantuan: Some("Yang sedang tampil di aplikasi autentikator Anda."),
    isian: "one-time-code",
};
pub(crate) const PULIH: Ketik = Ketik {
    nama: "pulih",
    label: "Kode pemulihan",
    bantuan: Some("Sepuluh huruf dan angka dari lembar yang Anda simpan. Setiap kode berlaku satu kali."),
    isian: "off",
};

impl Ketik {
    pub(crate) fn medan(&self) -> Medan {
        Medan::baru(self.nama, self.label, Jenis::Teks { maks: 200 })
    }

    pub(crate) fn gambar(&self, p: &Permintaan, galat: &[GalatMedan]) -> Markup {
        let b = p.b;
        let salah = galat.iter().find(|g| g.medan == self.nama);
        let id = ui::formulir::id(self.nama);
        let (id_galat, id_bantuan) = (format!("{}-galat", self.nama), format!("{}-bantuan", self.nama));
        let rujuk: Vec<&str> = [
            self.bantuan.map(|_| id_bantuan.as_str()),
            salah.map(|_| id_galat.as_str()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let angka = self.isian == "one-time-code";
        let rahasia = self.isian.ends_with("password");
        html! {
            div.medan .medan-galat[salah.is_some()] {
                label for=(id) { (b.t(self.label)) }
                @if let Some(t) = self.bantuan { p.bantuan id=(id_bantuan) { (b.t(t)) } }
                @if let Some(g) = salah { p.galat id=(id_galat) { (g.pesan.dalam(b)) } }
                input.sedang id=(id) name=(self.nama) type=(if rahasia { "password" } else { "text" }) autocomplete=(self.isian)
                    inputmode=[angka.then_some("numeric")] maxlength=(if rahasia { "200" } else { "40" }) required[self.nama != "pulih" && !angka]
                    autocapitalize="none" spellcheck="false"
                    aria-invalid=[salah.map(|_| "true")] aria-describedby=[(!rujuk.is_empty()).then(|| rujuk.join(" "))];
            }
        }
    }
}

/// The code that a form names: of the app, or a recovery code from its own field.
pub(crate) fn baca_kode(f: &Formulir) -> &str {
    match f.teks("pulih") {
        "" => f.teks("kode"),
        pulih => pulih,
    }
}

/// The two ways to prove oneself: the app's code, and under it what helps whoever has no telephone.
pub(crate) fn dua_kode(p: &Permintaan, galat: &[GalatMedan], pulih: bool) -> Markup {
    html! {
        (KODE.gambar(p, galat))
        details.medan open[pulih] {
            summary { (p.b.t("Ponsel tidak ada? Pakai kode pemulihan")) }
            (PULIH.gambar(p, &[]))
        }
    }
}

/// A password as it was typed: spaces belong to it.
pub(crate) fn kata<'a>(f: &'a Formulir, nama: &str) -> &'a str {
    f.medan
        .get(nama)
        .and_then(|v| v.first())
        .map_or("", String::as_str)
}

/// The new password of a form, if it was typed the same twice.
///
/// # Errors
/// At the field that was typed again.
pub(crate) fn sandi_baru(f: &Formulir) -> Result<&str, Galat> {
    let baru = kata(f, "baru");
    if baru == kata(f, "ulang") {
        Ok(baru)
    } else {
        Err(Galat::medan(
            "ulang",
            "Tidak sama dengan kata sandi baru di atas. Ketik sekali lagi.",
        ))
    }
}

/// A refusal of a new password, at the field where it was typed.
pub(crate) fn pada_baru(g: Galat) -> Galat {
    match g {
        Galat::Isian(_) => Galat::medan("baru", "Kata sandi 10 sampai 200 karakter."),
        g => g,
    }
}

/// The fields of setting up a second factor: the square code, the same as text, and the first code as proof.
pub(crate) fn tawaran(p: &Permintaan, t: &Pendaftaran, galat: &[GalatMedan]) -> Markup {
    let b = p.b;
    html! {
        ol {
            li { (b.t("Pasang aplikasi autentikator di ponsel Anda, misalnya Aegis, Google Authenticator, atau Microsoft Authenticator.")) }
            li { (b.t("Pindai kode QR ini dengan aplikasi itu, atau ketik kunci di bawahnya.")) }
            li { (b.t("Ketik enam angka yang lalu tampil di aplikasi.")) }
        }
        @if let Some(qr) = ui::qr(&t.alamat, b.t("Kode QR untuk aplikasi autentikator")) { (qr) }
        p { (b.t("Kunci")) ": " span.kode { (t.teks) } }
        input type="hidden" name="titipan" value=(t.titipan);
        (KODE.gambar(p, galat))
    }
}

/// A form that the browser answers with a passkey: the script shows it where that is possible. `isi` holds its
/// button and what goes along.
pub(crate) fn lewat_perangkat(p: &Permintaan, aksi: &str, opsi: &str, isi: Markup) -> Markup {
    let b = p.b;
    html! {
        form method="post" action=(aksi) data-kunci-sandi=(opsi) hidden {
            (ui::formulir::csrf(p.csrf()))
            input type="hidden" name="jawaban";
            (isi)
            p role="status" data-gagal=(b.t("Tidak jadi: dibatalkan, waktunya habis, atau perangkat ini tidak mempunyai kunci sandi yang cocok. Coba lagi, atau pakai perangkat lain."))
                data-ada=(b.t("Perangkat ini sudah mempunyai kunci sandi untuk akun Anda. Pakai perangkat lain.")) {}
        }
    }
}

/// Recovery codes, the one time they are shown.
pub(crate) fn daftar_pulih(p: &Permintaan, kode: &[String]) -> Markup {
    let b = p.b;
    html! {
        p { (b.t("Cetak atau salin sepuluh kode ini sekarang, dan simpan terpisah dari ponsel Anda. Masing-masing berlaku satu kali sebagai pengganti kode aplikasi. Kode ini tidak ditampilkan lagi.")) }
        ol.kode-pulih { @for k in kode { li { span.kode { (k) } } } }
    }
}

/// Keeps an answer with secrets out of every cache.
pub(crate) fn jangan_simpan(mut r: Response) -> Response {
    r.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    r
}
