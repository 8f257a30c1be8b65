//! Sending: the draft becomes one report, however often the button is pressed, and the confirmation says number, code
//! and what happens next by which day.

use axum::{http::header, response::Response};
use kernel::{
    Aksi, Bahasa, Galat, IdEntri, Pelaku,
    command::{self, Kunci},
    kalender::saat,
};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use store::Tampak;
use web::{Formulir, Gagal, Permintaan, lihat};

use super::{
    KODE,
    draf::{self, Ada, Draf},
    langkah::Tahap,
    periksa::{self, Halangan},
};
use crate::umum;

/// Sends the draft.
pub(super) async fn kirim(p: Permintaan, _f: Formulir) -> Result<Response, Gagal> {
    let d = match draf::muat(&p).await? {
        Ada::Ditulis(d) => d,
        // Of two presses a browser may drop the first answer, and with it what says whose report it is.
        Ada::Terkirim(id) => return Ok(tampilkan(&p, [p.tambah_milik(id)])),
        Ada::Hilang | Ada::Belum => return Ok(lihat(&format!("{}?hilang=1", Tahap::Apa.alamat(&p)))),
    };
    if let Some(t) = d.belum() {
        return Ok(lihat(&t.alamat(&p)));
    }
    match laporkan(&p, &d).await {
        Ok(id) => {
            let tanda = d.kirimkan(&p, id).await?;
            Ok(tampilkan(&p, [tanda, p.tambah_milik(id)]))
        }
        Err(Galat::Isian(galat)) => periksa::gambar(&p, &d, Halangan::Isian(galat)),
        Err(Galat::TerlaluSering { detik }) => periksa::gambar(&p, &d, Halangan::Tunggu(detik)),
        Err(g) => Err(g.into()),
    }
}

/// On to the confirmation, with what this browser is to remember.
fn tampilkan<const N: usize>(p: &Permintaan, kuki: [String; N]) -> Response {
    let mut r = lihat(&p.ke("/pengaduan/terkirim"));
    for k in kuki {
        if let Ok(v) = k.parse() {
            r.headers_mut().append(header::SET_COOKIE, v);
        }
    }
    r
}

async fn laporkan(p: &Permintaan, d: &Draf) -> Result<IdEntri, Galat> {
    p.app.batas.kirim(&p.alamat)?;
    let isi = d.isi().clone();
    let bait = serde_json::to_vec(&isi).map_err(|e| Galat::dalam("reading a draft", e))?;
    let id = IdEntri::baru(p.app.store.jam().kini());
    let mut perintah = p.perintah(Aksi::Buat {
        register: KODE.to_owned(),
        id,
        isi,
    });
    // Here everybody is a citizen: an official who reports from the office computer must not find their name in the
    // story of an anonymous report.
    perintah.pelaku = Pelaku::Publik;
    perintah.kunci = Some(Kunci {
        kunci: format!("portal/{}", d.kunci()),
        sidik: Sha256::digest(&bait).into(),
    });
    // A second press of the button answers with the first one's entry, whose id is not the one made here.
    Ok(p.app.store.jalankan(perintah).await?.entri.id)
}

/// The confirmation of the report that this browser sent last.
pub(super) async fn terkirim(p: Permintaan) -> Result<Response, Gagal> {
    let id = match draf::muat(&p).await? {
        Ada::Terkirim(id) if p.milik_sendiri().contains(&id) => id,
        _ => return Ok(lihat(&p.ke("/pengaduan/lacak"))),
    };
    let b = p.b;
    let t = p.app.store.entri(p.daerah(), &Pelaku::Pelapor(id), id).await?;
    let kode = p.app.identitas.kode_lacak(p.daerah(), id);
    let judul = b.t("Laporan terkirim");
    let lacak = p.ke(&format!("/pengaduan/lacak/{}", ui::enkode(&t.entri.nomor)));
    let isi = html! {
        div.peringatan.peringatan-baik role="status" {
            h1 { (judul) }
            dl {
                dt { (b.t("Nomor laporan")) }
                dd.nomor { (t.entri.nomor) }
                dt { (b.t("Kode lacak")) }
                dd.kode { (kode) }
            }
            p { (b.t("Catat atau simpan gambar layar ini. Dengan nomor dan kode itu Anda melihat jawaban dari perangkat mana pun. Jangan berikan kodenya kepada siapa pun.")) }
        }
        @if let Some(surel) = t.entri.isi.get("pelapor").and_then(|o| o.get("surel")).and_then(|v| v.as_str()) {
            p { (b.isi("Nomor dan kode juga kami kirim ke {surel}. Setiap ada kabar, Anda mendapat surel.", &[("surel", surel)])) }
        } @else {
            p { (b.t("Anda tidak menulis surel, jadi kami tidak dapat mengirim kabar. Simpan nomor dan kodenya.")) }
        }
        h2 { (b.t("Apa yang terjadi selanjutnya")) }
        (selanjutnya(&p, b, &t))
        p.tombol-baris {
            a.tombol href=(lacak) { (b.t("Lihat laporan Anda")) }
            a.tombol.tombol-dua href=(p.ke("/pengaduan/baru/apa")) { (b.t("Buat laporan lain")) }
        }
    };
    Ok(umum::halaman(&p, judul, isi))
}

fn selanjutnya(p: &Permintaan, b: Bahasa, t: &Tampak) -> Markup {
    let k = &p.profil.kalender;
    let s = &p.profil.daerah.sla;
    let e = &t.entri;
    let periksa = e
        .tenggat
        .iter()
        .find(|t| t.kode == "verifikasi")
        .map(|t| k.tanggal_panjang(b, saat(t.jatuh)));
    let pemegang = command::pemegang(&p.profil, e);
    html! {
        ol {
            @match periksa {
                Some(tanggal) => li { (b.isi("Paling lambat {tanggal}, {unit} memeriksa laporan Anda dan meneruskannya ke kantor yang berwenang.", &[("tanggal", &tanggal), ("unit", pemegang)])) },
                None => li { (b.isi("{unit} memeriksa laporan Anda dan meneruskannya ke kantor yang berwenang.", &[("unit", pemegang)])) },
            }
            li { (b.isi("Kantor itu memberi jawaban pertama paling lama {hari} setelah menerimanya.", &[("hari", &umum::hari_kerja(b, s.jawaban))])) }
            li { (b.t("Anda membaca jawabannya, lalu menerima atau mengajukan keberatan.")) }
        }
    }
}
