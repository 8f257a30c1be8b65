//! Accounts, their roles, their sessions and API tokens. Secrets are hashed before they come here; numbers of officials and
//! their addresses lie closed. Login names and names are open: who holds which post is public.

use std::collections::BTreeMap;

use kernel::{
    Akun, Galat, Pelaku, Peran,
    entri::uuid_v7,
    nilai::{KodeUnit, Nip, Surel},
    profil::KodeDaerah,
};
use uuid::Uuid;

use crate::{Catatan, Store, pada, tertutup::AkunTertutup};

/// An account with the hash of its password.
#[derive(Clone, Debug)]
pub struct AkunSimpan {
    /// The account.
    pub akun: Akun,
    /// PHC string.
    pub sandi: String,
    /// May log in.
    pub aktif: bool,
    /// Where letters about work go; without it the person finds the work in the workspace only.
    pub surel: Option<Surel>,
    /// Number of the official, for those who have one.
    pub nip: Option<Nip>,
    /// Somebody else set the password: the next log-in leads to another one first.
    pub ganti: bool,
    /// Logging in takes a second factor; read only, see [`Store::pasang_faktor`] and [`Store::pasang_kunci`].
    pub dua_langkah: bool,
}

/// What a secret opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JenisSesi {
    /// A browser.
    Web,
    /// A machine.
    Token,
    /// A calendar program: it reads the deadlines of its owner and nothing else.
    Kalender,
    /// A browser whose password was right, and whose second factor is still to come.
    Separuh,
    /// A browser that proved everything, but owes something before it may begin: a second factor or a new password.
    Tertahan,
}

impl JenisSesi {
    /// All kinds.
    pub const SEMUA: [JenisSesi; 5] = [
        JenisSesi::Web,
        JenisSesi::Token,
        JenisSesi::Kalender,
        JenisSesi::Separuh,
        JenisSesi::Tertahan,
    ];
    /// What a browser holds, on its way in and inside.
    pub const PERAMBAN: [JenisSesi; 3] = [JenisSesi::Web, JenisSesi::Separuh, JenisSesi::Tertahan];

    pub(crate) fn kode(self) -> &'static str {
        match self {
            JenisSesi::Web => "web",
            JenisSesi::Token => "token",
            JenisSesi::Kalender => "kalender",
            JenisSesi::Separuh => "separuh",
            JenisSesi::Tertahan => "tertahan",
        }
    }
}

/// Names are such that they can be stored.
fn tampak(a: &Akun) -> Result<(), Galat> {
    for (medan, teks) in [("pengguna", &a.pengguna), ("nama", &a.nama)] {
        if crate::mustahil(teks) {
            return Err(Galat::medan(
                medan,
                "Hapus karakter yang tidak tampak, lalu simpan lagi.",
            ));
        }
    }
    Ok(())
}

/// How exactly it is known when a session was last used, ms: noting every request would cost a write each.
pub(crate) const SELANG: i64 = 300_000;

impl Store {
    /// Adds an account, or replaces name, password, roles and standing of the one with that login name.
    ///
    /// # Errors
    /// A role in a unit that the regency does not have.
    pub async fn simpan_akun(&self, a: &AkunSimpan) -> Result<Uuid, Galat> {
        self.periksa_akun(a)?;
        let kini = self.jam.kini();
        let id = uuid_v7(kini);
        let tertutup =
            AkunTertutup::dari(&self.cincin, &a.akun.daerah, id, a.surel.as_ref(), a.nip.as_ref())?;
        let _lupa = self.ingatan.lupa_nanti();
        let ms = kini.as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::akun::simpan(kolam, a, id, &tertutup, ms).await)
    }

    fn periksa_peran(&self, daerah: &KodeDaerah, peran: &[(Peran, KodeUnit)]) -> Result<(), Galat> {
        let profil = self.daerah.get(daerah).ok_or(Galat::TidakDitemukan)?;
        if peran.iter().any(|(_, u)| profil.unit(u.as_str()).is_none()) {
            return Err(Galat::medan(
                "unit",
                "Perangkat daerah ini tidak ada di profil daerah.",
            ));
        }
        Ok(())
    }

    fn periksa_akun(&self, a: &AkunSimpan) -> Result<(), Galat> {
        self.periksa_peran(&a.akun.daerah, &a.akun.peran)?;
        tampak(&a.akun)
    }

    /// The account with that login name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn akun(&self, daerah: &KodeDaerah, pengguna: &str) -> Result<Option<AkunSimpan>, Galat> {
        if crate::mustahil(pengguna) {
            return Ok(None);
        }
        pada!(&self.db, sql, kolam, baca => sql::akun::cari(kolam, &self.cincin, daerah, pengguna).await)
    }

    /// All accounts of a regency, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn semua_akun(&self, daerah: &KodeDaerah) -> Result<Vec<AkunSimpan>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::akun::semua(kolam, &self.cincin, daerah).await)
    }

    /// Lets a secret (by its digest) speak for an account until a moment (ms).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn buka_sesi(
        &self,
        akun: &Akun,
        jenis: JenisSesi,
        nama: &str,
        sidik: &[u8],
        sampai: i64,
    ) -> Result<(), Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::akun::buka_sesi(kolam, akun, jenis.kode(), nama, sidik, kini, sampai).await)
    }

    /// The same for who proved the password of an account: false when the account was closed or its password replaced
    /// since it was read.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn buka_sesi_bila(
        &self,
        a: &AkunSimpan,
        jenis: JenisSesi,
        nama: &str,
        sidik: &[u8],
        sampai: i64,
    ) -> Result<bool, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::akun::buka_sesi_bila(kolam, a, jenis.kode(), nama, sidik, kini, sampai).await)
    }

    /// Who a secret speaks for: an active account whose session has not run out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sesi(
        &self,
        daerah: &KodeDaerah,
        jenis: JenisSesi,
        sidik: &[u8],
    ) -> Result<Option<Pelaku>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        if matches!(jenis, JenisSesi::Separuh | JenisSesi::Tertahan) {
            // What makes another secret is never answered from memory: it may have been ended a moment ago.
            let a = pada!(&self.db, sql, kolam, baca => sql::akun::sesi(kolam, daerah, jenis.kode(), sidik, kini).await)?;
            return Ok(a.map(|(akun, ..)| Pelaku::Akun(Box::new(akun))));
        }
        let kunci = (daerah.clone(), jenis, sidik.to_vec());
        let akun = match self.ingatan.ambil(&kunci, kini) {
            Ok(akun) => Some(akun),
            Err(giliran) => {
                let a = pada!(&self.db, sql, kolam, baca => sql::akun::sesi(kolam, daerah, jenis.kode(), sidik, kini).await)?;
                match a {
                    Some((akun, sampai, terakhir)) => {
                        if terakhir + SELANG <= kini {
                            pada!(&self.db, sql, kolam, tulis => sql::akun::sentuh(kolam, daerah, sidik, kini).await)?;
                        }
                        self.ingatan.simpan(giliran, kunci, &akun, sampai);
                        Some(akun)
                    }
                    None => None,
                }
            }
        };
        Ok(akun.map(|a| Pelaku::Akun(Box::new(a))))
    }

    /// The account that a session once spoke for, even if it has run out: to give back what was typed to whoever
    /// typed it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pemilik_sesi(&self, daerah: &KodeDaerah, sidik: &[u8]) -> Result<Option<Uuid>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::akun::pemilik_sesi(kolam, daerah, sidik).await)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tutup_sesi(&self, daerah: &KodeDaerah, sidik: &[u8]) -> Result<(), Galat> {
        let kini = self.jam.kini().as_millisecond();
        let _lupa = self.ingatan.lupa_nanti();
        pada!(&self.db, sql, kolam, tulis => sql::akun::tutup_sesi(kolam, daerah, sidik, kini).await)
    }
}

pub(crate) fn peran(baris: Vec<(String, String)>) -> Vec<(Peran, KodeUnit)> {
    baris
        .into_iter()
        .filter_map(|(p, u)| Some((Peran::dari_kode(&p)?, KodeUnit(u))))
        .collect()
}

/// A token as the operator sees it: whose, since when, until when; never the secret.
#[derive(Clone, Debug)]
pub struct TokenSimpan {
    /// Digest of the secret: what names the token.
    pub sidik: Vec<u8>,
    /// Login name of its account.
    pub pengguna: String,
    /// What it is for.
    pub nama: String,
    /// Made, ms.
    pub dibuat: i64,
    /// Valid until, ms.
    pub kadaluarsa: i64,
}

/// A change to an account that only administrators make; its owner may change the password.
#[derive(Clone, Debug)]
pub enum UbahAkun {
    /// Other roles instead of those it has.
    Peran(Vec<(Peran, KodeUnit)>),
    /// It may log in, or no longer: then all that speaks for it ends.
    Aktif(bool),
    /// Another password; its browsers end.
    Sandi {
        /// A PHC string.
        sandi: String,
        /// Its owner replaces it at the next log-in.
        ganti: bool,
    },
}

/// When and how an account is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kehadiran {
    /// Last log-in that is still remembered (sessions are forgotten a day after their end), ms.
    pub terakhir: Option<i64>,
    /// Browser sessions that have not run out.
    pub sesi: i64,
    /// API tokens that have not run out.
    pub token: i64,
}

impl Store {
    /// Adds an account with the note of who did it; none when its login name or its number is taken.
    ///
    /// # Errors
    /// A role in a unit that the regency does not have; [`Galat::Ditolak`] when who does it is no administrator now.
    pub async fn tambah_akun(&self, a: &AkunSimpan, catatan: &Catatan) -> Result<Option<Uuid>, Galat> {
        self.periksa_akun(a)?;
        let kini = self.jam.kini();
        let id = uuid_v7(kini);
        let tertutup =
            AkunTertutup::dari(&self.cincin, &a.akun.daerah, id, a.surel.as_ref(), a.nip.as_ref())?;
        pada!(&self.db, sql, kolam, tulis => sql::akun::tambah(kolam, a, id, &tertutup, catatan, kini).await)
    }

    /// Changes an account and notes it, both or neither. A change by an account (not the operator) after which no active
    /// account of the regency is administrator is not made, and the answer is false; also when two try at once.
    ///
    /// # Errors
    /// A role in a unit that the regency does not have; [`Galat::Ditolak`] when who does it is no administrator now;
    /// [`Galat::Bentrok`] when the roles to replace are not those of `akun` any more.
    pub async fn ubah_akun(&self, akun: &Akun, ubah: &UbahAkun, catatan: &Catatan) -> Result<bool, Galat> {
        if let UbahAkun::Peran(p) = ubah {
            self.periksa_peran(&akun.daerah, p)?;
        }
        let kini = self.jam.kini();
        let _lupa = self.ingatan.lupa_nanti();
        pada!(&self.db, sql, kolam, tulis => sql::akun::ubah(kolam, akun, ubah, catatan, kini).await)
    }

    /// Notes the number of an official, or that there is none; false when another account of the regency has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ganti_nip(&self, akun: &Akun, nip: Option<&Nip>) -> Result<bool, Galat> {
        let tertutup = AkunTertutup::dari(&self.cincin, &akun.daerah, akun.id, None, nip)?;
        pada!(&self.db, sql, kolam, tulis => sql::akun::ganti_nip(kolam, akun, &tertutup).await)
    }

    /// Gives an account another name for people.
    ///
    /// # Errors
    /// A name that cannot be stored.
    pub async fn ganti_nama(&self, akun: &Akun, nama: &str) -> Result<(), Galat> {
        let baru = Akun {
            nama: nama.to_owned(),
            ..akun.clone()
        };
        tampak(&baru)?;
        let _lupa = self.ingatan.lupa_nanti();
        pada!(&self.db, sql, kolam, tulis => sql::akun::ganti_nama(kolam, akun, nama).await)
    }

    /// Says where letters about work go, or that none do.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ganti_surel(&self, akun: &Akun, surel: Option<&Surel>) -> Result<(), Galat> {
        let tertutup = AkunTertutup::dari(&self.cincin, &akun.daerah, akun.id, surel, None)?;
        pada!(&self.db, sql, kolam, tulis => sql::akun::ganti_surel(kolam, akun, &tertutup).await)
    }

    /// When and how each account of a regency is in use; accounts that are not are left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kehadiran(&self, daerah: &KodeDaerah) -> Result<BTreeMap<Uuid, Kehadiran>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        let baris = pada!(&self.db, sql, kolam, baca => sql::akun::kehadiran(kolam, daerah, kini).await)?;
        let mut semua: BTreeMap<Uuid, Kehadiran> = BTreeMap::new();
        for (akun, jenis, terakhir, hidup) in baris {
            let k = semua.entry(akun).or_default();
            if jenis == JenisSesi::Token.kode() {
                k.token = hidup;
            } else if jenis == JenisSesi::Web.kode() {
                (k.terakhir, k.sesi) = (Some(terakhir), hidup);
            }
        }
        Ok(semua)
    }

    /// The API tokens of a regency that have not run out, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn token(&self, daerah: &KodeDaerah) -> Result<Vec<TokenSimpan>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, baca => sql::akun::token(kolam, daerah, JenisSesi::Token.kode(), kini).await)
    }

    /// Ends everything of one kind that speaks for an account: all its browsers, or all its tokens.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tutup_sesi_akun(&self, akun: &Akun, jenis: JenisSesi) -> Result<u64, Galat> {
        let _lupa = self.ingatan.lupa_nanti();
        pada!(&self.db, sql, kolam, tulis => sql::akun::tutup_sesi_akun(kolam, akun, jenis.kode()).await)
    }

    /// What of one kind speaks for an account now, last used first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sesi_akun(&self, akun: &Akun, jenis: JenisSesi) -> Result<Vec<SesiSimpan>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, baca => sql::akun::sesi_akun(kolam, akun, jenis.kode(), kini).await)
    }

    /// Ends one session of an account, by its digest; false when the account has none like it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tutup_sesi_milik(&self, akun: &Akun, jenis: JenisSesi, sidik: &[u8]) -> Result<bool, Galat> {
        let kini = self.jam.kini().as_millisecond();
        let _lupa = self.ingatan.lupa_nanti();
        pada!(&self.db, sql, kolam, tulis => sql::akun::tutup_milik(kolam, akun, jenis.kode(), sidik, true, kini).await)
            .map(|n| n == 1)
    }

    /// Ends everything of one kind that speaks for an account but the one with that digest, and says how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tutup_sesi_lain(&self, akun: &Akun, jenis: JenisSesi, sidik: &[u8]) -> Result<u64, Galat> {
        let kini = self.jam.kini().as_millisecond();
        let _lupa = self.ingatan.lupa_nanti();
        pada!(&self.db, sql, kolam, tulis => sql::akun::tutup_milik(kolam, akun, jenis.kode(), sidik, false, kini).await)
    }
}

/// A session as its owner sees it; never the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SesiSimpan {
    /// Digest of the secret: what names the session.
    pub sidik: Vec<u8>,
    /// On what: browser and system, in few words.
    pub nama: String,
    /// Opened, ms.
    pub dibuat: i64,
    /// Last used, ms, to a few minutes.
    pub terakhir: i64,
}
