//! A life cycle is a table: step | from → to | who | what must be said | which deadlines it starts and stops | who
//! holds the entry afterwards. Rust registers write it with their own enums, data registers as JSON; the engine
//! knows only this one form.

use crate::{
    izin::Siapa,
    nilai::{Jenis, Kata, Medan, Sumber},
    peristiwa::Terlihat,
};

/// Colour of a state's tag; always shown with its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warna {
    /// Waits, new.
    Biru,
    /// Being worked on.
    Jingga,
    /// Done.
    Hijau,
    /// Refused or urgent.
    Merah,
    /// Over, without colour.
    Abu,
}

impl Warna {
    /// The ending of the CSS class.
    pub fn kelas(self) -> &'static str {
        match self {
            Warna::Biru => "biru",
            Warna::Jingga => "jingga",
            Warna::Hijau => "hijau",
            Warna::Merah => "merah",
            Warna::Abu => "abu",
        }
    }
}

/// Whose turn it is in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giliran {
    /// The unit that holds the entry.
    Pemegang,
    /// Who filed it.
    Pelapor,
    /// Nobody's: the state is final.
    Selesai,
}

/// A state.
#[derive(Clone, Debug)]
pub struct Keadaan {
    /// Code.
    pub kode: Kata,
    /// What people read.
    pub label: Kata,
    /// What it means for who filed the entry, in one sentence.
    pub arti: Kata,
    /// Whose turn.
    pub giliran: Giliran,
    /// Colour of its tag.
    pub warna: Warna,
}

/// How long a deadline runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lama {
    /// So many working days.
    HariKerja(u16),
    /// As the profile's limits say; `{field}` in the name is replaced by that field's value, so
    /// `penyelesaian.{kelas}` runs as long as the entry's class allows.
    Sla(Kata),
}

/// Who holds the entry after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pindah {
    /// As before.
    Tetap,
    /// The unit named in this field of the step.
    KeIsian(Kata),
    /// The unit named in this field of the entry.
    KeMedan(Kata),
    /// The unit that holds this function in the profile.
    KeFungsi(Kata),
    /// The unit that owns the entry.
    KePemilik,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Langkah {
    /// Code of the step.
    pub kode: Kata,
    /// What the button says.
    pub label: Kata,
    /// What follows from it, in words.
    pub akibat: Kata,
    /// States it leaves from.
    pub dari: Vec<Kata>,
    /// State it leads to; none: the state stays.
    pub ke: Option<Kata>,
    /// Who may take it.
    pub oleh: Vec<Siapa>,
    /// What is asked.
    pub isian: Vec<Medan>,
    /// Deadlines it starts afresh.
    pub mulai: Vec<(Kata, Lama)>,
    /// Deadlines it stops.
    pub henti: Vec<Kata>,
    /// Who holds the entry afterwards.
    pub pindah: Pindah,
    /// The program takes it by itself when this deadline runs out.
    pub otomatis: Option<Kata>,
    /// The program takes it when a command on another entry asks for it ([`crate::register::Ikutan`]).
    pub ikutan: bool,
    /// The step by which the program takes it back when no entry asks for it any more; it gets the same answers.
    pub lepas: Option<Kata>,
    /// Links the entry to the one named in this field, by this kind of link.
    pub tautkan: Option<(Kata, Kata)>,
    /// Fields of the step that are copied into the entry.
    pub salin: Vec<Kata>,
    /// Who reads it in the story.
    pub terlihat: Terlihat,
    /// Can be taken for many entries at once.
    pub massal: bool,
    /// Hard to undo: asked twice.
    pub bahaya: bool,
}

impl Langkah {
    /// A step that stays with the same holder and is told to who filed the entry.
    pub fn baru(kode: impl Into<Kata>, label: impl Into<Kata>, akibat: impl Into<Kata>) -> Self {
        Langkah {
            kode: kode.into(),
            label: label.into(),
            akibat: akibat.into(),
            dari: Vec::new(),
            ke: None,
            oleh: Vec::new(),
            isian: Vec::new(),
            mulai: Vec::new(),
            henti: Vec::new(),
            pindah: Pindah::Tetap,
            otomatis: None,
            ikutan: false,
            lepas: None,
            tautkan: None,
            salin: Vec::new(),
            terlihat: Terlihat::Pelapor,
            massal: false,
            bahaya: false,
        }
    }

    /// States it leaves from.
    pub fn dari<K: Into<Kata>>(mut self, dari: impl IntoIterator<Item = K>) -> Self {
        self.dari = dari.into_iter().map(Into::into).collect();
        self
    }

    /// State it leads to.
    pub fn ke(mut self, ke: impl Into<Kata>) -> Self {
        self.ke = Some(ke.into());
        self
    }

    /// Who may take it.
    pub fn oleh(mut self, oleh: impl IntoIterator<Item = Siapa>) -> Self {
        self.oleh.extend(oleh);
        self
    }

    /// What is asked.
    pub fn isian(mut self, isian: impl IntoIterator<Item = Medan>) -> Self {
        self.isian.extend(isian);
        self
    }

    /// Starts a deadline afresh.
    pub fn mulai(mut self, tenggat: impl Into<Kata>, lama: Lama) -> Self {
        self.mulai.push((tenggat.into(), lama));
        self
    }

    /// Stops deadlines.
    pub fn henti<K: Into<Kata>>(mut self, tenggat: impl IntoIterator<Item = K>) -> Self {
        self.henti.extend(tenggat.into_iter().map(Into::into));
        self
    }

    /// Who holds the entry afterwards.
    pub fn pindah(mut self, p: Pindah) -> Self {
        self.pindah = p;
        self
    }

    /// Taken by the program itself when the deadline runs out.
    pub fn otomatis(mut self, tenggat: impl Into<Kata>) -> Self {
        self.otomatis = Some(tenggat.into());
        self.oleh.push(Siapa::Sistem);
        self
    }

    /// Taken by the program too, when a command on another entry asks for it.
    pub fn ikutan(mut self) -> Self {
        self.ikutan = true;
        self.oleh.push(Siapa::Sistem);
        self
    }

    /// The program takes it back by that step when no entry asks for it any more: its state follows theirs.
    pub fn lepas(mut self, langkah: impl Into<Kata>) -> Self {
        self.lepas = Some(langkah.into());
        self
    }

    /// Links to the entry named in a field.
    pub fn tautkan(mut self, isian: impl Into<Kata>, jenis: impl Into<Kata>) -> Self {
        self.tautkan = Some((isian.into(), jenis.into()));
        self
    }

    /// Copies fields of the step into the entry.
    pub fn salin<K: Into<Kata>>(mut self, medan: impl IntoIterator<Item = K>) -> Self {
        self.salin.extend(medan.into_iter().map(Into::into));
        self
    }

    /// Who reads it in the story.
    pub fn terlihat(mut self, t: Terlihat) -> Self {
        self.terlihat = t;
        self
    }

    /// Can be taken for many entries at once.
    pub fn massal(mut self) -> Self {
        self.massal = true;
        self
    }

    /// Asked twice.
    pub fn bahaya(mut self) -> Self {
        self.bahaya = true;
        self
    }
}

/// States and steps of a register.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    /// States; the first is the one a new entry is in.
    pub keadaan: Vec<Keadaan>,
    /// Rows. A step may have several rows, told apart by the states they leave from.
    pub langkah: Vec<Langkah>,
    /// Deadlines that run from the creation.
    pub mulai: Vec<(Kata, Lama)>,
    /// Names of the deadlines, for people.
    pub nama_tenggat: Vec<(Kata, Kata)>,
    /// States in which fields are not changed but by steps: what was accepted stays as it was accepted.
    pub terkunci: Vec<Kata>,
}

impl Lifecycle {
    /// The state with that code.
    pub fn keadaan(&self, kode: &str) -> Option<&Keadaan> {
        self.keadaan.iter().find(|k| k.kode == kode)
    }

    /// The state a new entry is in.
    pub fn awal(&self) -> Option<&Keadaan> {
        self.keadaan.first()
    }

    /// The rows that leave from a state.
    pub fn dari<'a, 'k>(&'a self, keadaan: &'k str) -> impl Iterator<Item = &'a Langkah> + use<'a, 'k> {
        self.langkah
            .iter()
            .filter(move |l| l.dari.iter().any(|d| d == keadaan))
    }

    /// The row of a step from a state.
    pub fn langkah(&self, kode: &str, dari: &str) -> Option<&Langkah> {
        self.dari(dari).find(|l| l.kode == kode)
    }

    /// What people call a deadline.
    pub fn nama_tenggat<'a>(&'a self, kode: &'a str) -> &'a str {
        self.nama_tenggat
            .iter()
            .find(|(k, _)| k == kode)
            .map_or(kode, |(_, n)| n.as_ref())
    }

    /// What is wrong with the table, in words; empty when it is sound: codes unique and known, a way from the start
    /// to every state, a way out of every state that is not final, a name for every deadline. O(states × rows).
    pub fn periksa(&self) -> Vec<String> {
        let mut salah = Vec::new();
        let ada = |k: &str| self.keadaan(k).is_some();
        let Some(awal) = self.awal() else {
            return vec!["no state".into()];
        };
        for (i, k) in self.keadaan.iter().enumerate() {
            if self.keadaan.iter().take(i).any(|l| l.kode == k.kode) {
                salah.push(format!("state {} is declared twice", k.kode));
            }
            if k.giliran != Giliran::Selesai
                && self
                    .dari(&k.kode)
                    .all(|l| l.ke.as_ref().is_none_or(|ke| *ke == k.kode))
            {
                salah.push(format!("no way out of state {}", k.kode));
            }
            for l in self.dari(&k.kode) {
                if self.dari(&k.kode).filter(|m| m.kode == l.kode).count() > 1 {
                    salah.push(format!("step {} leaves {} twice", l.kode, k.kode));
                }
            }
        }
        let mut tercapai = vec![awal.kode.clone()];
        let mut i = 0;
        while let Some(k) = tercapai.get(i).cloned() {
            for ke in self.dari(&k).filter_map(|l| l.ke.clone()) {
                if !tercapai.contains(&ke) {
                    tercapai.push(ke);
                }
            }
            i += 1;
        }
        salah.extend(
            self.keadaan
                .iter()
                .filter(|k| !tercapai.contains(&k.kode))
                .map(|k| format!("state {} is never reached", k.kode)),
        );
        for l in &self.langkah {
            for k in l.dari.iter().chain(&l.ke).filter(|k| !ada(k)) {
                salah.push(format!("step {} names the unknown state {k}", l.kode));
            }
            if l.dari.is_empty() {
                salah.push(format!("step {} leaves from nowhere", l.kode));
            }
            if l.oleh.is_empty() {
                salah.push(format!("nobody may take step {}", l.kode));
            }
            if let Some(lepas) = &l.lepas
                && !l
                    .ke
                    .as_ref()
                    .and_then(|ke| self.langkah(lepas, ke))
                    .is_some_and(|balik| l.ikutan && balik.ikutan)
            {
                salah.push(format!("step {} is not taken back by the step {lepas}", l.kode));
            }
            let isian = |n: &str| l.isian.iter().find(|m| m.nama == n);
            if let Pindah::KeIsian(n) = &l.pindah {
                match isian(n) {
                    None => salah.push(format!(
                        "step {} moves to the field {n}, which it does not ask for",
                        l.kode
                    )),
                    Some(m) if m.jenis != Jenis::DariProfil(Sumber::Unit) || !m.wajib => {
                        salah.push(format!(
                            "step {} moves to the field {n}, which need not name a unit",
                            l.kode
                        ));
                    }
                    Some(_) => {}
                }
            }
            if let Some((n, _)) = &l.tautkan
                && isian(n).is_some_and(|m| !matches!(m.jenis, Jenis::Rujukan(_)))
            {
                salah.push(format!(
                    "step {} links to the field {n}, which is no reference",
                    l.kode
                ));
            }
            for n in l
                .salin
                .iter()
                .chain(l.tautkan.iter().map(|(n, _)| n))
                .filter(|n| isian(n).is_none())
            {
                salah.push(format!(
                    "step {} uses the field {n}, which it does not ask for",
                    l.kode
                ));
            }
        }
        for (i, (k, _)) in self.nama_tenggat.iter().enumerate() {
            if self.nama_tenggat.iter().take(i).any(|(l, _)| l == k) {
                salah.push(format!("deadline {k} is named twice"));
            }
        }
        let tenggat = self
            .mulai
            .iter()
            .chain(self.langkah.iter().flat_map(|l| &l.mulai))
            .map(|(k, _)| k);
        for k in tenggat
            .clone()
            .filter(|k| !self.nama_tenggat.iter().any(|(n, _)| n == *k))
        {
            salah.push(format!("deadline {k} has no name"));
        }
        let dipakai = self
            .langkah
            .iter()
            .flat_map(|l| l.henti.iter().chain(&l.otomatis));
        salah.extend(
            dipakai
                .filter(|h| !tenggat.clone().any(|t| t == *h))
                .map(|h| format!("deadline {h} is never started")),
        );
        salah.sort();
        salah.dedup();
        salah
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        contoh::Karnaval,
        nilai::{KodeUnit, Panjang, Rujukan},
        register::Register,
    };

    type Cacat = (&'static str, fn(&mut Lifecycle));

    fn baris<'a>(l: &'a mut Lifecycle, kode: &str) -> &'a mut Langkah {
        l.langkah.iter_mut().find(|b| b.kode == kode).unwrap()
    }

    /// Each defect is planted alone in a sound table, with what is to be said of it.
    const CACAT: &[Cacat] = &[
        ("state daftar is declared twice", |l| {
            l.keadaan.push(l.keadaan[0].clone())
        }),
        ("no way out of state pentas", |l| {
            l.langkah.retain(|b| !b.dari.iter().any(|d| d == "pentas"))
        }),
        ("no way out of state batal", |l| {
            l.keadaan.iter_mut().for_each(|k| k.giliran = Giliran::Pemegang)
        }),
        ("state lengkapi is never reached", |l| {
            l.langkah.retain(|b| b.kode != "tanya")
        }),
        ("step sahkan leaves daftar twice", |l| {
            l.langkah.extend(l.langkah("sahkan", "daftar").cloned())
        }),
        ("step tanya names the unknown state bulan", |l| {
            baris(l, "tanya").ke = Some("bulan".into())
        }),
        ("step tanya names the unknown state bulan", |l| {
            baris(l, "tanya").dari.push("bulan".into())
        }),
        ("step titip leaves from nowhere", |l| {
            baris(l, "titip").dari.clear()
        }),
        ("nobody may take step titip", |l| baris(l, "titip").oleh.clear()),
        (
            "step titip moves to the field unit, which it does not ask for",
            |l| {
                baris(l, "titip").pindah = Pindah::KeIsian("unit".into());
            },
        ),
        (
            "step titip moves to the field unit, which need not name a unit",
            |l| {
                baris(l, "titip").pindah = Pindah::KeIsian("unit".into());
                baris(l, "titip").isian = vec![Medan::dari::<Panjang<9>>("unit", "Unit")];
            },
        ),
        (
            "step titip moves to the field unit, which need not name a unit",
            |l| {
                baris(l, "titip").pindah = Pindah::KeIsian("unit".into());
                baris(l, "titip").isian = vec![Medan::dari::<KodeUnit>("unit", "Unit").boleh_kosong()];
            },
        ),
        (
            "step titip uses the field warna, which it does not ask for",
            |l| baris(l, "titip").salin = vec!["warna".into()],
        ),
        (
            "step titip uses the field induk, which it does not ask for",
            |l| {
                baris(l, "titip").tautkan = Some(("induk".into(), "gabung".into()));
            },
        ),
        (
            "step titip links to the field induk, which is no reference",
            |l| {
                baris(l, "titip").tautkan = Some(("induk".into(), "gabung".into()));
                baris(l, "titip").isian = vec![Medan::dari::<Panjang<9>>("induk", "Induk")];
            },
        ),
        ("deadline kiamat has no name", |l| {
            baris(l, "titip")
                .mulai
                .push(("kiamat".into(), Lama::HariKerja(1)))
        }),
        ("deadline kiamat has no name", |l| {
            l.mulai.push(("kiamat".into(), Lama::HariKerja(1)))
        }),
        ("deadline verifikasi is named twice", |l| {
            l.nama_tenggat.push(("verifikasi".into(), "Lagi".into()))
        }),
        ("deadline kiamat is never started", |l| {
            baris(l, "titip").henti.push("kiamat".into())
        }),
        ("deadline kiamat is never started", |l| {
            baris(l, "titip").otomatis = Some("kiamat".into())
        }),
    ];

    #[test]
    fn each_planted_defect_is_found() {
        assert_eq!(Karnaval::lifecycle().periksa(), Vec::<String>::new());
        for (harap, tanam) in CACAT {
            let mut l = Karnaval::lifecycle();
            tanam(&mut l);
            let salah = l.periksa();
            assert!(
                salah.iter().any(|s| s == harap),
                "{harap:?} is not among {salah:#?}"
            );
        }
    }

    #[test]
    fn a_sound_addition_is_no_defect() {
        let mut l = Karnaval::lifecycle();
        let titip = baris(&mut l, "titip");
        titip.isian = vec![
            Medan::dari::<KodeUnit>("unit", "Unit"),
            Medan::dari::<Rujukan<Karnaval>>("induk", "Induk"),
        ];
        titip.pindah = Pindah::KeIsian("unit".into());
        titip.tautkan = Some(("induk".into(), "lihat".into()));
        assert_eq!(l.periksa(), Vec::<String>::new());
        assert_eq!(Lifecycle::default().periksa(), ["no state"]);
    }

    #[test]
    fn the_table_is_read_by_step_and_state() {
        let l = Karnaval::lifecycle();
        assert_eq!(l.awal().map(|k| k.kode.as_ref()), Some("daftar"));
        assert!(l.langkah("batalkan", "tampil").is_some_and(|b| b.bahaya));
        assert!(l.langkah("batalkan", "daftar").is_some_and(|b| !b.bahaya));
        assert!(l.langkah("batalkan", "selesai").is_none());
        assert_eq!(
            l.dari("pentas").map(|b| b.kode.as_ref()).collect::<Vec<_>>(),
            ["protes", "tutup"]
        );
        assert_eq!(
            (l.nama_tenggat("penutupan"), l.nama_tenggat("kiamat")),
            ("Penutupan", "kiamat")
        );
        let semua = [Warna::Biru, Warna::Jingga, Warna::Hijau, Warna::Merah, Warna::Abu].map(Warna::kelas);
        assert_eq!(semua, ["biru", "jingga", "hijau", "merah", "abu"]);
    }
}
