//! Accounts: new ones, other passwords, other roles, closed and opened again. The operator's command line and the
//! administrator's page both do it here. Every change leaves a line in the log: who did what to which account, by ids.

use kernel::{
    Galat, Peran, Pesan,
    nilai::{KodeUnit, Surel},
    profil::KodeDaerah,
};
use store::{AkunSimpan, JenisSesi, UbahAkun};
use uuid::Uuid;

use crate::Identitas;

/// Who changes an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oleh {
    /// Whoever may run the program on the server's data: may do everything.
    Operator,
    /// The administrator with that id: never leaves a regency without an administrator.
    Akun(Uuid),
}

impl Oleh {
    fn jaga(self) -> bool {
        self != Oleh::Operator
    }

    fn catat(self, daerah: &KodeDaerah, akun: Uuid, perbuatan: &'static str) {
        let oleh = match self {
            Oleh::Operator => "operator".to_owned(),
            Oleh::Akun(id) => id.to_string(),
        };
        tracing::info!(%daerah, %oleh, %akun, perbuatan, "an account was changed");
    }
}

/// A new password: 80 random bits in four groups that can be read aloud.
pub fn sandi_baru() -> String {
    const HURUF: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let acak: [u8; 16] = rand::random();
    let huruf: Vec<char> = acak
        .iter()
        .filter_map(|b| HURUF.get(usize::from(b % 32)).map(|h| char::from(*h)))
        .collect();
    huruf
        .chunks(4)
        .map(|c| c.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

/// The last administrator of a regency stays.
fn terakhir() -> Galat {
    Galat::Bentrok(
        "Daerah ini harus punya sedikitnya satu administrator yang aktif. Angkat administrator lain dulu."
            .into(),
    )
}

impl Identitas {
    /// Adds an account. Without a password, one is made and given back, this once.
    ///
    /// # Errors
    /// A login name that is taken or no name, a name too long, a password too short, an unknown unit.
    pub async fn tambah_akun(
        &self,
        oleh: Oleh,
        daerah: &KodeDaerah,
        pengguna: &str,
        nama: &str,
        sandi: Option<String>,
        peran: Vec<(Peran, KodeUnit)>,
    ) -> Result<(AkunSimpan, Option<String>), Galat> {
        let (sandi, dibuat) = atau_baru(sandi);
        let mut akun = crate::akun_baru(daerah, pengguna, nama, peran)?;
        if !(1..=120).contains(&akun.nama.chars().count()) {
            return Err(Galat::medan("nama", "Nama 1–120 karakter."));
        }
        let hash = self.siapkan_sandi(&sandi).await?.0;
        let mut simpan = AkunSimpan {
            akun: akun.clone(),
            sandi: hash,
            aktif: true,
            surel: None,
        };
        match self.store.tambah_akun(&simpan).await? {
            Some(id) => {
                akun.id = id;
                simpan.akun = akun;
                oleh.catat(daerah, id, "tambah");
                Ok((simpan, dibuat))
            }
            None => Err(Galat::medan(
                "pengguna",
                Pesan::baru("Nama pengguna {pengguna} sudah dipakai.").dengan("pengguna", &akun.pengguna),
            )),
        }
    }

    /// Gives an account another password; browsers that are logged in are logged out. Without one, it is made and
    /// given back, this once. It does not open an account that was closed.
    ///
    /// # Errors
    /// A password too short.
    pub async fn ganti_sandi(
        &self,
        oleh: Oleh,
        a: &AkunSimpan,
        sandi: Option<String>,
    ) -> Result<Option<String>, Galat> {
        let (sandi, dibuat) = atau_baru(sandi);
        let hash = self.siapkan_sandi(&sandi).await?.0;
        self.store.ganti_sandi(&a.akun, &hash).await?;
        self.store.tutup_sesi_akun(&a.akun, JenisSesi::Web).await?;
        oleh.catat(&a.akun.daerah, a.akun.id, "ganti sandi");
        Ok(dibuat)
    }

    /// Says where an account reads letters about its work; none: nowhere.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn atur_surel(&self, oleh: Oleh, a: &AkunSimpan, surel: Option<&Surel>) -> Result<(), Galat> {
        self.store.ganti_surel(&a.akun, surel).await?;
        oleh.catat(&a.akun.daerah, a.akun.id, "atur surel");
        Ok(())
    }

    /// Gives an account other roles; they count from its next request on.
    ///
    /// # Errors
    /// An unknown unit; [`Galat::Bentrok`] when no administrator would be left.
    pub async fn atur_peran(
        &self,
        oleh: Oleh,
        a: &AkunSimpan,
        peran: Vec<(Peran, KodeUnit)>,
    ) -> Result<(), Galat> {
        let ubah = UbahAkun::Peran(peran);
        if !self.store.ubah_akun(&a.akun, &ubah, oleh.jaga()).await? {
            return Err(terakhir());
        }
        oleh.catat(&a.akun.daerah, a.akun.id, "atur peran");
        Ok(())
    }

    /// Closes an account, with its sessions and tokens, or opens it again.
    ///
    /// # Errors
    /// [`Galat::Bentrok`] when no administrator would be left, or somebody closes their own.
    pub async fn atur_aktif(&self, oleh: Oleh, a: &AkunSimpan, aktif: bool) -> Result<(), Galat> {
        if !aktif && oleh == Oleh::Akun(a.akun.id) {
            return Err(Galat::Bentrok(
                "Anda tidak dapat menutup akun Anda sendiri. Mintalah administrator lain.".into(),
            ));
        }
        let jaga = !aktif && oleh.jaga();
        if !self
            .store
            .ubah_akun(&a.akun, &UbahAkun::Aktif(aktif), jaga)
            .await?
        {
            return Err(terakhir());
        }
        if !aktif {
            for jenis in JenisSesi::SEMUA {
                self.store.tutup_sesi_akun(&a.akun, jenis).await?;
            }
        }
        oleh.catat(
            &a.akun.daerah,
            a.akun.id,
            if aktif { "aktifkan" } else { "tutup" },
        );
        Ok(())
    }

    /// Ends everything of one kind that speaks for an account: all its browsers, or all its tokens.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn akhiri_sesi(&self, oleh: Oleh, a: &AkunSimpan, jenis: JenisSesi) -> Result<u64, Galat> {
        let n = self.store.tutup_sesi_akun(&a.akun, jenis).await?;
        let perbuatan = match jenis {
            JenisSesi::Web => "akhiri sesi",
            JenisSesi::Token => "cabut token",
            JenisSesi::Kalender => "cabut kalender",
        };
        oleh.catat(&a.akun.daerah, a.akun.id, perbuatan);
        Ok(n)
    }
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
