//! The choices of a complaint: what is filed and how it came, where it stands, what may be done, how pressing it is.

use jiff::Timestamp;
use kernel::Tenggat;
use register_derive::Pilihan;

/// What is filed (SP4N-LAPOR!).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisLaporan {
    /// Something is wrong.
    #[pilihan("Pengaduan")]
    Pengaduan,
    /// A wish or proposal.
    #[pilihan("Aspirasi")]
    Aspirasi,
    /// A question.
    #[pilihan("Permintaan informasi")]
    PermintaanInformasi,
}

/// How it reached us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pilihan)]
pub enum KanalLaporan {
    /// The portal or the API.
    #[default]
    #[pilihan("Daring")]
    Daring,
    /// Telephone.
    #[pilihan("Telepon")]
    Telepon,
    /// Letter.
    #[pilihan("Surat")]
    Surat,
    /// WhatsApp.
    #[pilihan("WhatsApp")]
    Whatsapp,
    /// In person.
    #[pilihan("Loket")]
    Loket,
    /// E-mail.
    #[pilihan("Surel")]
    Surel,
    /// Short message.
    #[pilihan("SMS")]
    Sms,
}

/// Class of a complaint: how long settling it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kelas {
    /// A question.
    #[pilihan("Permintaan informasi")]
    PermintaanInformasi,
    /// A wish.
    #[pilihan("Aspirasi")]
    Aspirasi,
    /// An ordinary complaint.
    #[pilihan("Pengaduan tidak berkadar pengawasan")]
    TidakBerkadar,
    /// A complaint that needs an inquiry (misconduct, corruption).
    #[pilihan("Pengaduan berkadar pengawasan")]
    Berkadar,
}

/// What the citizen says of how the report was handled, on the four steps of the survey of public satisfaction
/// (PermenPANRB 14/2017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kepuasan {
    /// 1.
    #[pilihan("Tidak puas")]
    TidakPuas,
    /// 2.
    #[pilihan("Kurang puas")]
    KurangPuas,
    /// 3.
    #[pilihan("Puas")]
    Puas,
    /// 4.
    #[pilihan("Sangat puas")]
    SangatPuas,
}

impl Kepuasan {
    /// From 1 (not at all) to 4 (very).
    pub(super) fn nilai(self) -> i64 {
        match self {
            Kepuasan::TidakPuas => 1,
            Kepuasan::KurangPuas => 2,
            Kepuasan::Puas => 3,
            Kepuasan::SangatPuas => 4,
        }
    }
}

/// How pressing a complaint is: how many people it touches, and whether it is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pilihan)]
pub enum Prioritas {
    /// Like any other.
    #[pilihan("Biasa")]
    Biasa,
    /// A few people, or late.
    #[pilihan("Meningkat")]
    Meningkat,
    /// Many people, or a few and late.
    #[pilihan("Tinggi")]
    Tinggi,
    /// Very many people, or many and late.
    #[pilihan("Mendesak")]
    Mendesak,
}

/// Days after a missed deadline until a report rises once more.
const HARI_NAIK: i64 = 10;
const MS_SEHARI: i64 = 86_400_000;

/// How long what should have happened has not: the missed deadlines that still run, and the days since the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kelambatan {
    /// Deadlines missed.
    pub tenggat: i64,
    /// Whole days since the first of them.
    pub hari: i64,
}

impl Kelambatan {
    /// Of a report with these deadlines, now.
    pub fn dari(tenggat: &[Tenggat], kini: Timestamp) -> Self {
        let lewat = || tenggat.iter().filter(|t| t.berjalan() && t.terlambat(kini));
        let pertama = lewat().map(|t| t.jatuh).min();
        Kelambatan {
            tenggat: i64::try_from(lewat().count()).unwrap_or_default(),
            hari: pertama.map_or(0, |j| (kini.as_millisecond() - j) / MS_SEHARI),
        }
    }

    /// One step for each deadline, and one for every ten days more.
    fn langkah(self) -> i64 {
        match self.tenggat {
            0 => 0,
            n => n + self.hari / HARI_NAIK,
        }
    }
}

impl Prioritas {
    /// Of a report that others follow. Whoever follows without a proved address raises it by one step at most, however
    /// many there are: such followers cost nothing to make.
    pub fn dari(pasti: i64, semua: i64, lambat: Kelambatan) -> Self {
        let orang = |n: i64| match n {
            ..3 => 0,
            3..10 => 1,
            10..30 => 2,
            _ => 3,
        };
        match orang(pasti).max(orang(semua).min(1)) + lambat.langkah() {
            ..=0 => Prioritas::Biasa,
            1 => Prioritas::Meningkat,
            2 => Prioritas::Tinggi,
            _ => Prioritas::Mendesak,
        }
    }
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Keadaan {
    /// Waits for the coordinator.
    #[pilihan("Menunggu verifikasi")]
    Baru,
    /// Waits for the citizen to complete it.
    #[pilihan("Menunggu kelengkapan")]
    Ditunda,
    /// Waits for the unit's first answer.
    #[pilihan("Diteruskan ke perangkat daerah")]
    Diteruskan,
    /// The unit is at it.
    #[pilihan("Sedang ditindaklanjuti")]
    Dikerjakan,
    /// Answered; waits for the citizen's word.
    #[pilihan("Sudah dijawab")]
    Dijawab,
    /// Over.
    #[pilihan("Selesai")]
    Selesai,
    /// Goes on in another report.
    #[pilihan("Digabung")]
    Digabung,
    /// Cannot be handled; the reason is told.
    #[pilihan("Diarsipkan")]
    Diarsipkan,
}

/// Steps of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Langkah {
    /// Verified and sent to the unit.
    #[pilihan("Teruskan ke perangkat daerah")]
    Teruskan,
    /// The citizen is asked for more.
    #[pilihan("Minta kelengkapan")]
    Tunda,
    /// Put aside with a reason.
    #[pilihan("Arsipkan")]
    Arsipkan,
    /// Not this unit's duty.
    #[pilihan("Kembalikan ke koordinator")]
    Kembalikan,
    /// First answer; work begins.
    #[pilihan("Beri jawaban awal")]
    Kerjakan,
    /// The answer.
    #[pilihan("Jawab")]
    Jawab,
    /// A word of the citizen.
    #[pilihan("Tambah keterangan")]
    Tanggapi,
    /// The citizen is content.
    #[pilihan("Terima jawaban")]
    Terima,
    /// How content the citizen is, asked once.
    #[pilihan("Nilai penanganannya")]
    Nilai,
    /// The citizen is not.
    #[pilihan("Ajukan keberatan")]
    Keberatan,
    /// Joined to another report.
    #[pilihan("Gabungkan")]
    Gabung,
    /// Taken up again by the coordinator.
    #[pilihan("Buka kembali")]
    BukaKembali,
    /// Somebody who follows it says that it is not over.
    #[pilihan("Sanggahan warga lain")]
    Sanggah,
    /// More people, or late.
    #[pilihan("Naikkan prioritas")]
    Prioritaskan,
    /// Part of a known problem, or not any more.
    #[pilihan("Kaitkan ke masalah")]
    Kaitkan,
    /// What the owner of that problem tells.
    #[pilihan("Kabar masalah")]
    KabarMasalah,
    /// Sent on to the province or the nation.
    #[pilihan("Diteruskan ke luar daerah")]
    DiteruskanLuar,
    /// What they answered.
    #[pilihan("Balasan dari luar daerah")]
    BalasanLuar,
    /// A colleague of the unit has it in hand from now on.
    #[pilihan("Serahkan ke rekan")]
    Tugaskan,
    /// Whoever presses has.
    #[pilihan("Saya tangani")]
    Ambil,
    /// Nobody in particular any more.
    #[pilihan("Lepaskan dari rekan")]
    Lepas,
    /// The browser of who filed it is told of news, or not any more.
    #[pilihan("Kabar di peramban")]
    Langgan,
    /// The browser takes none any more.
    #[pilihan("Kabar di peramban berakhir")]
    LanggananPutus,
    /// Somebody went there.
    #[pilihan("Catat pemeriksaan lapangan")]
    Periksa,
    /// Closed by ten working days of silence.
    #[pilihan("Tutup otomatis")]
    Tutup,
    /// Put aside because the citizen did not complete it.
    #[pilihan("Arsipkan otomatis")]
    Kedaluwarsa,
}
