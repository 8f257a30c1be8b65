//! The story of an entry in words: what happened, by whom, what was said. For officials.

use kernel::{
    Bahasa, Entri, Jenis, Langkah, Medan, Peran, Peristiwa, Profil, RegisterDef, Siapa,
    kalender::saat,
    peristiwa::{Kejadian, OlehSiapa, Terlihat},
};
use maud::{Markup, html};
use ui::tampil::{self, Butir};

/// The events of an entry as parts of a timeline, in the order given.
pub fn butir(
    b: Bahasa,
    profil: &Profil,
    def: &RegisterDef,
    e: &Entri,
    peristiwa: &[Peristiwa],
) -> Vec<Butir> {
    peristiwa.iter().map(|p| satu(b, profil, def, e, p)).collect()
}

/// The office in whose name a step was taken: who coordinates owns the entry, who answers held it then.
pub fn kantor<'a>(profil: &'a Profil, e: &'a Entri, p: &'a Peristiwa, l: Option<&Langkah>) -> &'a str {
    let oleh = |p| l.is_some_and(|l| l.oleh.contains(&Siapa::Peran(p)));
    let koordinator = oleh(Peran::Koordinator) && !oleh(Peran::Penghubung);
    profil.nama_unit(if koordinator {
        e.unit.as_str()
    } else {
        p.isi.pemegang.as_str()
    })
}

fn satu(b: Bahasa, profil: &Profil, def: &RegisterDef, e: &Entri, p: &Peristiwa) -> Butir {
    let i = &p.isi;
    let langkah = match &i.kejadian {
        Kejadian::Langkah { langkah, dari, .. } => def.lifecycle.langkah(langkah, dari),
        _ => None,
    };
    let (pihak, siapa) = match &i.oleh {
        OlehSiapa::Pelapor => ("warga", b.t("Pelapor").to_owned()),
        OlehSiapa::Publik => ("warga", b.t("Warga").to_owned()),
        OlehSiapa::Sistem => ("sistem", b.t("Sistem").to_owned()),
        OlehSiapa::Akun { nama, .. } => ("opd", nama.clone()),
    };
    let (judul, isi) = match &i.kejadian {
        Kejadian::Dibuat => (
            b.isi("{register} dibuat", &[("register", b.t(&def.label))]),
            html! {},
        ),
        Kejadian::Diubah => (b.t("Isian diubah").to_owned(), perubahan(b, profil, def, p)),
        Kejadian::Dilupakan => (
            b.t("Data pribadi dihapus").to_owned(),
            tampil::paragraf(kata(p, "alasan")),
        ),
        Kejadian::Dibaca { .. } => (b.t("Dibaca").to_owned(), html! {}),
        Kejadian::Catatan => (
            b.t("Catatan internal").to_owned(),
            tampil::paragraf(kata(p, "catatan")),
        ),
        Kejadian::Langkah {
            langkah: kode,
            dari,
            ke,
        } => {
            let label = langkah.map_or(kode.as_str(), |l| b.t(&l.label)).to_owned();
            let medan: &[Medan] = langkah.map_or(&[], |l| &l.isian);
            let isi = html! {
                (dikatakan(b, profil, medan, p))
                @if dari != ke && let Some(k) = def.lifecycle.keadaan(ke) { p { (tampil::tanda(b, k)) } }
            };
            (label, isi)
        }
    };
    let pihak = if i.terlihat == Terlihat::Internal && pihak == "opd" {
        "internal"
    } else {
        pihak
    };
    // Citizens meet the office; the name of the person stays inside it.
    let siapa = if pihak == "opd" && i.terlihat == Terlihat::Publik {
        format!("{siapa}, {}", kantor(profil, e, p, langkah))
    } else {
        siapa
    };
    Butir {
        waktu: saat(i.waktu),
        pihak,
        siapa,
        judul,
        isi,
    }
}

fn kata<'a>(p: &'a Peristiwa, nama: &str) -> &'a str {
    p.isi
        .isi
        .get(nama)
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
}

/// What a step's form said: long texts as they were written, the rest as label and value.
fn dikatakan(b: Bahasa, profil: &Profil, medan: &[Medan], p: &Peristiwa) -> Markup {
    let ada = |m: &&Medan| p.isi.isi.contains_key(m.nama.as_ref());
    let (panjang, pendek): (Vec<&Medan>, Vec<&Medan>) = medan
        .iter()
        .filter(ada)
        .partition(|m| matches!(m.jenis, Jenis::Panjang { .. }));
    html! {
        @for m in panjang {
            @if m.internal {
                div.catatan { p { (tampil::tanda_kata("abu", b.t("Internal"))) } (tampil::paragraf(kata(p, &m.nama))) }
            } @else {
                (tampil::paragraf(kata(p, &m.nama)))
            }
        }
        @for m in pendek {
            @if let Some(v) = p.isi.isi.get(m.nama.as_ref()).filter(|_| !matches!(m.jenis, Jenis::Rujukan(_))) {
                p { (b.t(&m.label)) ": " (tampil::nilai(b, profil, m, v)) }
            }
        }
    }
}

fn perubahan(b: Bahasa, profil: &Profil, def: &RegisterDef, p: &Peristiwa) -> Markup {
    let baris: Vec<(Medan, &serde_json::Value)> = p
        .isi
        .isi
        .iter()
        .filter_map(|(k, v)| Some((def.medan(k)?, v)))
        .collect();
    html! {
        @for (m, v) in &baris {
            p {
                (b.t(&m.label)) ": "
                @if m.rahasia || m.pribadi {
                    (b.t("diubah"))
                } @else {
                    @if let Some(dari) = v.get("dari").filter(|d| !d.is_null()) { del { (tampil::nilai(b, profil, m, dari)) } " → " }
                    @if let Some(ke) = v.get("ke").filter(|k| !k.is_null()) { (tampil::nilai(b, profil, m, ke)) } @else { "—" }
                }
            }
        }
    }
}
