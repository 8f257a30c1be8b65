"""Kill -9 at any moment under load loses nothing that was acknowledged: a real server takes complaints from several
connections at once, is killed at a random moment, and started again; every complaint it said yes to is there, and
`praja verify` finds nothing. As often as PRAJA_UJI_MATI says (50 times), on SQLite and on PostgreSQL."""

import http.client
import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

from demo import PROGRAM

KALI = int(os.environ.get("PRAJA_UJI_MATI", "50"))
PENGIRIM = 6
DAERAH = "serang"


def port_bebas():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Instalasi:
    """A server on a data folder and a database, which can be killed and started again."""

    def __init__(self, folder, database):
        self.data = folder / "data"
        self.port = port_bebas()
        self.catatan = open(folder / "praja.log", "ab")
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("PRAJA_")} | {
            "PRAJA_DATABASE": database,
            "PRAJA_DATA": str(self.data),
            "PRAJA_LISTEN": f"127.0.0.1:{self.port}",
            "PRAJA_DAERAH": DAERAH,
            # Whoever files here stands for six hundred citizens behind as many addresses.
            "PRAJA_PROKSI": "true",
            "PRAJA_LOG": "error",
        }
        self.anak = None

    def mulai(self):
        self.anak = subprocess.Popen([PROGRAM, "serve"], env=self.env, stdout=self.catatan, stderr=self.catatan)
        for _ in range(3000):
            if self.anak.poll() is not None:
                raise RuntimeError(f"praja serve berhenti ({self.anak.returncode})")
            try:
                s = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                s.request("GET", "/readyz")
                if s.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.01)
        raise RuntimeError("praja serve tidak siap dalam 30 detik")

    def bunuh(self):
        self.anak.kill()
        self.anak.wait()

    def praja(self, *argumen):
        hasil = subprocess.run([PROGRAM, *argumen], env=self.env, capture_output=True, text=True, timeout=120)
        if hasil.returncode != 0:
            raise AssertionError(f"praja {argumen[0]}: {hasil.stdout[-2000:]}{hasil.stderr[-2000:]}")
        return hasil.stdout

    def tutup(self):
        if self.anak and self.anak.poll() is None:
            self.bunuh()
        self.catatan.close()


def isi(judul):
    return json.dumps({"judul": judul, "isi": "Lampu mati sejak Senin.", "kategori": "penerangan-jalan"})


def alamat():
    return ".".join(["10"] + [str(random.randrange(1, 255)) for _ in range(3)])


def kepala(id_kunci, dari):
    return {"Content-Type": "application/json", "X-Forwarded-For": dari, "Idempotency-Key": id_kunci}


def kirim(port, diterima, henti):
    """Files until the server is gone; notes what was acknowledged."""
    try:
        s = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while not henti.is_set():
            judul, id_kunci, dari = f"Lampu {uuid.uuid4()}", str(uuid.uuid4()), alamat()
            s.request("POST", f"/{DAERAH}/api/v1/pengaduan", isi(judul), kepala(id_kunci, dari))
            j = s.getresponse()
            badan = json.loads(j.read() or b"{}")
            if j.status == 201:
                diterima[badan["nomor"]] = (judul, id_kunci, dari)
            elif j.status != 503:
                raise AssertionError(f"status {j.status}: {badan}")
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        pass  # killed in the middle of an answer: not acknowledged


def beban(port, lama):
    diterima, henti = {}, threading.Event()
    utas = [threading.Thread(target=kirim, args=(port, diterima, henti)) for _ in range(PENGIRIM)]
    for u in utas:
        u.start()
    time.sleep(lama)
    return diterima, henti, utas


def ulangi(port, judul, id_kunci, dari):
    """The same request of the same sender once more: what was acknowledged is answered again and not made twice."""
    s = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    s.request("POST", f"/{DAERAH}/api/v1/pengaduan", isi(judul), kepala(id_kunci, dari))
    j = s.getresponse()
    return j.status, j.getheader("Idempotency-Replayed"), json.loads(j.read())


def uji(folder, database):
    i = Instalasi(folder, database)
    semua = {}
    try:
        i.mulai()
        i.praja("user", "add", "--daerah", DAERAH, "--pengguna", "uji.mati", "--nama", "Uji", "--peran", "koordinator:diskominfosatik")
        for kali in range(KALI):
            diterima, henti, utas = beban(i.port, random.uniform(0.1, 0.4))
            i.bunuh()
            henti.set()
            for u in utas:
                u.join()
            semua |= diterima
            i.mulai()
            for nomor, (judul, id_kunci, dari) in diterima.items():
                status, ulangan, badan = ulangi(i.port, judul, id_kunci, dari)
                ada = status == 201 and ulangan == "true" and badan["nomor"] == nomor
                assert ada, f"putaran {kali}: {nomor} hilang ({status}, {ulangan}, {badan})"
            i.praja("verify")
        baris = i.praja("export", "--register", "pengaduan", "--pengguna", "uji.mati", "--format", "ndjson").splitlines()
        ada = {b["nomor"]: b["judul"] for b in map(json.loads, baris)}
        hilang = [n for n, (judul, *_) in semua.items() if ada.get(n) != judul]
        assert not hilang, f"{len(hilang)} dari {len(semua)} hilang: {hilang[:5]}"
        assert len(semua) >= KALI, f"hanya {len(semua)} yang sempat diterima"
        return len(semua), len(ada)
    finally:
        i.tutup()


def pg(server, perintah):
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", perintah, server], check=True, capture_output=True)


def main():
    lulus = gugur = 0
    server = os.environ.get("PRAJA_UJI_PG")
    for nama in ["sqlite", "postgres"]:
        mulai = time.monotonic()
        basis = f"praja_mati_{uuid.uuid4().hex}"
        try:
            with tempfile.TemporaryDirectory(prefix="praja-mati-") as f:
                folder = pathlib.Path(f)
                if nama == "sqlite":
                    hasil = uji(folder, f"sqlite:{folder / 'praja.db'}")
                else:
                    if not server:
                        raise RuntimeError("PRAJA_UJI_PG belum disebut; make test menyalakannya sendiri")
                    pg(server, f"create database {basis} template template0 encoding 'UTF8'")
                    try:
                        hasil = uji(folder, f"{server.rsplit('/', 1)[0]}/{basis}")
                    finally:
                        pg(server, f"drop database {basis} with (force)")
            lulus += 1
            print(f"ok     {nama}: {KALI} kali dimatikan, {hasil[0]} diterima, {hasil[1]} ada ({time.monotonic() - mulai:.0f} detik)")
        except Exception as e:  # whatever it was, the other database runs and the count tells
            gugur += 1
            print(f"GAGAL  {nama}\n       {type(e).__name__}: {e}")
    print(f"{lulus} passed, {gugur} failed")
    return 1 if gugur else 0


if __name__ == "__main__":
    sys.exit(main())
