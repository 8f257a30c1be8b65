//! The story of a report as citizens read it: offices instead of officials' names, and what happened in words that
//! speak to whoever filed it.

use kernel::{
    Bahasa, Entri, Jenis, Langkah, Peristiwa, Profil, RegisterDef, Siapa,
    kalender::saat,
    peristiwa::{Kejadian, OlehSiapa},
};
use maud::{Markup, html};
use ui::tampil::{self, Butir};

/// Who reads the story.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pembaca {
    /// Who filed the report.
    Pelapor,
    /// Everybody.
    Umum,
}

/// What is told, newest first, as the store gave it.
pub(super) fn butir(
    b: Bahasa,
    profil: &Profil,
    def: &RegisterDef,
    e: &Entri,
    peristiwa: &[Peristiwa],
    pembaca: Pembaca,
) -> Vec<Butir> {
    let k = Cerita {
        b,
        profil,
        def,
        e,
        pembaca,
    };
    let mut hasil: Vec<Butir> = peristiwa.iter().map(|p| k.satu(p)).collect();
    // The public does not read the event of filing, but when a report came is no secret.
    if !peristiwa.iter().any(|p| p.isi.kejadian == Kejadian::Dibuat) {
        let siapa = k.warga();
        let judul = b.t("mengirim laporan").to_owned();
        hasil.push(Butir {
            waktu: e.saat_dibuat(),
            pihak: "warga",
            siapa,
            judul,
            isi: html! {},
        });
    }
    hasil
}

struct Cerita<'a> {
    b: Bahasa,
    profil: &'a Profil,
    def: &'a RegisterDef,
    e: &'a Entri,
    pembaca: Pembaca,
}

impl Cerita<'_> {
    fn warga(&self) -> String {
        self.b
            .t(if self.pembaca == Pembaca::Pelapor {
                "Anda"
            } else {
                "Pelapor"
            })
            .to_owned()
    }

    fn satu(&self, p: &Peristiwa) -> Butir {
        let (b, i) = (self.b, &p.isi);
        let langkah = match &i.kejadian {
            Kejadian::Langkah { langkah, dari, .. } => self.def.lifecycle.langkah(langkah, dari),
            _ => None,
        };
        let (pihak, siapa) = match &i.oleh {
            OlehSiapa::Pelapor | OlehSiapa::Publik => ("warga", self.warga()),
            OlehSiapa::Sistem => ("sistem", b.t("Praja").to_owned()),
            OlehSiapa::Akun { .. } => self.petugas(p, langkah),
        };
        let judul = match &i.kejadian {
            Kejadian::Dibuat => b.t("mengirim laporan").to_owned(),
            Kejadian::Langkah {
                langkah: kode, ke, ..
            } => self.perbuatan(kode, ke, langkah),
            Kejadian::Diubah | Kejadian::Catatan | Kejadian::Dibaca { .. } => {
                b.t("memperbarui catatan").to_owned()
            }
            Kejadian::Dilupakan => b.t("menghapus data pribadi pelapor").to_owned(),
        };
        Butir {
            waktu: saat(i.waktu),
            pihak,
            siapa,
            judul,
            isi: self.dikatakan(p, langkah),
        }
    }

    /// The office behind an account: who coordinates owns the report, who answers holds it. An official who passes
    /// on the citizen's own word speaks for the citizen.
    fn petugas(&self, p: &Peristiwa, l: Option<&Langkah>) -> (&'static str, String) {
        let untuk_warga =
            p.isi.kejadian == Kejadian::Dibuat || l.is_some_and(|l| l.oleh.contains(&Siapa::Pelapor));
        if untuk_warga {
            return (
                "warga",
                self.b
                    .isi("{siapa} (dicatat petugas)", &[("siapa", &self.warga())]),
            );
        }
        ("opd", web::cerita::kantor(self.profil, self.e, p, l).to_owned())
    }

    /// What the step did, as a predicate; for a step that has no words here, the state it led to.
    fn perbuatan(&self, kode: &str, ke: &str, l: Option<&Langkah>) -> String {
        let b = self.b;
        let kata = match kode {
            "teruskan" => b.t("meneruskan laporan"),
            "tunda" => b.t("meminta keterangan tambahan"),
            "arsipkan" => b.t("mengarsipkan laporan"),
            "gabung" => b.t("menggabungkan dengan laporan lain"),
            "buka_kembali" => b.t("membuka kembali laporan"),
            "kerjakan" => b.t("memberi kabar"),
            "jawab" => b.t("menjawab laporan"),
            "tanggapi" => b.t("menambah keterangan"),
            "terima" => b.t("menerima jawaban"),
            "nilai" => b.t("menilai penanganan laporan"),
            "keberatan" => b.t("mengajukan keberatan"),
            "tutup" => b.t("laporan selesai tanpa keberatan"),
            "diteruskan_luar" => b.t("laporan diteruskan ke luar daerah"),
            "balasan_luar" => b.t("balasan dari luar daerah"),
            "kabar_masalah" => b.t("kabar tentang masalah yang sama"),
            "kedaluwarsa" => b.t("laporan diarsipkan karena tidak dilengkapi"),
            _ => match (self.def.lifecycle.keadaan(ke), l) {
                (Some(k), _) => b.t(&k.label),
                (None, Some(l)) => b.t(&l.label),
                (None, None) => kode,
            },
        };
        kata.to_owned()
    }

    /// What was said: long texts as they were written, the rest as label and value. Ids of other entries say nothing
    /// to people; the page links them where the reader may follow.
    fn dikatakan(&self, p: &Peristiwa, l: Option<&Langkah>) -> Markup {
        let (b, isi) = (self.b, &p.isi.isi);
        let medan = l.map(|l| l.isian.as_slice()).unwrap_or_default();
        let tampak = medan
            .iter()
            .filter(|m| !m.internal && !matches!(m.jenis, Jenis::Rujukan(_)));
        let ada: Vec<_> = tampak
            .filter_map(|m| Some((m, isi.get(m.nama.as_ref())?)))
            .collect();
        if ada.is_empty() {
            return html! {};
        }
        html! {
            @for (m, v) in ada {
                @match m.jenis {
                    Jenis::Panjang { .. } | Jenis::Berkas { .. } => (tampil::nilai(b, self.profil, m, v)),
                    _ => p { (b.t(&m.label)) ": " (tampil::nilai(b, self.profil, m, v)) },
                }
            }
        }
    }
}
