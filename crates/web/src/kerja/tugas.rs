//! Tugas saya: what waits for this person, most urgent first.

use axum::response::Response;
use kernel::{
    Galat, Keadaan, Peran, RegisterDef, Siapa, izin::Tindakan, kalender::saat, lifecycle::Giliran,
    nilai::KodeUnit,
};
use maud::html;
use store::{Daftar, Kolom, Saringan, Tampak, Urut};

use crate::{Gagal, Permintaan};

/// Most tasks shown of one register.
const BATAS: usize = 300;

/// The states in which a role has something to do, each with the units where this account holds such a role.
fn giliran<'a>(def: &'a RegisterDef, peran: &[(Peran, KodeUnit)]) -> Vec<(&'a Keadaan, Vec<String>)> {
    let bertugas = |k: &Keadaan, p: Peran| {
        def.lifecycle.dari(&k.kode).any(|l| {
            // What also the citizen may do is a favour of the desk, not its turn.
            l.oleh.contains(&Siapa::Peran(p))
                && !l.oleh.contains(&Siapa::Pelapor)
                // Nor is what leaves the entry where it stands.
                && l.ke.as_ref().is_some_and(|ke| *ke != k.kode)
        })
    };
    def.lifecycle
        .keadaan
        .iter()
        .filter(|k| k.giliran == Giliran::Pemegang)
        .filter_map(|k| {
            let mut unit: Vec<String> = peran
                .iter()
                .filter(|(p, _)| bertugas(k, *p))
                .map(|(_, u)| u.0.clone())
                .collect();
            unit.sort();
            unit.dedup();
            (!unit.is_empty()).then_some((k, unit))
        })
        .collect()
}

/// Whose hands an entry is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tangan {
    Unit,
    Saya,
    Rekan,
}

fn tangan(p: &Permintaan, def: &RegisterDef, t: &Tampak) -> Tangan {
    let siapa = def.petugas.as_deref().map_or("", |m| t.entri.teks(m));
    match p.pelaku.akun() {
        _ if siapa.is_empty() => Tangan::Unit,
        Some(a) if a.pengguna == siapa => Tangan::Saya,
        _ => Tangan::Rekan,
    }
}

/// The states in which the holder has to act, whatever the role.
fn menunggu_kantor(def: &RegisterDef) -> Vec<String> {
    let kantor = def
        .lifecycle
        .keadaan
        .iter()
        .filter(|k| k.giliran == Giliran::Pemegang);
    kantor.map(|k| k.kode.to_string()).collect()
}

/// What waits for this account, most urgent first, each with its register; and whether anything ever could. What a
/// colleague has in hand waits for that colleague, until it is late: then it is everybody's.
pub(super) async fn semua(p: &Permintaan) -> Result<(bool, Vec<(Tampak, String)>), Galat> {
    let peran = p.akun()?.peran.clone();
    let mut tugas: Vec<(Tampak, String)> = Vec::new();
    let mut punya = false;
    let kini = p.app.store.jam().kini().as_millisecond();
    for def in p.app.store.inventaris().clone().terbuka() {
        let Ok(w) = p.wewenang(def, Tindakan::Baca) else {
            continue;
        };
        // States that wait for the same units are one query.
        let mut kelompok: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for (k, unit) in giliran(def, &peran) {
            match kelompok.iter_mut().find(|(u, _)| *u == unit) {
                Some((_, keadaan)) => keadaan.push(k.kode.to_string()),
                None => kelompok.push((unit, vec![k.kode.to_string()])),
            }
        }
        for (pemegang, keadaan) in kelompok {
            punya = true;
            let d = Daftar {
                saring: Saringan {
                    keadaan,
                    pemegang,
                    terbuka: Some(true),
                    ..Saringan::default()
                },
                urut: Urut {
                    kolom: Kolom::Jatuh,
                    turun: false,
                },
                setelah: None,
                batas: BATAS,
            };
            let mut entri = p.app.store.daftar(&w, &p.pelaku, &d).await?.entri;
            entri.retain(|t| tangan(p, def, t) != Tangan::Rekan || t.entri.jatuh.is_some_and(|j| j < kini));
            tugas.extend(entri.into_iter().map(|t| (t, def.kode.to_string())));
        }
        // Whoever reads only what everybody reads has nothing in hand.
        let Some(medan) = def.petugas.as_ref().filter(|_| w.dalam()) else {
            continue;
        };
        let d = Daftar {
            saring: Saringan {
                keadaan: menunggu_kantor(def),
                medan: vec![(medan.to_string(), vec![p.akun()?.pengguna.clone()])],
                terbuka: Some(true),
                ..Saringan::default()
            },
            urut: Urut {
                kolom: Kolom::Jatuh,
                turun: false,
            },
            setelah: None,
            batas: BATAS,
        };
        let entri = p.app.store.daftar(&w, &p.pelaku, &d).await?.entri;
        punya |= !entri.is_empty();
        let ada: Vec<_> = tugas.iter().map(|(t, _)| t.entri.id).collect();
        let baru = entri.into_iter().filter(|t| !ada.contains(&t.entri.id));
        tugas.extend(baru.map(|t| (t, def.kode.to_string())));
    }
    tugas.sort_by_key(|(t, _)| t.entri.jatuh.unwrap_or(i64::MAX));
    Ok((punya, tugas))
}

pub(super) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let (b, kini) = (p.b, p.app.store.jam().kini());
    let (punya, tugas) = semua(&p).await?;
    let kal = &p.profil.kalender;
    let mut lain = Vec::new();
    for d in p.app.pendamping.iter() {
        lain.extend(d.tugas(&p).await?);
    }
    let sisa = |t: &Tampak| t.entri.jatuh.map(|j| kal.sisa_hari_kerja(kini, saat(j)));
    let mut grup: [(&str, Vec<&(Tampak, String)>); 4] = [
        ("Terlambat", vec![]),
        ("Hari ini", vec![]),
        ("Minggu ini", vec![]),
        ("Nanti", vec![]),
    ];
    for t in &tugas {
        let i = match sisa(&t.0) {
            Some(n) if n < 0 => 0,
            Some(0) => 1,
            Some(n) if n <= 5 => 2,
            _ => 3,
        };
        grup[i].1.push(t);
    }
    let judul = b.isi(
        "Tugas saya ({n})",
        &[("n", &ui::tampil::angka(tugas.len() as i64))],
    );
    let isi = html! {
        h1 { (judul) }
        @if tugas.is_empty() {
            @if punya {
                (ui::tampil::kosong(b.t("Tidak ada yang menunggu Anda."), b.t("Tugas baru muncul di sini begitu sampai di perangkat daerah Anda."), None))
            } @else if lain.is_empty() {
                (ui::tampil::kosong(b.t("Peran Anda tidak menangani entri."), b.t("Pilih register di menu untuk membaca."), None))
            }
        }
        @for (nama, baris) in grup.iter().filter(|(_, b)| !b.is_empty()) {
            section.tugas {
                h2 { (b.t(nama)) " " span.hitung { (ui::tampil::angka(baris.len() as i64)) } }
                ul {
                    @for (t, register) in baris {
                        @let e = &t.entri;
                        li data-baris=(e.nomor) {
                            div.tugas-isi {
                                a href=(p.alamat_entri(register, &e.nomor)) { (t.judul) }
                                small {
                                    (e.nomor) " · " (p.profil.nama_unit(e.pemegang.as_str()))
                                    @if let Some(d) = p.app.store.inventaris().register(register)
                                        && let Some(k) = d.lifecycle.keadaan(&e.keadaan) { " · " (ui::tampil::tanda(b, k)) }
                                    @if let Some(d) = p.app.store.inventaris().register(register) {
                                        @match tangan(&p, d, t) {
                                            Tangan::Unit => {},
                                            Tangan::Saya => { " · " (b.t("diserahkan kepada Anda")) },
                                            Tangan::Rekan => { " · " (b.t("di tangan rekan, dan terlambat")) },
                                        }
                                    }
                                }
                            }
                            div.tugas-tenggat {
                                @if let Some(j) = e.jatuh { (ui::tampil::tenggat(b, kal, kini, saat(j))) }
                            }
                        }
                    }
                }
            }
        }
        @for bagian in &lain { (bagian) }
        @if punya || !lain.is_empty() { p { a href=(p.ke("/kerja/kalender")) { (b.t("Tenggat di kalender Anda")) } } }
    };
    Ok(p.ruang(&judul, "tugas", isi))
}
