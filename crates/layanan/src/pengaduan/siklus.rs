//! The life cycle of a complaint: who may do what from where, what it asks, which deadlines it stops and starts.

use kernel::{
    izin::{Peran, Siapa},
    lifecycle::{Giliran, Keadaan as K, Lama, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Bilangan, Foto, Jenis, Medan, Pilihan as _, Sumber, Teks},
    peristiwa::Terlihat,
    register::Register as _,
};

use super::{
    Pengaduan,
    pilihan::{KanalLaporan, Keadaan, Kelas, Kepuasan, Langkah, Prioritas},
};
use crate::{eskalasi::Tujuan, ikut::langganan};

/// The table of steps: coordinator, unit, citizen, others through the program, clock.
#[rustfmt::skip]
pub(super) fn lifecycle() -> Lifecycle {
    use Keadaan::*;
    let keadaan = |k: Keadaan, arti: &'static str, giliran, warna| K {
        kode: k.into(),
        label: k.label().into(),
        arti: arti.into(),
        giliran,
        warna,
    };
    let langkah = |l: Langkah, akibat: &'static str| L::baru(l, l.label(), akibat);
    let sla = |kunci: &'static str| Lama::Sla(kunci.into());
    let koordinator = || [Siapa::Peran(Peran::Koordinator)];
    let opd = || [Siapa::Peran(Peran::Penghubung)];
    // Who works in the unit that holds it, and who coordinates.
    let rekan = || {
        [
            Siapa::Peran(Peran::Koordinator),
            Siapa::Peran(Peran::Kepala),
            Siapa::Peran(Peran::Penghubung),
            Siapa::Peran(Peran::Petugas),
        ]
    };
    // An official may pass on what the citizen said by phone or letter, never accept an answer for them.
    let warga = || {
        [
            Siapa::Pelapor,
            Siapa::Peran(Peran::Koordinator),
            Siapa::Peran(Peran::Petugas),
            Siapa::Peran(Peran::Penghubung),
        ]
    };
    let jawaban = || {
        pesan("jawaban", "Jawaban untuk pelapor")
            .bantuan("Dibaca pelapor; bila laporan tidak rahasia, dibaca umum.")
    };
    Lifecycle {
        keadaan: vec![
            keadaan(Baru, "Laporan Anda sedang diperiksa sebelum diteruskan.", Giliran::Pemegang, Warna::Biru),
            keadaan(Ditunda, "Kami perlu keterangan tambahan dari Anda.", Giliran::Pelapor, Warna::Jingga),
            keadaan(Diteruskan, "Perangkat daerah yang berwenang sudah menerima laporan Anda.", Giliran::Pemegang, Warna::Biru),
            keadaan(Dikerjakan, "Perangkat daerah sedang menangani laporan Anda.", Giliran::Pemegang, Warna::Jingga),
            keadaan(Dijawab, "Jawaban sudah diberikan. Katakan apakah Anda menerimanya.", Giliran::Pelapor, Warna::Hijau),
            keadaan(Selesai, "Laporan ini sudah selesai.", Giliran::Selesai, Warna::Hijau),
            keadaan(Digabung, "Laporan ini dilanjutkan bersama laporan lain tentang hal yang sama.", Giliran::Selesai, Warna::Abu),
            keadaan(Diarsipkan, "Laporan ini tidak dapat ditangani; alasannya ada di bawah.", Giliran::Selesai, Warna::Abu),
        ],
        mulai: vec![("verifikasi".into(), sla("verifikasi"))],
        nama_tenggat: vec![
            ("verifikasi".into(), "Verifikasi dan penerusan".into()),
            ("jawaban".into(), "Jawaban pertama".into()),
            ("penyelesaian".into(), "Penyelesaian".into()),
            ("kelengkapan".into(), "Kelengkapan dari pelapor".into()),
            ("penutupan".into(), "Tanggapan pelapor".into()),
        ],
        langkah: vec![
            // ------------------------------------------------------------------ coordinator
            langkah(Langkah::Teruskan, "Perangkat daerah tujuan memegang laporan ini dan wajib menjawab dalam batas waktu.")
                .dari([Baru, Ditunda])
                .ke(Diteruskan)
                .oleh(koordinator())
                .isian([unit(), kelas(), catatan()])
                .salin(["kelas"])
                .pindah(Pindah::KeIsian("unit".into()))
                .henti(["verifikasi", "kelengkapan"])
                .mulai("jawaban", sla("jawaban"))
                .mulai("penyelesaian", sla("penyelesaian.{kelas}"))
                .terlihat(Terlihat::Publik)
                .massal(),
            langkah(Langkah::Teruskan, "Laporan berpindah ke perangkat daerah lain; batas waktu penyelesaian tetap berjalan.")
                .dari([Diteruskan, Dikerjakan])
                .ke(Diteruskan)
                .oleh(koordinator())
                .isian([unit(), catatan()])
                .pindah(Pindah::KeIsian("unit".into()))
                .mulai("jawaban", sla("jawaban"))
                .terlihat(Terlihat::Publik)
                .massal(),
            langkah(Langkah::Tunda, "Pelapor diminta melengkapi. Tanpa balasan, laporan diarsipkan sendiri pada akhir batas waktu.")
                .dari([Baru])
                .ke(Ditunda)
                .oleh(koordinator())
                .isian([pesan("pesan", "Apa yang perlu dilengkapi?")])
                .henti(["verifikasi"])
                .mulai("kelengkapan", sla("kelengkapan")),
            langkah(Langkah::Arsipkan, "Laporan tidak ditangani lebih lanjut. Pelapor membaca alasannya dan dapat mengajukan keberatan.")
                .dari([Baru, Ditunda])
                .ke(Diarsipkan)
                .oleh(koordinator())
                .isian([pesan("alasan", "Alasan")])
                .henti(["verifikasi", "kelengkapan"])
                .bahaya(),
            langkah(Langkah::Gabung, "Laporan ini dilanjutkan bersama laporan yang Anda sebut; nomornya tetap berlaku.")
                .dari([Baru, Ditunda, Diteruskan, Dikerjakan])
                .ke(Digabung)
                .oleh(koordinator())
                .isian([Medan::baru("ke", "Laporan utama", Jenis::Rujukan(Pengaduan::KODE.into())).bantuan("Nomor laporan yang dilanjutkan.")])
                .tautkan("ke", "digabung_ke")
                .henti(["verifikasi", "kelengkapan", "jawaban", "penyelesaian"])
                .bahaya(),
            langkah(Langkah::BukaKembali, "Laporan ditangani lagi; batas waktu berjalan dari awal.")
                .dari([Selesai])
                .ke(Dikerjakan)
                .oleh(koordinator())
                .isian([pesan("alasan", "Alasan")])
                .mulai("jawaban", sla("jawaban"))
                .mulai("penyelesaian", sla("penyelesaian.{kelas}"))
                .terlihat(Terlihat::Publik),
            langkah(Langkah::BukaKembali, "Laporan diperiksa lagi dari awal.")
                .dari([Diarsipkan, Digabung])
                .ke(Baru)
                .oleh(koordinator())
                .isian([pesan("alasan", "Alasan")])
                .pindah(Pindah::KePemilik)
                .mulai("verifikasi", sla("verifikasi")),
            langkah(Langkah::Kaitkan, "Pelapor membaca bahwa laporannya bagian dari masalah itu, dan menerima kabar penanggung jawabnya.")
                .dari([Baru, Ditunda, Diteruskan, Dikerjakan, Dijawab, Selesai, Diarsipkan])
                .oleh([Siapa::Peran(Peran::Koordinator), Siapa::Peran(Peran::Penghubung)])
                .isian([Medan::baru("masalah", "Masalah", Jenis::Rujukan(crate::masalah::KODE.into()))
                    .boleh_kosong()
                    .bantuan("Nomor masalahnya. Kosongkan untuk melepaskan laporan dari masalah.")])
                .salin(["masalah"])
                .terlihat(Terlihat::Internal)
                .massal(),
            langkah(Langkah::KabarMasalah, "Pelapor membaca kabar dari penanggung jawab masalah.")
                .dari(Keadaan::SEMUA.iter().copied())
                .oleh([Siapa::Sistem])
                .ikutan()
                .isian([
                    Medan::dari::<Teks<150>>("nama", "Masalah"),
                    pesan("kabar", "Kabar"),
                    Medan::dari::<Bilangan<1, 1_000>>("ke", "Kabar ke").internal(),
                ])
                .terlihat(Terlihat::Publik),
            langkah(Langkah::DiteruskanLuar, "Pelapor membaca ke mana laporannya diteruskan.")
                .dari(Keadaan::SEMUA.iter().copied())
                .oleh([Siapa::Sistem])
                .ikutan()
                .isian([tujuan_luar(), Medan::dari::<Option<Teks<100>>>("nomor_luar", "Nomor di tujuan")])
                .terlihat(Terlihat::Publik),
            langkah(Langkah::BalasanLuar, "Pelapor membaca balasannya.")
                .dari(Keadaan::SEMUA.iter().copied())
                .oleh([Siapa::Sistem])
                .ikutan()
                .isian([tujuan_luar(), pesan("balasan", "Balasan")])
                .terlihat(Terlihat::Publik),
            // ------------------------------------------------------------------ unit
            langkah(Langkah::Periksa, "Hanya dibaca petugas: apa yang ditemukan di lapangan. Keadaan laporan tetap.")
                .dari([Diteruskan, Dikerjakan])
                .oleh([Siapa::Peran(Peran::Penghubung), Siapa::Peran(Peran::Petugas), Siapa::Peran(Peran::Kepala)])
                .isian([
                    pesan("temuan", "Apa yang ditemukan?"),
                    Medan::dari::<Foto<5>>("foto", "Foto"),
                ])
                .terlihat(Terlihat::Internal),
            langkah(Langkah::Kembalikan, "Koordinator memegang laporan ini lagi dan mencari perangkat daerah yang tepat.")
                .dari([Diteruskan, Dikerjakan])
                .ke(Baru)
                .oleh(opd())
                .isian([pesan("alasan", "Mengapa bukan wewenang Anda?")])
                .pindah(Pindah::KePemilik)
                .henti(["jawaban", "penyelesaian"])
                .mulai("verifikasi", sla("verifikasi"))
                .terlihat(Terlihat::Internal),
            langkah(Langkah::Kerjakan, "Pelapor membaca bahwa Anda mulai bekerja. Batas waktu penyelesaian tetap berjalan.")
                .dari([Diteruskan])
                .ke(Dikerjakan)
                .oleh(opd())
                .isian([jawaban(), catatan()])
                .henti(["jawaban"])
                .terlihat(Terlihat::Publik)
                .massal(),
            langkah(Langkah::Kerjakan, "Pelapor membaca perkembangannya. Batas waktu penyelesaian tetap berjalan.")
                .dari([Dikerjakan])
                .oleh(opd())
                .isian([jawaban(), catatan()])
                .henti(["jawaban"])
                .terlihat(Terlihat::Publik),
            langkah(Langkah::Jawab, "Pelapor diminta menanggapi. Tanpa keberatan, laporan selesai sendiri pada akhir batas waktu.")
                .dari([Diteruskan, Dikerjakan])
                .ke(Dijawab)
                .oleh(opd())
                .isian([jawaban(), catatan()])
                .henti(["jawaban", "penyelesaian"])
                .mulai("penutupan", sla("penutupan"))
                .terlihat(Terlihat::Publik)
                .massal(),
            langkah(Langkah::Tugaskan, "Rekan itu menemukannya di Tugas saya dan menerima surat. Batas waktu tetap berjalan.")
                .dari([Baru, Diteruskan, Dikerjakan])
                // A post that is handed over takes along what its holder had in hand.
                .oleh(rekan().into_iter().chain([Siapa::Sistem]))
                .ikutan()
                .isian([
                    Medan::dari::<Teks<80>>("petugas", "Rekan").bantuan("Nama pengguna rekan di perangkat daerah yang memegang laporan ini."),
                    catatan(),
                ])
                .salin(["petugas"])
                .terlihat(Terlihat::Internal),
            langkah(Langkah::Ambil, "Rekan Anda melihat bahwa Anda menanganinya. Batas waktu tetap berjalan.")
                .dari([Baru, Diteruskan, Dikerjakan])
                .oleh(rekan())
                .terlihat(Terlihat::Internal),
            langkah(Langkah::Lepas, "Laporan kembali menunggu siapa saja di perangkat daerah ini.")
                .dari([Baru, Diteruskan, Dikerjakan])
                .oleh(rekan())
                .isian([catatan()])
                .terlihat(Terlihat::Internal),
            // ------------------------------------------------------------------ citizen
            langkah(Langkah::Langgan, "Peramban ini memberi tahu Anda bila ada kabar; dikosongkan berarti berhenti.")
                .dari(Keadaan::SEMUA.iter().copied())
                .oleh([Siapa::Pelapor])
                .isian([langganan()])
                .salin(["langganan"]),
            langkah(Langkah::Tanggapi, "Laporan kembali diperiksa.")
                .dari([Ditunda])
                .ke(Baru)
                .oleh(warga())
                .isian([pesan("pesan", "Keterangan"), foto(), kanal()])
                .pindah(Pindah::KePemilik)
                .henti(["kelengkapan"])
                .mulai("verifikasi", sla("verifikasi")),
            langkah(Langkah::Tanggapi, "Perangkat daerah membaca keterangan ini.")
                .dari([Baru, Diteruskan])
                .oleh(warga())
                .isian([pesan("pesan", "Keterangan"), foto(), kanal()]),
            langkah(Langkah::Tanggapi, "Perangkat daerah wajib menjawab keterangan ini.")
                .dari([Dikerjakan, Dijawab])
                .ke(Dikerjakan)
                .oleh(warga())
                .isian([pesan("pesan", "Keterangan"), foto(), kanal()])
                .henti(["penutupan"])
                .mulai("jawaban", sla("jawaban")),
            langkah(Langkah::Terima, "Laporan selesai.")
                .dari([Dijawab])
                .ke(Selesai)
                .oleh([Siapa::Pelapor])
                .isian([pesan("pesan", "Pesan untuk perangkat daerah").boleh_kosong()])
                .henti(["penutupan"]),
            langkah(Langkah::Nilai, "Satu ketukan. Laporan tidak berubah karenanya.")
                .dari([Dijawab, Selesai])
                .oleh([Siapa::Pelapor])
                .isian([Medan::dari::<Kepuasan>("kepuasan", "Bagaimana laporan Anda ditangani?")])
                .salin(["kepuasan"]),
            langkah(Langkah::Keberatan, "Laporan ditangani lagi; perangkat daerah wajib menjawab keberatan Anda.")
                .dari([Dijawab, Selesai])
                .ke(Dikerjakan)
                .oleh(warga())
                .isian([pesan("pesan", "Apa yang belum sesuai?"), foto(), kanal()])
                .henti(["penutupan"])
                .mulai("jawaban", sla("jawaban"))
                .mulai("penyelesaian", sla("penyelesaian.{kelas}")),
            langkah(Langkah::Keberatan, "Laporan diperiksa lagi dari awal.")
                .dari([Diarsipkan, Digabung])
                .ke(Baru)
                .oleh(warga())
                .isian([pesan("pesan", "Mengapa laporan ini perlu ditangani?"), foto(), kanal()])
                .pindah(Pindah::KePemilik)
                .mulai("verifikasi", sla("verifikasi")),
            // ------------------------------------------------------------------ others, through the program
            langkah(Langkah::Sanggah, "Laporan ditangani lagi; perangkat daerah wajib menjawab sanggahan ini.")
                .dari([Dijawab, Selesai])
                .ke(Dikerjakan)
                .ikutan()
                .isian([pesan("pesan", "Apa yang belum selesai?")])
                .henti(["penutupan"])
                .mulai("jawaban", sla("jawaban"))
                .mulai("penyelesaian", sla("penyelesaian.{kelas}")),
            langkah(Langkah::Sanggah, "Perangkat daerah membaca sanggahan ini.")
                .dari([Diteruskan, Dikerjakan])
                .ikutan()
                .isian([pesan("pesan", "Apa yang belum selesai?")]),
            langkah(Langkah::Prioritaskan, "Laporan ditandai dalam daftar petugas.")
                .dari([Diteruskan, Dikerjakan, Dijawab])
                .ikutan()
                .isian([
                    Medan::dari::<Prioritas>("prioritas", "Prioritas"),
                    Medan::dari::<Option<Bilangan<0, 1_000_000_000>>>("pengikut", "Warga lain yang mengikuti"),
                    Medan::dari::<Option<Bilangan<0, 1_000_000_000>>>("pengikut_pasti", "Di antaranya dengan surel yang sudah dipastikan"),
                    Medan::dari::<Option<Bilangan<0, 1_000_000>>>("terlambat_hari", "Hari sejak batas waktu pertama terlewat"),
                ])
                .salin(["prioritas", "pengikut", "pengikut_pasti", "terlambat_hari"])
                .terlihat(Terlihat::Publik),
            langkah(Langkah::LanggananPutus, "Peramban pelapor tidak menerima kabar lagi.")
                .dari(Keadaan::SEMUA.iter().copied())
                .oleh([Siapa::Sistem])
                .ikutan()
                .terlihat(Terlihat::Internal),
            // ------------------------------------------------------------------ clock
            langkah(Langkah::Tutup, "Laporan selesai karena tidak ada keberatan sampai akhir batas waktu.")
                .dari([Dijawab])
                .ke(Selesai)
                .otomatis("penutupan")
                .henti(["penutupan"])
                .terlihat(Terlihat::Publik),
            langkah(Langkah::Kedaluwarsa, "Laporan diarsipkan karena tidak dilengkapi sampai akhir batas waktu.")
                .dari([Ditunda])
                .ke(Diarsipkan)
                .otomatis("kelengkapan")
                .henti(["kelengkapan"]),
        ],
        ..Lifecycle::default()
    }
}

fn pesan(nama: &'static str, label: &'static str) -> Medan {
    Medan::baru(nama, label, Jenis::Panjang { maks: 5_000 })
}

fn unit() -> Medan {
    Medan::baru("unit", "Perangkat daerah tujuan", Jenis::DariProfil(Sumber::Unit))
}

fn kelas() -> Medan {
    Medan::dari::<Kelas>("kelas", "Kelas laporan").bantuan("Menentukan batas waktu penyelesaian.")
}

fn catatan() -> Medan {
    Medan::baru("catatan", "Catatan internal", Jenis::Panjang { maks: 5_000 })
        .boleh_kosong()
        .internal()
        .bantuan("Hanya dibaca petugas; tidak terlihat oleh pelapor.")
}

fn tujuan_luar() -> Medan {
    Medan::dari::<Tujuan>("tujuan", "Tujuan")
}

/// Pictures that the citizen adds to a word of theirs.
fn foto() -> Medan {
    Medan::dari::<Foto<5>>("foto", "Foto").boleh_kosong()
}

fn kanal() -> Medan {
    Medan::dari::<KanalLaporan>("kanal", "Kanal")
        .boleh_kosong()
        .bantuan("Bila petugas mencatat untuk pelapor: lewat apa disampaikan?")
}
