//! A message to everybody who follows a report becomes a message to each: followers with a proved address, and the
//! citizens of reports that were joined to it.

use kernel::{
    Entri, Galat, IdEntri, Pelaku,
    izin::{Tindakan, wewenang},
    nilai::Pilihan as _,
};
use layanan::{KE_PERAMBAN, KODE_IKUT, KeadaanIkut};
use serde_json::Value;
use store::{Daftar, Kiriman, Kolom, Kursor, Muatan, Saringan, Store, Tampak, Urut};

/// Followers handed a message in one transaction.
const KELOMPOK: usize = 500;

/// Hands one message out, a group at a time: ten thousand followers are twenty transactions.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn bagikan(store: &Store, k: &Kiriman) -> Result<(), Galat> {
    let profil = store.daerah().get(&k.daerah).ok_or(Galat::TidakDitemukan)?;
    let ikut = store.inventaris().cari(KODE_IKUT)?.clone();
    let w = wewenang(profil, &ikut, &Pelaku::Sistem, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    let gabungan = gabungan(store, k).await?;
    let nomor = gabungan.iter().map(|t| t.entri.nomor.clone());
    let d = Daftar {
        saring: Saringan {
            keadaan: vec![KeadaanIkut::Aktif.kode().to_owned()],
            medan: vec![(
                "laporan".to_owned(),
                nomor.chain([k.muatan.nomor.clone()]).collect(),
            )],
            // Who came later knows what had happened by then.
            sebelum: Some(saat(k.id)),
            ..Saringan::default()
        },
        urut: Urut {
            kolom: Kolom::Dibuat,
            turun: false,
        },
        setelah: k.muatan.setelah.as_deref().map(Kursor::baca).transpose()?,
        batas: KELOMPOK,
    };
    let h = store.daftar(&w, &Pelaku::Sistem, &d).await?;
    let mut baru: Vec<Muatan> = h.entri.iter().flat_map(|t| kepada_pengikut(k, t)).collect();
    if k.muatan.setelah.is_none() {
        baru.extend(gabungan.iter().flat_map(|t| kepada_gabungan(k, t)));
    }
    store
        .bagikan_kiriman(k, &baru, h.berikut.map(|b| b.tulis()))
        .await
}

/// When a message was promised, ms: its id tells.
fn saat(id: uuid::Uuid) -> i64 {
    let (detik, nano) = id.get_timestamp().map_or((0, 0), |t| t.to_unix());
    i64::try_from(detik * 1_000 + u64::from(nano) / 1_000_000).unwrap_or(i64::MAX)
}

/// The reports that were joined to this one, at most two hundred.
async fn gabungan(store: &Store, k: &Kiriman) -> Result<Vec<Tampak>, Galat> {
    let terkait = store
        .terkait(&k.daerah, &Pelaku::Sistem, IdEntri(k.muatan.entri))
        .await?;
    Ok(terkait
        .into_iter()
        .filter(|t| !t.keluar && t.jenis == "digabung_ke" && t.tampak.entri.register == k.muatan.register)
        .map(|t| t.tampak)
        .collect())
}

/// Where an entry hears of news: its proved address and its browser. The browser proved itself by allowing it.
fn alamat(e: &Entri, surel: Option<&Value>) -> Vec<String> {
    let surel = surel.and_then(Value::as_str).map(str::to_owned);
    let peramban = e.isi.get("peramban").map(|_| KE_PERAMBAN.to_owned());
    surel.into_iter().chain(peramban).collect()
}

fn kepada_pengikut<'a>(k: &'a Kiriman, t: &'a Tampak) -> impl Iterator<Item = Muatan> + 'a {
    let e = &t.entri;
    let pasti = e.isi.get("pasti").and_then(Value::as_bool).unwrap_or(false);
    let surel = e.isi.get("surel").filter(|_| pasti);
    alamat(e, surel).into_iter().map(|ke| muatan(k, e, ke, None))
}

fn kepada_gabungan<'a>(k: &'a Kiriman, t: &'a Tampak) -> impl Iterator<Item = Muatan> + 'a {
    let e = &t.entri;
    let surel = e.isi.get("pelapor").and_then(|p| p.get("surel"));
    alamat(e, surel)
        .into_iter()
        .map(|ke| muatan(k, e, ke, Some("induk")))
}

/// The message for one address; in other words, the words of the message stand among what they say.
fn muatan(k: &Kiriman, e: &Entri, ke: String, acara: Option<&str>) -> Muatan {
    let mut isi = k.muatan.isi.clone();
    isi.insert("laporan".to_owned(), k.muatan.nomor.clone().into());
    if acara.is_some() {
        isi.insert("acara".to_owned(), k.muatan.acara.clone().into());
    }
    Muatan {
        register: e.register.clone(),
        entri: e.id.0,
        nomor: e.nomor.clone(),
        ke: Some(ke),
        acara: acara.unwrap_or(&k.muatan.acara).to_owned(),
        isi,
        setelah: None,
    }
}
