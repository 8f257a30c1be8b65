//! A message of the outbox as a letter: who it is from, what it answers to, and that no person wrote it.

use std::time::{Duration, UNIX_EPOCH};

use kernel::{Galat, IdEntri, Profil, RegisterDef, register::BahanSurat};
use lettre::{
    Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use store::Kiriman;

/// What a letter needs besides the message itself.
pub(super) struct Amplop<'a> {
    pub(super) profil: &'a Profil,
    pub(super) def: &'a RegisterDef,
    /// Configured sender; none: the regency's own address.
    pub(super) dari: Option<&'a Mailbox>,
    pub(super) url_dasar: &'a str,
    pub(super) kode_lacak: String,
}

/// Puts a letter together. The same message makes the same letter, so sending it twice is seen as one.
///
/// # Errors
/// A message the register has no words for, or an address that is none.
pub(super) fn tulis(k: &Kiriman, a: &Amplop) -> Result<Message, Galat> {
    let d = &a.profil.daerah;
    let gagal = |e: String| Galat::dalam("writing a letter", e);
    let alamat = format!("{}/{}", a.url_dasar, k.daerah);
    let bahan = BahanSurat {
        profil: a.profil,
        nomor: &k.muatan.nomor,
        kode_lacak: &a.kode_lacak,
        alamat: &alamat,
    };
    let acara = &k.muatan.acara;
    let surat = a.def.surat(acara, &k.muatan.isi, &bahan);
    let surat =
        surat.ok_or_else(|| gagal(format!("register {} has no words for {acara}", k.muatan.register)))?;

    let kontak = d
        .kontak
        .surel
        .parse()
        .map_err(|_| gagal("the regency's contact is no address".to_owned()))?;
    let pengirim = a.dari.map_or(kontak, |m| m.email.clone());
    let balas = d
        .kontak
        .surel
        .parse()
        .map_err(|_| gagal("the regency's contact is no address".to_owned()))?;
    // The address itself stays out of the error: errors are kept and logged.
    let penerima = k
        .muatan
        .surel
        .as_deref()
        .unwrap_or_default()
        .parse()
        .map_err(|_| gagal("the recipient is no address".to_owned()))?;
    let domain = pengirim.domain().to_owned();
    // All letters about one entry answer to one (never sent) letter, so that mail programs show them as one talk.
    let utas = format!("<entri.{}@{domain}>", IdEntri(k.muatan.entri));
    let (detik, nano) = k.id.get_timestamp().map_or((0, 0), |t| t.to_unix());
    let mut b = Message::builder()
        .from(Mailbox::new(Some(d.nama.clone()), pengirim))
        .reply_to(Mailbox::new(Some(d.nama.clone()), balas))
        .to(Mailbox::new(None, penerima))
        .subject(surat.subjek)
        .message_id(Some(format!("<{}@{domain}>", k.id)))
        .in_reply_to(utas.clone())
        .references(utas)
        .header(ContentType::TEXT_PLAIN);
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
    b.body(surat.badan).map_err(|e| gagal(e.to_string()))
}
