//! Accounts: new ones, other passwords, other roles, closed and opened again. The operator's command line and the
//! administrator's page both do it here. Every change is noted with the account (who did what, and why where that is
//! asked), and leaves a line in the log, by ids.

use kernel::{
    Akun, Galat, Peran, Pesan,
    nilai::{KodeUnit, Nip, Surel},
    profil::KodeDaerah,
};
use store::{AkunSimpan, Catatan, JenisSesi, UbahAkun};
use uuid::Uuid;

use crate::Identitas;

/// Who changes an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oleh {
    /// Whoever may run the program on the server's data: may do everything.
    Operator,
    /// The administrator with that id: never leaves a regency without an administrator.
    Akun(Uuid),
    /// The program with that id that keeps accounts for the regency's identity provider (SCIM): as an administrator.
    Klien(Uuid),
}

impl Oleh {
    /// Notes what was done to an account, where its administrators read it and in the log.
    pub(crate) async fn catat(
        self,
        id: &Identitas,
        akun: &Akun,
        perbuatan: &'static str,
        alasan: &str,
    ) -> Result<(), Galat> {
        self.tulis_log(akun, perbuatan);
        id.store.catat_akun(akun, &self.catatan(perbuatan, alasan)).await
    }

    pub(crate) fn catatan(self, perbuatan: &str, alasan: &str) -> Catatan {
        Catatan {
            oleh: match self {
                Oleh::Operator => None,
                Oleh::Akun(id) | Oleh::Klien(id) => Some(id),
            },
            perbuatan: perbuatan.to_owned(),
            alasan: alasan.to_owned(),
        }
    }

    pub(crate) fn tulis_log(self, akun: &Akun, perbuatan: &'static str) {
        let oleh = match self {
            Oleh::Operator => "operator".to_owned(),
            Oleh::Akun(id) | Oleh::Klien(id) => id.to_string(),
        };
        tracing::info!(daerah = %akun.daerah, %oleh, akun = %akun.id, perbuatan, "an account was changed");
    }
}

/// Letters and digits by chance, without those that are told apart badly. Never ends.
pub(crate) fn huruf_acak() -> impl Iterator<Item = char> {
    const HURUF: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    std::iter::repeat_with(rand::random::<u8>)
        .filter_map(|b| HURUF.get(usize::from(b % 32)).map(|h| char::from(*h)))
}

/// Who gets an account.
#[derive(Clone, Debug)]
pub struct Orang<'a> {
    /// Login name.
    pub pengguna: &'a str,
    /// Name of the person.
    pub nama: &'a str,
    /// As what, where.
    pub peran: Vec<(Peran, KodeUnit)>,
    /// Number of the official.
    pub nip: Option<Nip>,
    /// Where letters about work go.
    pub surel: Option<Surel>,
}

/// A new password: 80 random bits in four groups that can be read aloud.
pub fn sandi_baru() -> String {
    let huruf: Vec<char> = huruf_acak().take(16).collect();
    huruf
        .chunks(4)
        .map(|c| c.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

fn nip_dipakai() -> Galat {
    Galat::medan(
        "nip",
        "NIP ini sudah dipakai akun lain di daerah ini. Satu pegawai memakai satu akun.",
    )
}

fn nama_sah(nama: &str) -> Result<(), Galat> {
    match nama.chars().count() {
        1..=120 => Ok(()),
        _ => Err(Galat::medan("nama", "Nama 1–120 karakter.")),
    }
}

/// The last administrator of a regency stays.
fn terakhir() -> Galat {
    Galat::Bentrok(
        "Daerah ini harus punya sedikitnya satu administrator yang aktif. Angkat administrator lain dulu."
            .into(),
    )
}

impl Identitas {
    /// Adds an account. Without a password, one is made and given back, this once. Its owner replaces it at the first
    /// log-in.
    ///
    /// # Errors
    /// A login name that is taken or no name, a name too long, a password too short, an unknown unit.
    pub async fn tambah_akun(
        &self,
        oleh: Oleh,
        daerah: &KodeDaerah,
        orang: Orang<'_>,
        sandi: Option<String>,
    ) -> Result<(AkunSimpan, Option<String>), Galat> {
        let (sandi, dibuat) = atau_baru(sandi);
        let mut akun = crate::akun_baru(daerah, orang.pengguna, orang.nama, orang.peran)?;
        nama_sah(&akun.nama)?;
        let hash = self.siapkan_sandi(&sandi).await?.0;
        let mut simpan = AkunSimpan {
            akun: akun.clone(),
            sandi: hash,
            aktif: true,
            surel: orang.surel,
            nip: orang.nip,
            ganti: true,
            dua_langkah: false,
        };
        const TAMBAH: &str = "tambah";
        match self.store.tambah_akun(&simpan, &oleh.catatan(TAMBAH, "")).await? {
            Some(id) => {
                akun.id = id;
                simpan.akun = akun;
                oleh.tulis_log(&simpan.akun, TAMBAH);
                Ok((simpan, dibuat))
            }
            None if self.store.akun(daerah, &akun.pengguna).await?.is_none() => Err(nip_dipakai()),
            None => Err(Galat::medan(
                "pengguna",
                Pesan::baru("Nama pengguna {pengguna} sudah dipakai.").dengan("pengguna", &akun.pengguna),
            )),
        }
    }

    /// Gives an account another password; browsers that are logged in are logged out. Without one, it is made and
    /// given back, this once. Set by anybody but its owner, it is replaced at the next log-in. It does not open an
    /// account that was closed.
    ///
    /// # Errors
    /// A password too short; as [`Identitas::atur_peran`] when somebody else's hand is no administrator's any more.
    pub async fn ganti_sandi(
        &self,
        oleh: Oleh,
        a: &AkunSimpan,
        sandi: Option<String>,
    ) -> Result<Option<String>, Galat> {
        let (sandi, dibuat) = atau_baru(sandi);
        let ubah = UbahAkun::Sandi {
            sandi: self.siapkan_sandi(&sandi).await?.0,
            ganti: oleh != Oleh::Akun(a.akun.id),
        };
        self.ubah(oleh, a, &ubah, "ganti sandi", "").await?;
        Ok(dibuat)
    }

    /// Changes an account together with the note of it.
    async fn ubah(
        &self,
        oleh: Oleh,
        a: &AkunSimpan,
        ubah: &UbahAkun,
        perbuatan: &'static str,
        alasan: &str,
    ) -> Result<(), Galat> {
        let catatan = oleh.catatan(perbuatan, alasan);
        if !self.store.ubah_akun(&a.akun, ubah, &catatan).await? {
            return Err(terakhir());
        }
        oleh.tulis_log(&a.akun, perbuatan);
        Ok(())
    }

    /// Gives an account another name for people.
    ///
    /// # Errors
    /// No name, or one too long.
    pub async fn atur_nama(&self, oleh: Oleh, a: &AkunSimpan, nama: &str) -> Result<(), Galat> {
        let nama = nama.trim();
        nama_sah(nama)?;
        self.store.ganti_nama(&a.akun, nama).await?;
        oleh.catat(self, &a.akun, "atur nama", "").await
    }

    /// Notes the number of an official, or that there is none.
    ///
    /// # Errors
    /// [`Galat::Isian`] when another account of the regency has it.
    pub async fn atur_nip(&self, oleh: Oleh, a: &AkunSimpan, nip: Option<&Nip>) -> Result<(), Galat> {
        if !self.store.ganti_nip(&a.akun, nip).await? {
            return Err(nip_dipakai());
        }
        oleh.catat(self, &a.akun, "atur NIP", "").await
    }

    /// Says where an account reads letters about its work; none: nowhere.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn atur_surel(&self, oleh: Oleh, a: &AkunSimpan, surel: Option<&Surel>) -> Result<(), Galat> {
        self.store.ganti_surel(&a.akun, surel).await?;
        oleh.catat(self, &a.akun, "atur surel", "").await
    }

    /// Gives an account other roles; they count from its next request on. One that asks for a second factor which the
    /// account has not sends its browsers to the log-in.
    ///
    /// # Errors
    /// An unknown unit; [`Galat::Bentrok`] when no administrator would be left, when somebody takes more for
    /// themselves, and when the account has other roles by now; [`Galat::Ditolak`] when who does it is no administrator
    /// any more.
    pub async fn atur_peran(
        &self,
        oleh: Oleh,
        a: &AkunSimpan,
        peran: Vec<(Peran, KodeUnit)>,
    ) -> Result<(), Galat> {
        if oleh == Oleh::Akun(a.akun.id) && peran.iter().any(|x| !a.akun.peran.contains(x)) {
            return Err(Galat::Bentrok(
                "Peran baru untuk akun Anda sendiri diberikan administrator lain. Mencabut boleh Anda sendiri.".into(),
            ));
        }
        let wajib = peran.iter().any(|(p, _)| self.wajib.contains(p));
        let beda = beda_peran(&a.akun.peran, &peran);
        let ubah = UbahAkun::Peran(peran);
        self.ubah(oleh, a, &ubah, "atur peran", &beda).await?;
        if wajib && !a.dua_langkah {
            self.akhiri_peramban(&a.akun).await?;
        }
        Ok(())
    }

    /// Closes an account, with its sessions and tokens, or opens it again.
    ///
    /// # Errors
    /// [`Galat::Bentrok`] when no administrator would be left, or somebody closes their own; [`Galat::Ditolak`] as
    /// [`Identitas::atur_peran`].
    pub async fn atur_aktif(&self, oleh: Oleh, a: &AkunSimpan, aktif: bool) -> Result<(), Galat> {
        if !aktif && oleh == Oleh::Akun(a.akun.id) {
            return Err(Galat::Bentrok(
                "Anda tidak dapat menutup akun Anda sendiri. Mintalah administrator lain.".into(),
            ));
        }
        let perbuatan = if aktif { "aktifkan" } else { "tutup" };
        self.ubah(oleh, a, &UbahAkun::Aktif(aktif), perbuatan, "").await
    }

    /// Ends everything of one kind that speaks for an account: all its browsers, or all its tokens.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn akhiri_sesi(&self, oleh: Oleh, a: &AkunSimpan, jenis: JenisSesi) -> Result<u64, Galat> {
        let n = self.store.tutup_sesi_akun(&a.akun, jenis).await?;
        let perbuatan = match jenis {
            JenisSesi::Web | JenisSesi::Separuh | JenisSesi::Tertahan => "akhiri sesi",
            JenisSesi::Token => "cabut token",
            JenisSesi::Kalender => "cabut kalender",
        };
        oleh.catat(self, &a.akun, perbuatan, "").await?;
        Ok(n)
    }
}

/// What came and what went: `+ auditor inspektorat, - petugas dlh`.
fn beda_peran(lama: &[(Peran, KodeUnit)], baru: &[(Peran, KodeUnit)]) -> String {
    let satu = |tanda: char, (p, u): &(Peran, KodeUnit)| format!("{tanda} {} {u}", p.kode());
    let tambah = baru.iter().filter(|x| !lama.contains(x)).map(|x| satu('+', x));
    let cabut = lama.iter().filter(|x| !baru.contains(x)).map(|x| satu('-', x));
    tambah.chain(cabut).collect::<Vec<_>>().join(", ")
}

/// The password, and once more if it was made just now and must be told.
fn atau_baru(sandi: Option<String>) -> (String, Option<String>) {
    match sandi {
        Some(s) => (s, None),
        None => {
            let s = sandi_baru();
            (s.clone(), Some(s))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_can_be_read_aloud_and_is_another_each_time() {
        let (a, b) = (sandi_baru(), sandi_baru());
        assert_ne!(a, b);
        assert_eq!(a.len(), 19);
        // 1, i, l and o are told apart badly.
        assert!(
            a.chars()
                .all(|c| c == '-' || (c.is_ascii_alphanumeric() && !"1ilo".contains(c))),
            "{a}"
        );
    }
}
