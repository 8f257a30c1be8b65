//! What was measured, held against what was promised, and the page it is written on.

use std::{fmt::Write, time::Duration};

use kernel::Jam;

use crate::{basis::Jenis, mesin, peladen::Bekal};

/// One way of filing, measured.
pub struct Tulisan {
    pub jenis: Jenis,
    pub sambungan: usize,
    /// Complaints a second.
    pub lewat_http: f64,
    /// Rows a second without Praja.
    pub langsung: f64,
    /// Complaints in one transaction, on average.
    pub kelompok: f64,
    /// p50, p95, p99 of an answer.
    pub ms: [f64; 3],
    /// Processor microseconds for one complaint: Praja without the database, the database, the client, the direct run.
    pub us_peladen: f64,
    pub us_basis: f64,
    pub us_klien: f64,
    pub us_langsung: f64,
    /// Share of the machine that others used meanwhile.
    pub lain: f64,
    pub lain_langsung: f64,
}

impl Tulisan {
    pub fn rasio(&self) -> f64 {
        self.lewat_http / self.langsung
    }
}

/// What was promised of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Janji {
    Daftar,
    Cari,
    Lacak,
    Dekat,
    Transparansi,
    /// As every page.
    Lain,
}

impl Janji {
    const SEMUA: [Janji; 6] = [
        Janji::Daftar,
        Janji::Cari,
        Janji::Lacak,
        Janji::Dekat,
        Janji::Transparansi,
        Janji::Lain,
    ];

    /// What it is called, and how long p95 may be, ms.
    fn batas(self) -> (&'static str, &'static str, f64) {
        match self {
            Janji::Daftar => (
                "Lists: filtered, sorted, first pages and deep ones",
                "≤ 20 ms",
                20.0,
            ),
            Janji::Cari => ("Search, frequent and rare words", "≤ 50 ms", 50.0),
            Janji::Lacak => ("Tracking page", "≤ 5 ms", 5.0),
            Janji::Dekat => ("Reports near by", "≤ 30 ms", 30.0),
            Janji::Transparansi => ("Transparency", "≤ 50 ms", 50.0),
            Janji::Lain => ("Tasks of an official", "≤ 100 ms", 100.0),
        }
    }
}

/// A file brought in, measured.
pub struct Impor {
    pub jenis: Jenis,
    pub bentuk: &'static str,
    pub baris: usize,
    /// Seconds of the whole command.
    pub detik: f64,
    /// Processor seconds of the command.
    pub cpu: f64,
    /// Most memory it held, MB.
    pub memori: f64,
}

/// A question to a list, measured.
pub struct Pertanyaan {
    pub jenis: Jenis,
    pub n: usize,
    pub nama: &'static str,
    pub janji: Janji,
    pub p50: f64,
    pub p95: f64,
}

/// A page under load, measured.
pub struct Latensi {
    pub jenis: Jenis,
    pub n: usize,
    pub nama: String,
    pub ms: [f64; 3],
    pub contoh: usize,
}

/// What a page weighs.
pub struct Berat {
    pub jalur: String,
    pub kb: f64,
    pub berkas: usize,
}

/// The demonstration, measured.
#[derive(Default)]
pub struct Demo {
    pub pertama: Duration,
    /// Sorted.
    pub mulai: Vec<Duration>,
    pub memori_awal: f64,
    pub memori: f64,
    pub berat: Vec<Berat>,
}

/// Everything that was measured.
pub struct Catatan {
    mesin: String,
    basis: Vec<(Jenis, String)>,
    pub tulisan: Vec<Tulisan>,
    pub pertanyaan: Vec<Pertanyaan>,
    pub latensi: Vec<Latensi>,
    pub impor: Vec<Impor>,
    /// Filed a second, share of the machine the server used, share that was busy at all.
    pub beban_latensi: Vec<(Jenis, f64, f64, f64)>,
    pub demo: Demo,
    pub jdih: crate::jdih::Ukuran,
    pub kewajiban: crate::kewajiban::Ukuran,
    pub arsitektur: crate::arsitektur::Ukuran,
    pub buku: crate::buku::Ukuran,
    pub masuk: crate::masuk::Ukuran,
    pub cadangan: Vec<crate::cadangan::Ukuran>,
}

/// A promise, and what became of it.
pub struct Klaim {
    pub apa: String,
    pub batas: &'static str,
    pub terukur: String,
    pub terpenuhi: bool,
}

impl Catatan {
    pub fn baru(bekal: &Bekal) -> Self {
        let berkas = mesin::jenis_berkas(bekal.folder.path());
        Catatan {
            mesin: format!("{}; data on {berkas}", mesin::gambaran()),
            basis: Vec::new(),
            tulisan: Vec::new(),
            pertanyaan: Vec::new(),
            latensi: Vec::new(),
            impor: Vec::new(),
            beban_latensi: Vec::new(),
            demo: Demo::default(),
            jdih: Default::default(),
            kewajiban: Default::default(),
            arsitektur: Default::default(),
            buku: Default::default(),
            masuk: Default::default(),
            cadangan: Vec::new(),
        }
    }

    /// Notes what a database says of itself.
    pub fn basis_data(&mut self, jenis: Jenis, gambaran: String) {
        if !self.basis.iter().any(|(j, _)| *j == jenis) {
            self.basis.push((jenis, gambaran));
        }
    }

    /// Whether everything that was measured is as promised.
    pub fn terpenuhi(&self) -> bool {
        self.klaim().iter().all(|k| k.terpenuhi)
    }

    fn klaim(&self) -> Vec<Klaim> {
        let mut semua = Vec::new();
        for jenis in [Jenis::Sqlite, Jenis::Postgres] {
            let rasio: Vec<f64> = self
                .tulisan
                .iter()
                .filter(|t| t.jenis == jenis)
                .map(Tulisan::rasio)
                .collect();
            if let Some(terkecil) = rasio.iter().copied().reduce(f64::min) {
                let daftar: Vec<String> = rasio.iter().map(|r| format!("{:.0} %", r * 100.0)).collect();
                semua.push(Klaim {
                    apa: format!(
                        "Creating a complaint through HTTP, against direct inserts: {}",
                        jenis.nama()
                    ),
                    batas: "≥ 50 %",
                    terukur: daftar.join(", "),
                    terpenuhi: terkecil >= 0.5,
                });
            }
            let p99 = self
                .latensi
                .iter()
                .filter(|l| l.jenis == jenis)
                .map(|l| (l.ms[2], l))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((ms, l)) = p99 {
                semua.push(Klaim {
                    apa: format!(
                        "First byte while 50 complaints a second are filed, slowest page, p99: {}",
                        jenis.nama()
                    ),
                    batas: "≤ 100 ms",
                    terukur: format!("{ms:.0} ms ({})", l.nama),
                    terpenuhi: ms <= 100.0,
                });
            }
            semua.extend(
                Janji::SEMUA
                    .into_iter()
                    .filter_map(|j| self.klaim_pertanyaan(jenis, j)),
            );
            let laju = self
                .impor
                .iter()
                .filter(|i| i.jenis == jenis)
                .map(|i| i.baris as f64 / i.detik);
            if let Some(laju) = laju.reduce(f64::min) {
                semua.push(Klaim {
                    apa: format!("Bringing a file in, slowest form: {}", jenis.nama()),
                    batas: "≥ 10,000 rows/s",
                    terukur: format!("{} rows/s", ribuan(laju as usize)),
                    terpenuhi: laju >= 10_000.0,
                });
            }
        }
        semua.extend(self.jdih.klaim());
        semua.extend(self.kewajiban.klaim());
        semua.extend(self.arsitektur.klaim());
        semua.extend(self.buku.klaim(|jenis| {
            let milik = self.tulisan.iter().filter(|t| t.jenis == jenis);
            milik.map(|t| 1e6 / t.lewat_http).reduce(f64::min)
        }));
        semua.extend(self.masuk.klaim());
        semua.extend(crate::cadangan::klaim(&self.cadangan));
        if let (Some(lama), Some(berat)) = (
            self.demo.mulai.last(),
            self.demo.berat.iter().max_by(|a, b| a.kb.total_cmp(&b.kb)),
        ) {
            semua.push(Klaim {
                apa: "Start of the existing demonstration, slowest of five".into(),
                batas: "≤ 1 s",
                terukur: format!("{:.2} s", lama.as_secs_f64()),
                terpenuhi: lama.as_secs_f64() <= 1.0,
            });
            semua.push(Klaim {
                apa: "Idle memory of the demonstration (resident)".into(),
                batas: "≤ 120 MB",
                terukur: format!("{:.0} MB", self.demo.memori.max(self.demo.memori_awal)),
                terpenuhi: self.demo.memori.max(self.demo.memori_awal) <= 120.0,
            });
            semua.push(Klaim {
                apa: "Transferred for the heaviest citizen page, everything in it".into(),
                batas: "≤ 60 kB",
                terukur: format!("{:.1} kB (`{}`)", berat.kb, berat.jalur),
                terpenuhi: berat.kb <= 60.0,
            });
        }
        semua
    }

    /// The slowest question of its kind.
    fn klaim_pertanyaan(&self, jenis: Jenis, janji: Janji) -> Option<Klaim> {
        let semua = self
            .pertanyaan
            .iter()
            .filter(|p| p.jenis == jenis && p.janji == janji);
        let p = semua.max_by(|a, b| a.p95.total_cmp(&b.p95))?;
        let (apa, batas, ms) = janji.batas();
        Some(Klaim {
            apa: format!("{apa}, slowest, p95: {}", jenis.nama()),
            batas,
            terukur: format!("{:.1} ms ({}, {})", p.p95, p.nama, ribuan(p.n)),
            terpenuhi: p.p95 <= ms,
        })
    }

    /// The page.
    pub fn tulis(&self, lama: Duration) -> String {
        let mut h = String::new();
        // Writing to a String cannot fail.
        let _ = self.susun(&mut h, lama);
        h
    }

    fn susun(&self, h: &mut String, lama: Duration) -> std::fmt::Result {
        let hari = Jam::Sistem.kini().strftime("%Y-%m-%d").to_string();
        writeln!(h, "# Kinerja: what Praja costs\n")?;
        writeln!(
            h,
            "Written by `make bench` on {hari} in {:.0} s; do not edit. Every ratio compares two figures of this one run.\n",
            lama.as_secs_f64()
        )?;
        writeln!(h, "Machine: {}.", self.mesin)?;
        for (_, g) in &self.basis {
            writeln!(h, "Database: {g}.")?;
        }
        writeln!(h, "Server, client and database share these processors.\n")?;
        writeln!(h, "| what | limit | measured | |\n|---|---|---|---|")?;
        for k in self.klaim() {
            writeln!(
                h,
                "| {} | {} | {} | {} |",
                k.apa,
                k.batas,
                k.terukur,
                if k.terpenuhi { "ok" } else { "**not met**" }
            )?;
        }
        if !self.tulisan.is_empty() {
            self.susun_tulisan(h)?;
        }
        if !self.latensi.is_empty() {
            self.susun_latensi(h)?;
        }
        if !self.pertanyaan.is_empty() {
            self.susun_daftar(h)?;
        }
        self.jdih.susun(h)?;
        self.kewajiban.susun(h)?;
        self.arsitektur.susun(h)?;
        self.buku.susun(h)?;
        self.masuk.susun(h)?;
        if !self.impor.is_empty() {
            self.susun_impor(h)?;
        }
        if !self.cadangan.is_empty() {
            crate::cadangan::susun(&self.cadangan, h)?;
        }
        if !self.demo.mulai.is_empty() {
            self.susun_demo(h)?;
        }
        Ok(())
    }

    fn susun_tulisan(&self, h: &mut String) -> std::fmt::Result {
        writeln!(
            h,
            "\n## Creating complaints\n\n\
             Real `praja serve`, its usual log on. A client process keeps 16, 64 or 256 connections busy for five seconds \
             (after one of warming up) with different reports of about 600 bytes, filed with the API token of a coordinator. \
             Each is checked, gets its number, its deadlines, its sealed event and its search terms, and is answered after the \
             commit. Then every row is read back and inserted once more into a fresh database with the same tables and \
             indexes: prepared multi-row statements, ready values, the same durability, transactions of the size that the \
             writer had used on average (one connection, as a regency has one writer).\n"
        )?;
        writeln!(
            h,
            "| database | connections | HTTP, per s | direct, per s | ratio | per transaction | answer p50 / p95 / p99 |"
        )?;
        writeln!(h, "|---|--:|--:|--:|--:|--:|--:|")?;
        for t in &self.tulisan {
            writeln!(
                h,
                "| {} | {} | {} | {} | {:.0} % | {:.1} | {:.0} / {:.0} / {:.0} ms |",
                t.jenis.nama(),
                t.sambungan,
                ribuan(t.lewat_http as usize),
                ribuan(t.langsung as usize),
                t.rasio() * 100.0,
                t.kelompok,
                t.ms[0],
                t.ms[1],
                t.ms[2]
            )?;
        }
        writeln!(
            h,
            "\nWhere the rest goes: processor microseconds for one complaint. “Praja” is HTTP, log-in, validation, life cycle, \
             canonical bytes, stemming and the answer; “database” is SQLite's thread in Praja's process, or all processes of \
             PostgreSQL; “others” is the share of the machine that strangers took while measuring (HTTP run / direct run).\n"
        )?;
        writeln!(
            h,
            "| database | connections | Praja | database | client | direct run | others |\n|---|--:|--:|--:|--:|--:|--:|"
        )?;
        for t in &self.tulisan {
            writeln!(
                h,
                "| {} | {} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} % / {:.0} % |",
                t.jenis.nama(),
                t.sambungan,
                t.us_peladen,
                t.us_basis,
                t.us_klien,
                t.us_langsung,
                t.lain * 100.0,
                t.lain_langsung * 100.0
            )?;
        }
        Ok(())
    }

    fn susun_latensi(&self, h: &mut String) -> std::fmt::Result {
        writeln!(
            h,
            "\n## Pages while others write\n\n\
             Fifty complaints a second are filed through the API, and each page is asked for twenty times a second, for twelve \
             seconds, in a regency with the number of complaints given. Until the first byte; a request that had to wait for \
             the one before it has waited. Of filing, until the whole answer.\n"
        )?;
        writeln!(
            h,
            "| database | complaints | page | p50 | p95 | p99 | requests |\n|---|--:|---|--:|--:|--:|--:|"
        )?;
        for l in &self.latensi {
            writeln!(
                h,
                "| {} | {} | {} | {:.1} ms | {:.1} ms | {:.1} ms | {} |",
                l.jenis.nama(),
                ribuan(l.n),
                l.nama,
                l.ms[0],
                l.ms[1],
                l.ms[2],
                l.contoh
            )?;
        }
        writeln!(h)?;
        for (jenis, per_detik, peladen, sibuk) in &self.beban_latensi {
            writeln!(
                h,
                "{}: {per_detik:.0} complaints a second were accepted; the server used {:.0} % of the machine, which was busy to {:.0} %.",
                jenis.nama(),
                peladen * 100.0,
                sibuk * 100.0
            )?;
        }
        Ok(())
    }

    fn susun_daftar(&self, h: &mut String) -> std::fmt::Result {
        writeln!(
            h,
            "\n## Lists and search\n\n\
             Complaints of one regency over two years, seven in ten settled. Each question sixty times over one connection, \
             warm, with log-in, rights, rendering and compression; milliseconds until the first byte, p50 / p95.\n"
        )?;
        let mut kolom: Vec<(Jenis, usize)> = self.pertanyaan.iter().map(|p| (p.jenis, p.n)).collect();
        kolom.dedup();
        let judul: Vec<String> = kolom
            .iter()
            .map(|(j, n)| format!("{} {}", j.nama(), ribuan(*n)))
            .collect();
        writeln!(
            h,
            "| question | {} |\n|---|{}",
            judul.join(" | "),
            "--:|".repeat(kolom.len())
        )?;
        let mut nama: Vec<&str> = Vec::new();
        for p in &self.pertanyaan {
            if !nama.contains(&p.nama) {
                nama.push(p.nama);
            }
        }
        for nama in nama {
            let satu = |(j, n): &(Jenis, usize)| {
                let p = self
                    .pertanyaan
                    .iter()
                    .find(|p| p.nama == nama && p.jenis == *j && p.n == *n);
                p.map_or_else(|| "–".to_owned(), |p| format!("{:.1} / {:.1}", p.p50, p.p95))
            };
            writeln!(
                h,
                "| {nama} | {} |",
                kolom.iter().map(satu).collect::<Vec<_>>().join(" | ")
            )?;
        }
        Ok(())
    }

    fn susun_impor(&self, h: &mut String) -> std::fmt::Result {
        writeln!(
            h,
            "\n## Bringing files in\n\n\
             `praja import` of a file of complaints into the regency with a hundred thousand: each row is checked, numbered, \
             sealed and indexed like any other, and kept from being brought in twice. The whole command, its start included.\n"
        )?;
        writeln!(
            h,
            "| database | form | rows | seconds | rows/s | processor, µs a row | memory, MB |\n|---|---|--:|--:|--:|--:|--:|"
        )?;
        for i in &self.impor {
            writeln!(
                h,
                "| {} | {} | {} | {:.1} | {} | {:.0} | {:.0} |",
                i.jenis.nama(),
                i.bentuk,
                ribuan(i.baris),
                i.detik,
                ribuan((i.baris as f64 / i.detik) as usize),
                i.cpu * 1e6 / i.baris as f64,
                i.memori
            )?;
        }
        Ok(())
    }

    fn susun_demo(&self, h: &mut String) -> std::fmt::Result {
        let d = &self.demo;
        let lama: Vec<String> = d
            .mulai
            .iter()
            .map(|l| format!("{:.0}", l.as_secs_f64() * 1000.0))
            .collect();
        writeln!(
            h,
            "\n## The demonstration\n\n\
             From starting the process to the first 200 of `/readyz`: {} ms with everything there already, {:.1} s when it is \
             made from nothing. Resident memory: {:.0} MB after the start, {:.0} MB at rest after the portal pages of all five \
             regencies were asked for.\n\n\
             What a browser without cache transfers, compressed with gzip, heads of the answers included:\n",
            lama.join(", "),
            d.pertama.as_secs_f64(),
            d.memori_awal,
            d.memori
        )?;
        writeln!(h, "| page | files | kB |\n|---|--:|--:|")?;
        for b in &d.berat {
            writeln!(h, "| `{}` | {} | {:.1} |", b.jalur, b.berkas, b.kb)?;
        }
        Ok(())
    }
}

/// Thousands apart, as in ADRs.
pub fn ribuan(n: usize) -> String {
    let angka = n.to_string();
    let mut h = String::new();
    for (i, c) in angka.chars().enumerate() {
        if i > 0 && (angka.len() - i).is_multiple_of(3) {
            h.push(',');
        }
        h.push(c);
    }
    h
}
