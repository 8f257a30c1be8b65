//! New reports. What a client sends becomes the fields of the register and goes through the one check there is; what is
//! wrong is told at the argument it came from.

use std::collections::BTreeMap;

use axum::{Extension, extract::Request, http::StatusCode};
use kernel::{
    Aksi, Galat, GalatMedan, IdEntri, Jenis, Pelaku, Pesan, Peta, RegisterDef,
    command::Kunci,
    kalender::saat,
    nilai::{Lintang, dari_teks},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use web::{Formulir, Unggahan};

use crate::{
    Hasil, KODE, Setelan, kategori,
    minta::{Minta, Tolak},
};

/// The arguments of the protocol that are fields of the register, with the name that errors of those fields have.
const MEDAN: [(&str, &str); 8] = [
    ("service_code", "kategori"),
    ("description", "isi"),
    ("address_string", "alamat"),
    ("lat", "lat"),
    ("long", "lon"),
    ("email", "pelapor.surel"),
    ("phone", "pelapor.telepon"),
    ("first_name", "pelapor.nama"),
];
/// Most characters of a title that is made of the description.
const JUDUL: usize = 100;
/// The same report from the same sender within so many milliseconds is one report.
const SEKALI: i64 = 10 * 60_000;

/// The arguments of a post: those of its form, and those of its address that the form does not have.
pub(crate) struct Isian(BTreeMap<String, Vec<String>>);

impl Isian {
    pub(crate) fn dari(m: &Minta, f: &mut Formulir) -> Result<Self, Tolak> {
        let mut semua = std::mem::take(&mut f.medan);
        let mut tambahan: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (k, v) in &m.kueri.0 {
            if !semua.contains_key(k) {
                tambahan.entry(k.clone()).or_default().push(v.clone());
            }
        }
        semua.append(&mut tambahan);
        let isian = Isian(semua);
        if let Some(y) = isian.ada("jurisdiction_id") {
            m.yurisdiksi(y)?;
        }
        let dua = |(_, v): &(&String, &Vec<String>)| v.iter().any(|s| Some(s) != v.first());
        match isian.0.iter().find(dua) {
            Some((k, _)) => {
                let nama = kernel::profil::potong(k, 60);
                Err(Galat::medan(nama, "Sebutkan sekali saja.").into())
            }
            None => Ok(isian),
        }
    }

    /// The text of an argument that says something.
    pub(crate) fn ada(&self, nama: &str) -> Option<&str> {
        let v = self.0.get(nama)?.first()?.trim();
        (!v.is_empty()).then_some(v)
    }

    /// The attributes, by their codes.
    fn atribut(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(k, v)| {
            let kode = k.strip_prefix("attribute[")?;
            let kode = kode.strip_suffix("[]").unwrap_or(kode).strip_suffix(']')?;
            Some((kode, v.first()?.trim()))
        })
    }
}

/// `POST …/requests`
pub(crate) async fn kirim(m: Minta, Extension(s): Extension<Setelan>, req: Request) -> Hasil {
    let mut f = Formulir::dari_mesin(req, &m.p.app).await?;
    let isian = Isian::dari(&m, &mut f)?;
    let pelaku = m.pengirim(isian.ada("api_key"), s.wajib_kunci).await?;
    if pelaku.akun().is_none() {
        m.p.app.batas.kirim(&m.p.alamat)?;
    }
    if let Some(k) = isian.ada("service_code")
        && m.p.profil.kategori(k).is_none()
    {
        return Err(kategori::tak_dikenal());
    }
    let def = m.p.register(KODE)?;
    let mut isi = susun(&def, &isian)?;
    let kunci = kunci(&m, &pelaku, &isi, &f.berkas);
    let foto = foto(&m, &def, f.berkas).await?;
    isi.insert("foto".to_owned(), foto.into());
    let id = IdEntri::baru(m.p.app.store.jam().kini());
    let mut perintah = m.p.perintah(Aksi::Buat {
        register: KODE.to_owned(),
        id,
        isi,
    });
    perintah.pelaku = pelaku;
    perintah.kunci = Some(kunci);
    let hasil = m.p.app.store.jalankan(perintah).await;
    let e = hasil.map_err(|g| sebut(g, &isian))?.entri;
    let periksa = e
        .jatuh
        .map(saat)
        .map(|s| m.p.profil.kalender.tanggal_panjang(m.p.b, s));
    let pesan = match periksa {
        Some(tanggal) => m.p.b.isi(
            "Laporan diterima dan diperiksa paling lambat {tanggal}. Sampai saat itu laporan belum terbuka untuk umum.",
            &[("tanggal", &tanggal)],
        ),
        None => m.p.b.t("Laporan diterima.").to_owned(),
    };
    let jawaban = json!([{
        "service_request_id": e.nomor,
        "service_notice": pesan,
        "account_id": null,
        "kode_lacak": m.p.app.identitas.kode_lacak(m.p.daerah(), e.id),
    }]);
    Ok(m.bentuk
        .jawab(StatusCode::CREATED, "service_requests", &jawaban)?)
}

/// The fields of the register.
fn susun(def: &RegisterDef, isian: &Isian) -> Result<Peta, Galat> {
    let mut salah = Vec::new();
    let mut isi = Peta::new();
    let teks = |nama: &str| isian.ada(nama).map(|s| Value::from(s.to_owned()));
    for (argumen, medan) in [
        ("service_code", "kategori"),
        ("description", "isi"),
        ("address_string", "alamat"),
    ] {
        isi.extend(teks(argumen).map(|v| (medan.to_owned(), v)));
    }
    for (argumen, medan) in [("lat", "lat"), ("long", "lon")] {
        let jenis = <Lintang as kernel::nilai::Nilai>::jenis();
        isi.extend(
            isian
                .ada(argumen)
                .map(|s| (medan.to_owned(), dari_teks(&jenis, s))),
        );
    }
    // A code of three parts is a kecamatan, one of four a desa.
    if let Some(kode) = isian.ada("address_id") {
        let medan = match kode.split('.').count() {
            3 => "kecamatan",
            4 => "desa",
            _ => "",
        };
        if medan.is_empty() {
            salah.push(GalatMedan::baru(
                "address_id",
                "Isi kode wilayah kecamatan atau desa, misalnya 36.04.05.",
            ));
        } else {
            isi.insert(medan.to_owned(), kode.into());
        }
    }
    let nama: Vec<&str> = ["first_name", "last_name"]
        .iter()
        .filter_map(|n| isian.ada(n))
        .collect();
    let mut pelapor = Peta::new();
    if !nama.is_empty() {
        pelapor.insert("nama".to_owned(), nama.join(" ").into());
    }
    for (argumen, medan) in [("email", "surel"), ("phone", "telepon")] {
        pelapor.extend(teks(argumen).map(|v| (medan.to_owned(), v)));
    }
    if !pelapor.is_empty() {
        isi.insert("pelapor".to_owned(), pelapor.into());
    }
    let kenal = kategori::atribut(def);
    for (kode, nilai) in isian.atribut() {
        match kenal.iter().find(|m| m.nama == kode) {
            Some(m) => {
                isi.insert(kode.to_owned(), dari_teks(&m.jenis, nilai));
            }
            None => {
                let daftar: Vec<&str> = kenal.iter().map(|m| m.nama.as_ref()).collect();
                let pesan = Pesan::baru("Atribut ini tidak ada. Yang ada: {daftar}.");
                salah.push(GalatMedan::baru(
                    format!("attribute[{}]", kernel::profil::potong(kode, 60)),
                    pesan.dengan("daftar", daftar.join(", ")),
                ));
            }
        }
    }
    if let Some(tautan) = isian.ada("media_url") {
        sebut_tautan(tautan, &mut isi, &mut salah);
    }
    if let (None, Some(uraian)) = (isi.get("judul"), isian.ada("description")) {
        isi.insert("judul".to_owned(), judul(uraian).into());
    }
    if salah.is_empty() {
        Ok(isi)
    } else {
        Err(Galat::Isian(salah))
    }
}

/// We fetch nothing from elsewhere: who checks the report finds the address in its text.
fn sebut_tautan(tautan: &str, isi: &mut Peta, salah: &mut Vec<GalatMedan>) {
    let sah = ["http://", "https://"].iter().any(|a| tautan.starts_with(a))
        && tautan.len() <= 500
        && !tautan.contains(char::is_whitespace);
    match isi.get_mut("isi") {
        Some(Value::String(s)) if sah => s.push_str(&format!("\n\nMedia: {tautan}")),
        _ if sah => {}
        _ => salah.push(GalatMedan::baru(
            "media_url",
            "Tulis alamat lengkap dengan http:// atau https://, paling panjang 500 huruf.",
        )),
    }
}

/// The first sentence of a description, or as many of its words as fit in a title.
fn judul(uraian: &str) -> String {
    let baris = uraian.lines().find(|b| !b.trim().is_empty()).unwrap_or_default();
    let kalimat = baris
        .split_inclusive(['.', '!', '?'])
        .next()
        .unwrap_or(baris)
        .trim();
    // "Jl. Mawar" is no sentence yet.
    let kalimat = if kalimat.chars().count() < 12 {
        baris.trim()
    } else {
        kalimat
    };
    let kalimat = kalimat.trim_end_matches('.');
    let pendek = kernel::profil::potong(kalimat, JUDUL);
    if pendek.len() == kalimat.len() {
        return kalimat.to_owned();
    }
    let utuh = pendek.rsplit_once(char::is_whitespace).map_or(pendek, |(a, _)| a);
    format!("{}…", utuh.trim_end())
}

/// Keeps the photographs; what is wrong with one is told.
async fn foto(m: &Minta, def: &RegisterDef, berkas: Vec<Unggahan>) -> Result<Vec<String>, Galat> {
    let maks = match def.medan("foto").map(|m| m.jenis) {
        Some(Jenis::Berkas { maks, .. }) => maks,
        _ => 0,
    };
    if berkas.len() > maks {
        let pesan = Pesan::baru("Paling banyak {n} foto.").dengan("n", maks);
        return Err(Galat::medan("media", pesan));
    }
    let mut hasil = Vec::new();
    for u in berkas {
        match m.p.simpan_foto(u.isi).await {
            Ok(id) => hasil.push(id.to_string()),
            Err(g @ (Galat::JenisTakDidukung(_) | Galat::TerlaluBesar(_))) => {
                return Err(Galat::medan("media", g.pesan()));
            }
            Err(g) => return Err(g),
        }
    }
    Ok(hasil)
}

/// The protocol has no key for repeats, and clients on bad lines do repeat: what is alike in every word and picture is
/// the same request.
fn kunci(m: &Minta, pelaku: &Pelaku, isi: &Peta, berkas: &[Unggahan]) -> Kunci {
    let siapa = match pelaku.akun() {
        Some(a) => a.id.to_string(),
        None => m.p.alamat.clone(),
    };
    let kini = m.p.app.store.jam().kini().as_millisecond().div_euclid(SEKALI);
    let mut h = Sha256::new();
    for bagian in [siapa, kini.to_string(), Value::from(isi.clone()).to_string()] {
        h.update((bagian.len() as u64).to_be_bytes());
        h.update(bagian);
    }
    for b in berkas {
        h.update(Sha256::digest(&b.isi));
    }
    let sidik: [u8; 32] = h.finalize().into();
    Kunci {
        kunci: format!("open311/{}", data_encoding::HEXLOWER.encode(&sidik)),
        sidik,
    }
}

/// The fields at fault under the names the sender knows.
fn sebut(g: Galat, isian: &Isian) -> Galat {
    let argumen = |medan: &str| {
        if let Some((a, _)) = MEDAN.iter().find(|(_, m)| *m == medan) {
            return (*a).to_owned();
        }
        match medan {
            "judul" if isian.ada("attribute[judul]").is_none() => "description".to_owned(),
            "desa" | "kecamatan" if isian.ada("address_id").is_some() => "address_id".to_owned(),
            m if m.starts_with("foto") => "media".to_owned(),
            m if m.starts_with("pelapor") => "first_name".to_owned(),
            m => format!("attribute[{m}]"),
        }
    };
    match g {
        Galat::Isian(semua) => {
            let mut hasil: Vec<GalatMedan> = Vec::new();
            for s in semua {
                let satu = GalatMedan::baru(argumen(&s.medan), s.pesan);
                if !hasil.contains(&satu) {
                    hasil.push(satu);
                }
            }
            Galat::Isian(hasil)
        }
        g => g,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_or_as_much_as_fits() {
        assert_eq!(judul("Lampu jalan mati. Sudah tiga hari."), "Lampu jalan mati");
        assert_eq!(
            judul("\n  Jl. Mawar rusak berat\nSejak hujan."),
            "Jl. Mawar rusak berat"
        );
        assert_eq!(judul("Kapan KTP saya jadi?"), "Kapan KTP saya jadi?");
        let panjang = judul(&"kata ".repeat(100));
        assert!(panjang.ends_with("kata…") && panjang.chars().count() <= JUDUL);
        assert_eq!(judul(&"a".repeat(300)).chars().count(), JUDUL + 1);
        assert_eq!(judul(" "), "");
    }
}
