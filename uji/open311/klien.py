"""Outside clients against a running `praja demo`: what they were written for must work as they are.

    python uji/open311/klien.py                    starts a demo of its own (PRAJA_BIN, default target/release/praja)
    PRAJA_BASIS=http://… PRAJA_AKUN=… python …     uses a server that already runs

georeport (2025) reads, as JSON and as XML. three (2013, the client of Code for America) reads and sends, as JSON; it was
written for Python 2 and imports one name that Python 3 no longer has, so that name is given back before it is imported.
Neither package is changed. The last line counts; the exit code says whether all passed.
"""

import io
import itertools
import json
import pathlib
import re
import struct
import sys
import traceback
import urllib.request
import zlib
from datetime import datetime

itertools.ifilter = filter

from georeport import GeoReport  # noqa: E402
from requests import HTTPError  # noqa: E402
from three import Three  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from demo import server  # noqa: E402

DAERAH = ["serang", "jembrana"]


def foto():
    """A small PNG."""
    lebar, tinggi = 24, 18
    baris = b"".join(b"\0" + bytes([180, 80, 40]) * lebar for _ in range(tinggi))

    def potong(nama, isi):
        return struct.pack(">I", len(isi)) + nama + isi + struct.pack(">I", zlib.crc32(nama + isi))

    kepala = struct.pack(">IIBBBBB", lebar, tinggi, 8, 2, 0, 0, 0)
    isi = potong(b"IHDR", kepala) + potong(b"IDAT", zlib.compress(baris)) + potong(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + isi)


class Uji:
    """What the clients do at one regency."""

    def __init__(self, basis, akun, daerah):
        self.basis, self.daerah = basis, daerah
        self.token = next(a["token"] for a in akun if (a["daerah"], a["peran"]) == (daerah, "koordinator"))
        self.dasar = f"{basis}/{daerah}/open311/v2"
        self.three = Three(self.dasar, jurisdiction=daerah)
        self.georeport = {
            f: GeoReport(self.dasar, jurisdiction=daerah, output_format=f) for f in ("json", "xml")
        }

    def koordinator(self, jalur, isi=None):
        """What the coordinator does in between, over our own API."""
        r = urllib.request.Request(
            f"{self.basis}/{self.daerah}/api/v1/{jalur}",
            data=isi and json.dumps(isi).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(r) as j:
            return json.load(j)

    def uji_penemuan(self):
        j = self.three.discovery()
        assert j["endpoints"][0]["url"] == self.dasar, j
        assert self.three.discovery(f"{self.basis}/{self.daerah}/open311/discovery.json")

    def uji_layanan(self):
        semua = self.three.services()
        kode = [s["service_code"] for s in semua]
        assert "jalan-rusak" in kode and len(kode) >= 5, kode
        for g in self.georeport.values():
            assert [s["service_code"] for s in g.get_service_list()] == kode
        for k in kode:
            d = self.three.services(k)
            assert d["service_code"] == k and d["attributes"], d
        for g in self.georeport.values():
            assert g.get_service_definition("jalan-rusak")["service_code"] == "jalan-rusak"

    def uji_daftar(self):
        semua = self.three.requests()
        assert len(semua) > 3, len(semua)
        for r in semua:
            assert r["status"] in ("open", "closed")
            for k in ("requested_datetime", "updated_datetime"):
                assert datetime.fromisoformat(r[k]).utcoffset() is not None, r
        assert len(self.three.requests(count=2)) == 2
        satu = self.three.requests(page_size=2, page=2)
        assert satu == semua[2:4]
        kode = semua[0]["service_code"]
        assert all(r["service_code"] == kode for r in self.three.requests(kode))
        hari = datetime.fromisoformat(semua[0]["requested_datetime"]).strftime("%m-%d-%Y")
        assert isinstance(self.three.requests(between=[hari, hari]), list)
        for f, g in self.georeport.items():
            nomor = [r["service_request_id"] for r in g.get_service_requests()]
            assert nomor == [r["service_request_id"] for r in semua], f
            r = g.get_service_request(nomor[0])
            assert r["service_request_id"] == nomor[0] and r["description"] == semua[0]["description"]
            dua = g.get_service_requests(service_request_id=",".join(nomor[:2]))
            assert [r["service_request_id"] for r in dua] == nomor[:2]
            terbuka = g.get_service_requests(status="open")
            assert terbuka and all(r["status"] == "open" for r in terbuka)
        try:
            self.georeport["json"].get_service_request("TIDAK-ADA")
        except HTTPError as e:
            assert e.response.status_code == 404
        else:
            raise AssertionError("a report that is not there was found")

    def uji_kirim(self):
        uraian = "Jalan berlubang di depan pasar & sekolah. Sejak hujan pekan lalu."
        j = self.three.post(
            "jalan-rusak",
            address="Depan pasar",
            name="Siti Aminah",
            phone="081200001234",
            email="siti@contoh.id",
            description=uraian,
            media=("a.png", foto(), "image/png"),
            **{"attribute[jenis]": "pengaduan"},
        )
        nomor = j[0]["service_request_id"]
        assert re.fullmatch(r"[A-Z]+-\d{4}-\d{6}", nomor) and j[0]["kode_lacak"], j
        # Not public before the coordinator has looked.
        assert self.three.request(nomor)[0]["code"] == 404
        langkah = self.koordinator(f"pengaduan/{nomor}/langkah")["data"]
        usul = next(x["usul"] for x in langkah if x["langkah"] == "teruskan")
        self.koordinator(f"pengaduan/{nomor}/langkah/teruskan", usul)
        satu = self.three.request(nomor)[0]
        assert satu["description"] == uraian and satu["status"] == "open", satu
        assert satu["address"] == "Depan pasar" and "Siti" not in json.dumps(satu), satu
        with urllib.request.urlopen(satu["media_url"]) as g:
            assert g.headers["Content-Type"] == "image/jpeg"
        for g in self.georeport.values():
            assert g.get_service_request(nomor)["description"] == uraian
        assert self.three.token(nomor)[0]["service_request_id"] == nomor
        assert nomor in [r["service_request_id"] for r in self.three.requests("jalan-rusak")]

    def uji_tolak(self):
        kunci = Three(self.dasar, api_key="salah")
        j = kunci.post("sampah", description="Sampah.")
        assert j[0]["code"] == 403 and "api_key" in j[0]["description"], j
        j = self.three.post("sampah", description="Sampah.", lat="0", long="0")
        assert j[0]["code"] == 400 and j[0]["description"].startswith("lat:"), j
        assert self.three.services("kapal-terbang")[0]["code"] == 404
        lain = Three(self.dasar, jurisdiction="chicago.il.us")
        assert lain.services()[0]["code"] == 404


def main():
    lulus = gugur = 0
    with server() as (basis, akun):
        for daerah in DAERAH:
            u = Uji(basis, akun, daerah)
            for nama in sorted(n for n in dir(u) if n.startswith("uji_")):
                try:
                    getattr(u, nama)()
                except Exception:
                    gugur += 1
                    print(f"GAGAL  {daerah} {nama[4:]}\n{traceback.format_exc()}")
                else:
                    lulus += 1
                    print(f"ok     {daerah} {nama[4:]}")
    print(f"{lulus} passed, {gugur} failed")
    return 1 if gugur or not lulus else 0


if __name__ == "__main__":
    sys.exit(main())
