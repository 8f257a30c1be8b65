//! The complaints and what became of them: planned from the stories, then carried out in the order of time, many at
//! once where they do not meet.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use futures_util::future::join_all;
use jiff::Timestamp;
use kernel::{Aksi, Akun, Entri, Galat, IdEntri, Pelaku, kalender::saat};
use serde_json::Value;

use super::{
    Daerah, Laporan, Oleh, Rencana, id, perintah,
    waktu::{Garis, KANTOR, PAGI, WARGA, angka},
};
use crate::rakit::Rakitan;
use profil::{Alur, Contoh, Oleh as OlehAlur};

const MENIT: i64 = 60_000;
/// Most commands at once.
const GELOMBANG: usize = 200;

/// All commands of a regency's stories, with their moments.
pub(super) fn rencana(d: &Daerah, mulai: Timestamp, akun: &BTreeMap<String, Akun>) -> Vec<Rencana> {
    let garis = Garis {
        kalender: &d.profil.kalender,
        mulai,
    };
    let semua = Arc::new(akun.clone());
    let buat: Vec<(IdEntri, Timestamp)> = d
        .contoh
        .iter()
        .enumerate()
        .map(|(i, c)| diajukan(d, &garis, i, c))
        .collect();
    let mut hasil = Vec::new();
    for (i, (c, (entri, kini))) in d.contoh.iter().zip(&buat).enumerate() {
        let (entri, kini) = (*entri, *kini);
        let langsung = c.isi.get("kanal").is_none_or(|k| k == "daring");
        let pelaku = match akun.get("petugas") {
            Some(p) if !langsung => Pelaku::Akun(Box::new(p.clone())),
            _ => Pelaku::Publik,
        };
        let aksi = Aksi::Buat {
            register: "pengaduan".to_owned(),
            id: entri,
            isi: c.isi.clone(),
        };
        let p = perintah(&d.profil, pelaku, kini, aksi, &format!("pengaduan/{i}"));
        hasil.push(Rencana {
            entri,
            kini,
            otomatis: false,
            oleh: Oleh::Tentu,
            perintah: p,
        });
        let mut sebelum = kini;
        for (n, a) in c.alur.iter().enumerate() {
            let benih = format!("{}/pengaduan/{i}/{n}", d.profil.kode());
            let kini = waktu_langkah(&garis, c, a, sebelum, &benih);
            sebelum = kini;
            let pelaku = match a.oleh {
                OlehAlur::Warga => Pelaku::Pelapor(entri),
                OlehAlur::Sistem => Pelaku::Sistem,
                OlehAlur::Koordinator | OlehAlur::Opd => koordinator(akun, &benih),
            };
            let aksi = Aksi::Langkah {
                id: entri,
                versi: None,
                langkah: a.langkah.clone(),
                isian: isian(a, &buat),
            };
            let p = perintah(&d.profil, pelaku, kini, aksi, &format!("pengaduan/{i}/{n}"));
            let oleh = if a.oleh == OlehAlur::Opd {
                Oleh::Pemegang(semua.clone())
            } else {
                Oleh::Tentu
            };
            hasil.push(Rencana {
                entri,
                kini,
                otomatis: a.oleh == OlehAlur::Sistem,
                oleh,
                perintah: p,
            });
        }
    }
    hasil
}

/// The entry of a story, and when it was filed.
pub(super) fn diajukan(d: &Daerah, garis: &Garis, i: usize, c: &Contoh) -> (IdEntri, Timestamp) {
    let benih = format!("{}/pengaduan/{i}", d.profil.kode());
    let langsung = c.isi.get("kanal").is_none_or(|k| k == "daring");
    let jam = match c.alur.first() {
        Some(a) if a.hari == 0 => PAGI,
        _ if langsung => WARGA,
        _ => KANTOR,
    };
    let kini = garis.saat(garis.hari(c.hari_lalu), jam, &benih);
    (id(kini, &benih), kini)
}

fn waktu_langkah(garis: &Garis, c: &Contoh, a: &Alur, sebelum: Timestamp, benih: &str) -> Timestamp {
    let hari = garis.hari(c.hari_lalu - a.hari);
    let kini = match a.oleh {
        OlehAlur::Warga => garis.saat(hari, WARGA, benih),
        OlehAlur::Sistem => garis.saat(hari, (0, 1), benih),
        // Same-day work is an emergency's, also on a Sunday.
        OlehAlur::Koordinator | OlehAlur::Opd if a.hari == 0 => garis.saat(hari, KANTOR, benih),
        OlehAlur::Koordinator | OlehAlur::Opd => garis.saat(garis.hari_dinas(hari), KANTOR, benih),
    };
    setelah(garis.mulai, kini, sebelum, benih)
}

/// Not before what went before, and not after the beginning.
fn setelah(mulai: Timestamp, kini: Timestamp, sebelum: Timestamp, benih: &str) -> Timestamp {
    let jeda = (9 + angka(&format!("{benih}/jeda"), 50)) * MENIT;
    let paling_awal = sebelum.as_millisecond() + jeda;
    saat(kini.as_millisecond().max(paling_awal).min(mulai.as_millisecond()))
}

/// Two people share the coordinator's desk.
fn koordinator(akun: &BTreeMap<String, Akun>, benih: &str) -> Pelaku {
    let nama = if angka(&format!("{benih}/siapa"), 3) == 0 {
        "koordinator.dua"
    } else {
        "koordinator"
    };
    match akun.get(nama) {
        Some(a) => Pelaku::Akun(Box::new(a.clone())),
        None => Pelaku::Publik,
    }
}

/// What the step asks for; another complaint is named by its place in the file.
fn isian(a: &Alur, semua: &[(IdEntri, Timestamp)]) -> kernel::Peta {
    let mut isian = a.isian.clone();
    let tujuan = isian
        .get("ke")
        .and_then(Value::as_u64)
        .and_then(|i| semua.get(usize::try_from(i).ok()?));
    if let Some((id, _)) = tujuan {
        isian.insert("ke".to_owned(), Value::String(id.to_string()));
    }
    isian
}

/// Carries commands out in the order of time: as many at once as meet different entries, so that numbers and story
/// follow the clock and few commits suffice.
pub(super) async fn jalankan(
    r: &Rakitan,
    mut rencana: Vec<Rencana>,
    mulai: Timestamp,
    laporan: &mut Laporan,
) -> Result<(), Galat> {
    // Stable: steps of one moment keep the order of their story.
    rencana.sort_by_key(|p| p.kini);
    let mut entri: HashMap<IdEntri, Entri> = HashMap::new();
    let mut antre = rencana.into_iter().peekable();
    while antre.peek().is_some() {
        let mut sibuk = HashSet::new();
        let mut gelombang = Vec::new();
        while gelombang.len() < GELOMBANG
            && let Some(p) = antre.next_if(|p| !sibuk.contains(&p.entri))
        {
            sibuk.insert(p.entri);
            if let Some(p) = siap(p, &entri, mulai) {
                gelombang.push(p);
            }
        }
        let kerja = gelombang.into_iter().map(|p| async {
            let nama = p.kunci.as_ref().map(|k| k.kunci.clone()).unwrap_or_default();
            (nama, r.store.jalankan(p).await)
        });
        // Without the scheduler's budget, which would send some of them behind those that come after.
        for (nama, hasil) in tokio::task::unconstrained(join_all(kerja)).await {
            match hasil {
                Ok(h) => {
                    laporan.perintah += usize::from(!h.ulangan);
                    entri.insert(h.entri.id, h.entri);
                }
                Err(g @ (Galat::Dalam(_) | Galat::Sementara(_))) => return Err(g),
                Err(g) => {
                    tracing::warn!(perintah = nama, galat = %g, "a command of the demonstration was refused");
                    laporan.ditolak.push(format!("{nama}: {g}"));
                }
            }
        }
    }
    Ok(())
}

/// The command as it meets the entry: who holds it now answers, the clock's own step comes when its deadline has run
/// out, and nothing happens before what went before.
fn siap(p: Rencana, entri: &HashMap<IdEntri, Entri>, mulai: Timestamp) -> Option<kernel::Perintah> {
    let mut perintah = p.perintah;
    let Some(e) = entri.get(&p.entri) else {
        return Some(perintah);
    };
    if let Oleh::Pemegang(akun) = &p.oleh
        && let Some(a) = akun.get(&format!("penghubung.{}", e.pemegang))
    {
        perintah.pelaku = Pelaku::Akun(Box::new(a.clone()));
    }
    if p.otomatis {
        let tunda = 1_000 + angka(&p.entri.to_string(), 55_000);
        perintah.kini = saat(e.otomatis?.saturating_add(tunda));
        return (perintah.kini <= mulai).then_some(perintah);
    }
    perintah.kini = saat(
        p.kini
            .as_millisecond()
            .max(e.diubah + MENIT)
            .min(mulai.as_millisecond()),
    );
    Some(perintah)
}
