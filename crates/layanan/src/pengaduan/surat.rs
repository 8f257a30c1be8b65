//! Who is told what of a complaint: who filed it, everybody who follows it, and the colleague to whom it was handed.

use kernel::{
    Entri, Peta,
    nilai::Pilihan as _,
    register::{BahanSurat, Kabar, Kepada, Lihat, Register as _, Surat},
};
use serde_json::{Value, json};

use super::{
    Pengaduan,
    pilihan::{KanalLaporan, Langkah},
};
use crate::{eskalasi::Tujuan, ikut::KE_PERAMBAN};

/// The message to a colleague.
const TUGAS: &str = "tugas";

/// Where news goes: by e-mail; who wrote from a telephone and left no e-mail address hears the same way.
fn alamat(p: &Pengaduan) -> Option<String> {
    let telepon = |cara: &str| {
        p.pelapor
            .telepon
            .as_ref()
            .map(|t| format!("{cara}:{}", t.as_str()))
    };
    match (&p.pelapor.surel, p.kanal) {
        (Some(s), _) => Some(s.as_str().to_owned()),
        (None, KanalLaporan::Whatsapp) => telepon("whatsapp"),
        (None, KanalLaporan::Sms) => telepon("sms"),
        (None, _) => None,
    }
}

/// Who is told of a step, and what.
pub(super) fn kabar(p: &Pengaduan, langkah: Option<&str>, isian: &Peta, e: &Entri) -> Vec<Kabar> {
    let acara = match langkah.map(Langkah::dari_kode) {
        None => "diterima",
        Some(Some(Langkah::Teruskan)) => "diteruskan",
        Some(Some(Langkah::Tunda)) => "kelengkapan",
        Some(Some(Langkah::Kerjakan)) => "perkembangan",
        Some(Some(Langkah::Jawab)) => "dijawab",
        Some(Some(Langkah::Arsipkan | Langkah::Kedaluwarsa)) => "diarsipkan",
        Some(Some(Langkah::Gabung)) => "digabung",
        Some(Some(Langkah::Tutup)) => "selesai",
        Some(Some(Langkah::Keberatan | Langkah::BukaKembali | Langkah::Sanggah)) => "dibuka_kembali",
        Some(Some(Langkah::KabarMasalah)) => "masalah",
        Some(Some(Langkah::DiteruskanLuar)) => "luar",
        Some(Some(Langkah::BalasanLuar)) => "balasan_luar",
        Some(Some(Langkah::Tugaskan)) => return tugas(p, isian, e),
        // What the citizen did themselves, and what is internal, needs no message.
        Some(_) => return Vec::new(),
    };
    let kata = |k: &str| isian.get(k).and_then(Value::as_str);
    let teks = ["jawaban", "pesan", "alasan", "kabar", "balasan"]
        .iter()
        .find_map(|k| kata(k));
    let isi = json!({
        "judul": p.judul, "teks": teks.unwrap_or_default(), "pemegang": e.pemegang,
        "jatuh": e.jatuh.or(e.otomatis), "masalah": kata("nama"), "tujuan": kata("tujuan"),
    });
    let isi = match isi {
        Value::Object(o) => o,
        _ => Peta::new(),
    };
    // Others are told what everybody may read, and nothing of a report that was never public.
    let untuk_umum = match acara {
        _ if p.rahasia => false,
        "diteruskan" | "perkembangan" | "dijawab" | "selesai" | "dibuka_kembali" | "masalah" | "luar"
        | "balasan_luar" => true,
        _ => false,
    };
    let mut isi_umum = isi.clone();
    if acara == "dibuka_kembali" {
        isi_umum.remove("teks");
    }
    let satu = |kepada, isi| Kabar {
        kepada,
        acara: acara.to_owned(),
        isi,
    };
    alamat(p)
        .into_iter()
        .chain(p.peramban.map(|_| KE_PERAMBAN.to_owned()))
        .map(|a| satu(Kepada::Alamat(a), isi.clone()))
        .chain(untuk_umum.then(|| satu(Kepada::Pengikut, isi_umum)))
        .collect()
}

/// The colleague hears by letter, at the address that the account has; nobody outside does.
fn tugas(p: &Pengaduan, isian: &Peta, e: &Entri) -> Vec<Kabar> {
    let Some(pengguna) = isian.get("petugas").and_then(Value::as_str) else {
        return Vec::new();
    };
    let isi = [
        (
            "judul".to_owned(),
            if p.rahasia { "" } else { p.judul.as_str() }.into(),
        ),
        ("jatuh".to_owned(), e.jatuh.into()),
    ];
    vec![Kabar {
        kepada: Kepada::Alamat(format!("akun:{pengguna}")),
        acara: TUGAS.to_owned(),
        isi: isi.into_iter().collect(),
    }]
}

/// The letter to who filed it, or to the colleague to whom it was handed.
pub(super) fn surat(acara: &str, isi: &Peta, b: &BahanSurat) -> Option<Surat> {
    let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default();
    let daerah = &b.profil.daerah.nama;
    let pemegang = b.profil.nama_unit(teks("pemegang"));
    let hingga = isi.get("jatuh").and_then(Value::as_i64).map(|ms| {
        b.profil
            .kalender
            .tanggal_panjang(kernel::Bahasa::Id, kernel::kalender::saat(ms))
    });
    let hingga = hingga.as_deref().unwrap_or("waktu yang ditentukan");
    if acara == TUGAS {
        return Some(surat_tugas(isi, b, hingga));
    }
    let luar = Tujuan::dari_kode(teks("tujuan")).map_or("luar daerah", Tujuan::label);
    let (pokok, kabar) = match acara {
        "diterima" => (
            "sudah kami terima",
            format!("Laporan Anda sudah kami terima dan diperiksa paling lambat {hingga}."),
        ),
        "diteruskan" => (
            "diteruskan",
            format!("Laporan Anda diteruskan ke {pemegang}, yang menjawab paling lambat {hingga}."),
        ),
        "kelengkapan" => (
            "perlu dilengkapi",
            format!("Kami perlu keterangan tambahan dari Anda paling lambat {hingga}:"),
        ),
        "perkembangan" => ("sedang ditindaklanjuti", format!("Kabar dari {pemegang}:")),
        "dijawab" => (
            "sudah dijawab",
            format!(
                "{pemegang} menjawab laporan Anda. Bila belum sesuai, ajukan keberatan paling lambat {hingga}; setelah itu laporan selesai dengan sendirinya."
            ),
        ),
        "diarsipkan" => (
            "diarsipkan",
            "Laporan Anda tidak dapat ditangani lebih lanjut. Anda dapat mengajukan keberatan.".to_owned(),
        ),
        "digabung" => (
            "digabung",
            "Laporan Anda dilanjutkan bersama laporan lain tentang hal yang sama. Nomor Anda tetap berlaku."
                .to_owned(),
        ),
        "selesai" => (
            "selesai",
            "Laporan Anda selesai karena tidak ada keberatan. Anda tetap dapat mengajukan keberatan."
                .to_owned(),
        ),
        "dibuka_kembali" => (
            "dibuka kembali",
            format!("Laporan Anda ditangani lagi oleh {pemegang}."),
        ),
        // News of the report in which this one goes on.
        "induk" => {
            let (pokok, kabar) = kabar_umum(teks("acara"), isi, b)?;
            (
                pokok,
                format!(
                    "Laporan Anda dilanjutkan bersama laporan {}. {kabar}",
                    teks("laporan")
                ),
            )
        }
        "luar" => (
            "diteruskan ke luar daerah",
            format!(
                "Penanganan laporan Anda bukan wewenang daerah; kami meneruskannya ke {luar}, tanpa identitas Anda."
            ),
        ),
        "balasan_luar" => ("dibalas", format!("Balasan dari {luar}:")),
        "masalah" => (
            "bagian dari masalah yang sama",
            format!(
                "Kabar tentang masalah “{}”, yang juga Anda laporkan:",
                teks("masalah")
            ),
        ),
        _ => return None,
    };
    // The subject stays the same from letter to letter: large providers keep only such letters together.
    let mut badan = format!("Laporan {} {pokok}.\n\n{kabar}\n", b.nomor);
    if !teks("teks").is_empty() {
        badan.push_str(&format!("\n{}\n", teks("teks")));
    }
    badan.push_str(&format!(
        "\nLaporan: {}\nNomor: {}\nKode lacak: {}\n\nLihat dan tanggapi di {}/pengaduan/lacak\nJangan berikan kode lacak kepada siapa pun.\n\n{daerah}\n",
        teks("judul"),
        b.nomor,
        b.kode_lacak,
        b.alamat
    ));
    Some(Surat {
        subjek: format!("Laporan {}: {}", b.nomor, teks("judul")),
        badan,
        lihat: Some(Lihat {
            label: "Lihat dan tanggapi".to_owned(),
            alamat: format!("{}/pengaduan/lacak", b.alamat),
        }),
    })
}

/// Number and title are enough to find it; what a citizen wrote stays in the workspace.
fn surat_tugas(isi: &Peta, b: &BahanSurat, hingga: &str) -> Surat {
    let judul = isi.get("judul").and_then(Value::as_str).unwrap_or_default();
    let alamat = format!("{}/kerja/{}/entri/{}", b.alamat, Pengaduan::KODE, b.nomor);
    let nomor = b.nomor;
    let pokok = match judul {
        "" => String::new(),
        j => format!("\nLaporan: {j}"),
    };
    Surat {
        subjek: format!("Laporan {nomor} diserahkan kepada Anda"),
        badan: format!(
            "Laporan {nomor} diserahkan kepada Anda untuk ditangani. Batas waktunya: {hingga}.\n{pokok}\nBuka di {alamat}\n\n{}\n",
            b.profil.daerah.nama
        ),
        lihat: Some(Lihat {
            label: "Buka laporan".to_owned(),
            alamat,
        }),
    }
}

/// What everybody may be told of an event: how the subject line ends, and the first sentence.
pub(crate) fn kabar_umum(acara: &str, isi: &Peta, b: &BahanSurat) -> Option<(&'static str, String)> {
    let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default();
    let pemegang = b.profil.nama_unit(teks("pemegang"));
    let luar = || Tujuan::dari_kode(teks("tujuan")).map_or("luar daerah", Tujuan::label);
    Some(match acara {
        "diteruskan" => ("diteruskan", format!("Laporan ini diteruskan ke {pemegang}.")),
        "perkembangan" => ("sedang ditindaklanjuti", format!("Kabar dari {pemegang}:")),
        "dijawab" => ("sudah dijawab", format!("{pemegang} menjawab laporan ini:")),
        "selesai" => ("selesai", "Laporan ini selesai.".to_owned()),
        "dibuka_kembali" => (
            "dibuka kembali",
            format!("Laporan ini ditangani lagi oleh {pemegang}."),
        ),
        "masalah" => (
            "bagian dari masalah yang sama",
            format!(
                "Kabar tentang masalah “{}”, yang mencakup laporan ini:",
                teks("masalah")
            ),
        ),
        "luar" => (
            "diteruskan ke luar daerah",
            format!("Laporan ini diteruskan ke {}.", luar()),
        ),
        "balasan_luar" => ("dibalas", format!("Balasan dari {}:", luar())),
        _ => return None,
    })
}
