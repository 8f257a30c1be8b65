//! The step with photographs. Each is read and kept as it comes; what cannot be read is told by its name without losing
//! the others, and one too many is refused with a number.

use axum::{http::StatusCode, response::Response};
use kernel::{Galat, GalatMedan, Medan, Pesan, RegisterDef, nilai::Jenis};
use maud::{Markup, html};
use serde_json::Value;
use ui::formulir::{self, Isian};
use web::{Formulir, Gagal, Permintaan, Unggahan, lihat_dengan};

use super::{
    draf::Draf,
    langkah::{Tahap, Tampilan, berikut, gambar},
};

/// The field of the register.
const MEDAN: &str = "foto";

/// Photographs kept so far, each with its button, and the input for more.
pub(super) fn isian(p: &Permintaan, i: &Isian, medan: &[Medan]) -> Markup {
    let b = i.b;
    let ada = kode_foto(i.nilai);
    let maks = maks(medan);
    let pesan: Vec<String> = i
        .galat
        .iter()
        .filter(|g| g.medan == MEDAN)
        .map(|g| g.pesan.dalam(b))
        .collect();
    let id = formulir::id(MEDAN);
    let (id_bantuan, id_galat) = (format!("{id}-bantuan"), format!("{id}-galat"));
    let jumlah = [("n", ada.len().to_string()), ("m", maks.to_string())];
    let jumlah: Vec<(&str, &str)> = jumlah.iter().map(|(k, v)| (*k, v.as_str())).collect();
    html! {
        p { (b.isi("Paling banyak {n} foto. Boleh dilewati.", &[("n", &maks.to_string())])) }
        @if !ada.is_empty() {
            p role="status" { (b.isi("{n} dari {m} foto tersimpan.", &jumlah)) }
            ul.foto { @for (n, f) in ada.iter().enumerate() {
                @let n = (n + 1).to_string();
                li {
                    img src=(p.ke(&format!("/berkas/{}", ui::enkode(f)))) alt=(b.isi("Foto {n}", &[("n", &n)]));
                    button.tombol-tautan type="submit" name="hapus" value=(f) { (b.isi("Hapus foto {n}", &[("n", &n)])) }
                }
            } }
        }
        @if ada.len() < maks || !pesan.is_empty() {
            div.medan .medan-galat[!pesan.is_empty()] {
                label for=(id) { (b.t(if ada.is_empty() { "Pilih foto" } else { "Tambah foto" })) }
                @if let Some(t) = medan.first().and_then(|m| m.bantuan.as_ref()) { p.bantuan id=(id_bantuan) { (b.t(t)) } }
                @if !pesan.is_empty() {
                    div.galat id=(id_galat) { @for s in &pesan { p { span.sembunyi-visual { (b.t("Kesalahan")) ": " } (s) } } }
                }
                input id=(id) type="file" name=(MEDAN) multiple accept="image/*" data-kecilkan data-satu-satu
                    data-mengunggah=(b.t("Mengunggah foto {n} dari {m}…"))
                    data-menunggu=(b.t("Sambungan terputus. Foto {n} dari {m} dicoba lagi sendiri…"))
                    aria-describedby={ (id_bantuan) @if !pesan.is_empty() { " " (id_galat) } } aria-invalid=[(!pesan.is_empty()).then_some("true")];
            }
            p.status role="status" data-unggah-status {}
            p { button.tombol.tombol-dua type="submit" name="aksi" value="tambah" { (b.t("Unggah dan lihat dulu")) } }
        }
    }
}

fn kode_foto(isi: &kernel::Peta) -> Vec<String> {
    let foto = isi.get(MEDAN).and_then(Value::as_array);
    foto.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn maks(medan: &[Medan]) -> usize {
    let satu = |m: &Medan| {
        if let Jenis::Berkas { maks, .. } = m.jenis {
            Some(maks)
        } else {
            None
        }
    };
    medan.iter().find_map(satu).unwrap_or(0)
}

/// Takes photographs in, or one out.
pub(super) async fn simpan(
    p: &Permintaan,
    def: &RegisterDef,
    mut draf: Draf,
    f: Result<Formulir, Gagal>,
    ubah: bool,
    hilang: bool,
) -> Result<Response, Gagal> {
    let t = Tahap::Foto;
    let mut galat = Vec::new();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut lanjut = false;
    match f {
        Ok(f) => {
            let mut ada = kode_foto(draf.isi());
            ada.retain(|id| f.teks("hapus") != id);
            lanjut = !f.ada("hapus") && f.teks("aksi") != "tambah";
            // A photograph sent again because the answer was lost on the way is here already.
            if !draf.terunggah(f.teks("kunci")) {
                let kunci = f.teks("kunci").to_owned();
                let berkas = f.berkas.into_iter().filter(|b| b.medan == MEDAN).collect();
                galat = unggah(p, berkas, &mut ada, maks(&t.medan(def))).await?;
                if galat.is_empty() {
                    draf.catat_unggahan(kunci);
                }
            }
            let isi = [(MEDAN.to_owned(), Value::from(ada))].into_iter().collect();
            draf.isikan(&[MEDAN.to_owned()], isi);
        }
        // All of them together were more than one request may carry: nothing of it was read.
        Err(Gagal(g @ Galat::TerlaluBesar(_))) => {
            status = StatusCode::PAYLOAD_TOO_LARGE;
            galat.push(GalatMedan::baru(MEDAN, g.pesan()));
        }
        Err(g) => return Err(g),
    }
    if lanjut && galat.is_empty() {
        draf.tandai(t);
    }
    let kuki = draf.simpan(p).await?;
    if galat.is_empty() {
        let ke = if lanjut {
            berikut(p, t, ubah, hilang)
        } else {
            di_sini(p, ubah)
        };
        return Ok(lihat_dengan(&ke, &kuki));
    }
    let x = Tampilan {
        nilai: draf.isi(),
        mentah: None,
        galat: &galat,
        ubah,
        hilang,
        status,
    };
    let mut r = gambar(p, def, t, &x);
    if let Ok(v) = kuki.parse() {
        r.headers_mut().append(axum::http::header::SET_COOKIE, v);
    }
    Ok(r)
}

fn di_sini(p: &Permintaan, ubah: bool) -> String {
    format!("{}{}", Tahap::Foto.alamat(p), if ubah { "?ubah=1" } else { "" })
}

/// Keeps what can be kept; the answer names the rest.
async fn unggah(
    p: &Permintaan,
    berkas: Vec<Unggahan>,
    ada: &mut Vec<String>,
    maks: usize,
) -> Result<Vec<GalatMedan>, Galat> {
    let mut galat = Vec::new();
    let mut lebih = 0;
    for u in berkas {
        if ada.len() >= maks {
            lebih += 1;
            continue;
        }
        match p.simpan_foto(u.isi).await {
            Ok(id) => ada.push(id.to_string()),
            Err(g @ (Galat::JenisTakDidukung(_) | Galat::TerlaluBesar(_) | Galat::TerlaluSering { .. })) => {
                let pesan = g.pesan().dalam(p.b);
                let pesan = Pesan::baru("“{nama}”: {pesan}")
                    .dengan("nama", u.nama)
                    .dengan("pesan", pesan);
                galat.push(GalatMedan::baru(MEDAN, pesan));
            }
            Err(g) => return Err(g),
        }
    }
    if lebih > 0 {
        let pesan = Pesan::baru(
            "Paling banyak {maks} foto. {n} foto tidak disimpan; hapus satu bila ingin menggantinya.",
        );
        galat.push(GalatMedan::baru(
            MEDAN,
            pesan.dengan("maks", maks).dengan("n", lebih),
        ));
    }
    Ok(galat)
}
