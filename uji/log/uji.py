"""A running demonstration, checked from outside by periksa.mjs; then its database is altered behind its back, and
both the program's own check and the one from outside must say so. The last line counts; the exit code says whether
all passed.

Environment: PRAJA_BIN (default target/release/praja). Nothing but Python's own library and Node is needed.
"""

import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from demo import AKAR, PROGRAM, nyalakan  # noqa: E402


class Peragaan:
    """A running demonstration, as an outsider sees it."""

    def __init__(self, basis):
        self.basis = basis

    def ambil(self, jalur):
        with urllib.request.urlopen(self.basis + jalur, timeout=10) as r:
            return r.read()

    def titik(self, selain=None):
        """The newest signed head, another than that one; it is renewed twice a minute."""
        for _ in range(500):
            try:
                kini = self.ambil("/serang/log/checkpoint")
            except urllib.error.HTTPError:
                kini = selain
            if kini != selain:
                return kini
            time.sleep(0.1)
        raise AssertionError("tidak ada titik periksa baru dalam 50 detik")

    def dari_luar(self, daerah, *lagi):
        """The check from outside: exit code and what it said."""
        p = ["node", str(AKAR / "uji/log/periksa.mjs"), f"{self.basis}/{daerah}/log", *lagi]
        r = subprocess.run(p, capture_output=True, text=True, timeout=60, check=False)
        return r.returncode, (r.stdout + r.stderr).strip()


def sendiri(data, *lagi):
    """`praja verify`: exit code and its report."""
    p = [PROGRAM, "verify", "--data", str(data), "--json", *lagi]
    r = subprocess.run(p, capture_output=True, text=True, timeout=120, check=False)
    return r.returncode, json.loads(r.stdout) if r.stdout else r.stderr


def laku(data, sql):
    with sqlite3.connect(data / "praja.db", timeout=10) as db:
        db.executescript(sql)


def perjalanan(data):
    def utuh(d, titik):
        for daerah in ("serang", "kapuas"):
            kode, teks = d.dari_luar(daerah, *([str(titik)] if daerah == "serang" and titik.exists() else []))
            assert kode == 0 and teks.startswith("Utuh"), teks
        kode, semua = sendiri(data)
        assert kode == 0 and len(semua) == 5, semua
        assert all(0 < s["titik"] <= s["peristiwa"] for s in semua), semua
        titik.write_bytes(d.ambil("/serang/log/checkpoint"))

    titik = data.parent / "checkpoint"
    with nyalakan(data) as basis:
        d = Peragaan(basis)
        d.titik()
        yield "log peragaan utuh, dari luar dan dari dalam", lambda: utuh(d, titik)

        def tumbuh():
            badan = json.dumps({"judul": "Lampu padam", "isi": "Gelap sejak Senin.", "kategori": "penerangan-jalan"})
            p = urllib.request.Request(
                d.basis + "/serang/api/v1/pengaduan", badan.encode(), {"Content-Type": "application/json"}
            )
            assert urllib.request.urlopen(p, timeout=10).status == 201
            d.titik(selain=titik.read_bytes())
            utuh(d, titik)

        yield "log bertambah dan tetap lanjutan titik periksa yang disimpan", tumbuh

        def diubah():
            laku(data, "update entri set isi = json_set(isi, '$.judul', 'Palsu') where daerah = 'serang' and nomor ="
                 " (select min(nomor) from entri where daerah = 'serang' and register = 'pengaduan')"
                 " and register = 'pengaduan'")
            kode, (lapor,) = sendiri(data, "--daerah", "serang", "--titik", str(titik))
            assert kode == 1 and len(lapor["temuan"]) == 1, lapor
            t = lapor["temuan"][0]
            assert (t["jenis"], t["register"], t["medan"]) == ("entri_diubah", "pengaduan", ["judul"]), t

        yield "isian yang diubah di basis data disebut dengan nomor dan namanya", diubah

        def dihapus():
            laku(data, "update peristiwa set hash = zeroblob(32) where daerah = 'kapuas' and urut = 3")
            kode, teks = d.dari_luar("kapuas")
            assert kode == 1 and "akar tidak cocok" in teks, teks
            kode, (lapor,) = sendiri(data, "--daerah", "kapuas")
            assert kode == 1 and any(t.get("urut") == 3 for t in lapor["temuan"]), lapor

        yield "peristiwa yang diganti ketahuan dari luar", dihapus

        def salah_ketik():
            lain = data.parent / "demo-salah-ketik"
            kode, teks = sendiri(lain)
            assert kode == 2 and "tidak ada basis data" in teks, (kode, teks)
            assert not lain.exists(), "a mistyped folder was made into an installation"

        yield "folder yang salah ketik ditolak, bukan dinyatakan utuh", salah_ketik


def main():
    lulus = gugur = 0
    with tempfile.TemporaryDirectory(prefix="praja-log-") as folder:
        for nama, langkah in perjalanan(pathlib.Path(folder) / "demo"):
            try:
                langkah()
                lulus += 1
                print(f"ok     {nama}")
            except Exception as e:  # whatever it was, the others run and the count tells
                gugur += 1
                print(f"GAGAL  {nama}\n       {type(e).__name__}: {e}")
    print(f"{lulus} passed, {gugur} failed")
    return 1 if gugur or not lulus else 0


if __name__ == "__main__":
    sys.exit(main())
