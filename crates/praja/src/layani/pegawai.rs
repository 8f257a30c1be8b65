//! Letters to officials: to one account, to everybody who holds a role in the unit that holds the entry, or at once to
//! everybody who holds it anywhere. The outbox
//! names accounts, never addresses; where an account reads letters is asked when one goes.

use kernel::{
    Galat, IdEntri, Pelaku, Peran,
    kalender::saat,
    nilai::Surel,
    profil::KodeDaerah,
    register::{BahanSurat, Lihat, Surat},
};
use store::{Kiriman, Muatan, Store};

/// Before the colon of an address that is a login name.
pub(super) const AKUN: &str = "akun";
/// Before the colon of an address that is a role.
pub(super) const PERAN: &str = "peran";
/// From when on such letters go in the morning, hours.
const PAGI: i8 = 7;

/// Where an account that may log in reads letters.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn surel(
    store: &Store,
    daerah: &KodeDaerah,
    pengguna: &str,
) -> Result<Option<Surel>, Galat> {
    let akun = store.akun(daerah, pengguna).await?;
    Ok(akun.filter(|a| a.aktif).and_then(|a| a.surel))
}

/// Hands a message to everybody with that role in the unit that holds its entry, on the morning after: at what minute
/// something came is nobody's to know from a mail server's log. With `segera`, to everybody with that role, and now:
/// something of the program's own went wrong.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn bagikan(store: &Store, k: &Kiriman, peran: &str, segera: bool) -> Result<(), Galat> {
    let profil = store.daerah().get(&k.daerah).ok_or(Galat::TidakDitemukan)?;
    let detik = k.id.get_timestamp().map_or(0, |t| t.to_unix().0);
    let hari = profil
        .kalender
        .setempat(saat(i64::try_from(detik).unwrap_or_default() * 1_000))
        .date();
    let pagi = hari
        .tomorrow()
        .map_err(|e| Galat::dalam("finding the next morning", e))?;
    let pagi = profil.kalender.awal_hari(pagi).as_millisecond() + i64::from(PAGI) * 3_600_000;
    if !segera && store.jam().kini().as_millisecond() < pagi {
        return store.tunda_kiriman(k, pagi).await;
    }
    let m = &k.muatan;
    let e = store
        .entri(&k.daerah, &Pelaku::Sistem, IdEntri(m.entri))
        .await?
        .entri;
    let peran = Peran::dari_kode(peran).ok_or(Galat::TidakDitemukan)?;
    let semua = store.semua_akun(&k.daerah).await?;
    let bertugas = semua
        .iter()
        .filter(|a| a.aktif && a.surel.is_some())
        .filter(|a| match segera {
            true => a.akun.ber(peran),
            false => a.akun.peran.contains(&(peran, e.pemegang.clone())),
        });
    let baru: Vec<Muatan> = bertugas
        .map(|a| Muatan {
            ke: Some(format!("{AKUN}:{}", a.akun.pengguna)),
            ..m.clone()
        })
        .collect();
    store.bagikan_kiriman(k, &baru, None).await
}

/// What an account is told about itself; none for what there are no words for.
pub(super) fn surat(m: &Muatan, bahan: &BahanSurat) -> Option<Surat> {
    if m.acara != identity::ACARA_LEPAS {
        return None;
    }
    let alasan = m.isi.get("alasan").and_then(|v| v.as_str()).unwrap_or_default();
    let daerah = &bahan.profil.daerah.nama;
    Some(Surat {
        subjek: "Verifikasi dua langkah akun Anda dilepas".to_owned(),
        badan: format!(
            "Administrator {daerah} melepas verifikasi dua langkah dan kunci sandi dari akun {pengguna}. Semua peramban yang masuk dengan \
             akun itu dikeluarkan.\n\nAlasan yang dicatat: {alasan}\n\nBila Anda yang memintanya, masuklah dan pasang lagi \
             dengan ponsel Anda. Bila bukan Anda, hubungi administrator sekarang juga dan ganti kata sandi Anda.\n",
            pengguna = bahan.nomor,
        ),
        lihat: Some(Lihat {
            label: "Masuk".to_owned(),
            alamat: format!("{}/masuk", bahan.alamat),
        }),
    })
}
