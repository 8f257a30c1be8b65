//! A message of the outbox as a letter: who it is from, what it answers to, where an answer goes, and that no person
//! wrote it. Each letter says the same twice: as plain text and as simple HTML.

use std::time::{Duration, UNIX_EPOCH};

use kernel::{Galat, IdEntri, Profil, register::Surat};
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use saluran::{Keluar, Utas, surel};

/// What a letter needs besides the message itself.
pub(super) struct Amplop<'a> {
    pub(super) profil: &'a Profil,
    /// Configured sender; none: the regency's own address.
    pub(super) dari: Option<&'a Mailbox>,
    /// Where answers come in; none: they go to the regency's contact, and to no program.
    pub(super) masuk: Option<&'a surel::Setelan>,
    pub(super) utas: Utas<'a>,
}

/// Puts a letter together. The same message makes the same letter, so sending it twice is seen as one.
///
/// # Errors
/// An address that is none.
pub(super) fn tulis(keluar: Keluar, a: &Amplop) -> Result<Message, Galat> {
    let d = &a.profil.daerah;
    let gagal = |e: String| Galat::dalam("writing a letter", e);
    let Keluar {
        kiriman: k,
        surat,
        ke,
        ..
    } = keluar;
    // A letter inside the office belongs to no talk with a citizen: whoever answers it speaks for nobody.
    let dalam = k.muatan.ke.as_deref().is_some_and(|k| k.starts_with("akun:"));
    let id = IdEntri(if dalam { k.id } else { k.muatan.entri });

    let kontak: lettre::Address = d
        .kontak
        .surel
        .parse()
        .map_err(|_| gagal("the regency's contact is no address".to_owned()))?;
    let pengirim = a.dari.map_or_else(|| kontak.clone(), |m| m.email.clone());
    // Whoever filed the entry may answer by writing back; other registers have nobody who could.
    let masuk = a
        .masuk
        .filter(|_| !dalam && k.muatan.register == <layanan::Pengaduan as kernel::register::Register>::KODE);
    let balas = match masuk {
        Some(m) => m
            .alamat_balas(&k.daerah, &a.utas.balas(id, ke))
            .parse()
            .map_err(|_| gagal("the address for replies is none".to_owned()))?,
        None => kontak,
    };
    // The address itself stays out of the error: errors are kept and logged.
    let penerima = ke
        .parse()
        .map_err(|_| gagal("the recipient is no address".to_owned()))?;
    let domain = pengirim.domain().to_owned();
    // All letters about one entry answer to one (never sent) letter, so that mail programs show them as one talk.
    let utas = format!("<{}@{domain}>", a.utas.akar(id));
    let (detik, nano) = k.id.get_timestamp().map_or((0, 0), |t| t.to_unix());
    let mut b = Message::builder()
        .from(Mailbox::new(Some(d.nama.clone()), pengirim))
        .reply_to(Mailbox::new(Some(d.nama.clone()), balas))
        .to(Mailbox::new(None, penerima))
        .subject(&surat.subjek)
        .message_id(Some(format!("<{}@{domain}>", a.utas.surat(id, k.id))))
        .in_reply_to(utas.clone())
        .references(utas);
    if detik > 0 {
        b = b.date(UNIX_EPOCH + Duration::new(detik, nano));
    }
    // RFC 3834: no holiday notice need answer this.
    for (nama, nilai) in [("Auto-Submitted", "auto-generated"), ("Content-Language", "id")] {
        b = b.raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str(nama),
            nilai.to_owned(),
        ));
    }
    // Followers may go as they came; the page asks once more before it is over.
    if k.muatan.register == layanan::KODE_IKUT
        && let Some(l) = &surat.lihat
    {
        let nama = HeaderName::new_from_ascii_str("List-Unsubscribe");
        b = b.raw_header(HeaderValue::new(nama, format!("<{}>", l.alamat)));
    }
    let ajakan = masuk.map(|_| "Anda dapat membalas surat ini; balasan Anda masuk ke laporan tersebut.");
    let badan = match ajakan {
        Some(a) => format!("{}\n{a}\n", surat.badan),
        None => surat.badan.clone(),
    };
    let tubuh = MultiPart::alternative()
        .boundary(format!("praja-{}", k.id.simple()))
        .singlepart(SinglePart::plain(badan))
        .singlepart(SinglePart::html(html(surat, &d.nama, &k.muatan.nomor, ajakan)));
    b.multipart(tubuh).map_err(|e| gagal(e.to_string()))
}

/// The letter as HTML that old mail programs show too: inline styles, no picture, nothing fetched from anywhere.
fn html(s: &Surat, daerah: &str, nomor: &str, ajakan: Option<&str>) -> String {
    let paragraf: String = s
        .badan
        .trim()
        .split("\n\n")
        .map(|p| {
            let baris: Vec<String> = p.lines().map(aman).collect();
            format!("<p style=\"margin:0 0 16px\">{}</p>\n", baris.join("<br>\n"))
        })
        .collect();
    let tombol = s.lihat.as_ref().map_or_else(String::new, |l| {
        format!(
            "<p style=\"margin:0 0 16px\"><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;background:#0b4f8a;color:#ffffff;text-decoration:none;border-radius:4px\">{}</a></p>\n",
            aman(&l.alamat),
            aman(&l.label)
        )
    });
    let ajakan = ajakan.map_or_else(String::new, |a| {
        format!("<p style=\"margin:0;color:#555555\">{}</p>\n", aman(a))
    });
    format!(
        "<!DOCTYPE html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><title>{judul}</title></head>\n\
         <body style=\"margin:0;padding:16px;background:#ffffff;color:#1a1a1a;font:16px/1.5 sans-serif\">\n\
         <div style=\"max-width:600px;margin:0 auto\">\n\
         <p style=\"margin:0 0 4px;color:#555555\">{daerah}</p>\n\
         <p style=\"margin:0 0 20px;font-size:20px;font-weight:bold\">{nomor}</p>\n\
         {paragraf}{tombol}{ajakan}</div>\n</body></html>\n",
        judul = aman(&s.subjek),
        daerah = aman(daerah),
        nomor = aman(nomor),
    )
}

/// Text as HTML.
fn aman(s: &str) -> String {
    let mut h = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            '&' => h.push_str("&amp;"),
            '<' => h.push_str("&lt;"),
            '>' => h.push_str("&gt;"),
            '"' => h.push_str("&quot;"),
            c => h.push(c),
        }
    }
    h
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use kernel::register::{Lihat, Surat};

    #[test]
    fn html_shows_what_was_written_and_runs_none_of_it() {
        let s = Surat {
            subjek: "Laporan <1>".into(),
            badan: "Kabar:\n\n<script>alert(1)</script> & \"kutip\"\nbaris dua\n".into(),
            lihat: Some(Lihat {
                label: "Lihat & tanggapi".into(),
                alamat: "https://a.id/x?a=1&b=\"2\"".into(),
            }),
        };
        let h = super::html(&s, "Kabupaten <Serang>", "SRG-2026-000001", None);
        assert!(
            !h.contains("<script>")
                && h.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;kutip&quot;<br>\nbaris dua"),
            "{h}"
        );
        assert!(
            h.contains("href=\"https://a.id/x?a=1&amp;b=&quot;2&quot;\"") && h.contains("SRG-2026-000001"),
            "{h}"
        );
    }
}
