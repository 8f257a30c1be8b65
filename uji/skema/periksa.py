"""The API against its own description: requests made from /serang/api/openapi.json, as everybody and as each role.

    python uji/skema/periksa.py                    starts a demo of its own (PRAJA_BIN, default target/release/praja)
    PRAJA_BASIS=http://… PRAJA_AKUN=… python …     uses a server that already runs

Every operation is asked as every role: good requests and spoilt ones. No answer may be a 5xx, have a status or a type
that the description does not name, or look otherwise than it says. The description is used as it is, but for one thing:
where it says "id or number of an entry" the tests are given numbers that exist, or they would meet 404 and nothing else.
One role goes through every combination that Schemathesis knows (phase "coverage"), in parts beside each other; for the
others, as who may do what differs and not what is read, a few requests for each operation are enough. The seed is fixed.
The last line counts; the exit code says whether all passed.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from demo import server  # noqa: E402

DAERAH = "serang"
BENIH = "20261122"
PROGRAM = pathlib.Path(sys.executable).with_name("schemathesis")
PERIKSA = ",".join(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)
# Who asks, and how: the coordinator may do most, so what is read is tried out as that role.
TELITI = ["--phases", "examples,coverage,fuzzing", "--max-examples", "4"]
# Each part is worked through by one processor; small parts leave none of them idle at the end.
BAGIAN = 4
SEDIKIT = ["--phases", "fuzzing", "--max-examples", "3"]
PERAN = {
    "koordinator": TELITI,
    "umum": SEDIKIT,
    "penghubung": SEDIKIT,
    "petugas": SEDIKIT,
    "kepala": SEDIKIT,
    "auditor": SEDIKIT,
    "administrator": SEDIKIT,
}


def ambil(alamat, token):
    r = urllib.request.Request(alamat, headers={"Authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(r) as j:
        return json.load(j)


def uraian(basis, token):
    """The description, with numbers of entries that exist in each register."""
    u = ambil(f"{basis}/{DAERAH}/api/openapi.json", token)
    for jalur, isi in u["paths"].items():
        if "{id}" not in jalur:
            continue
        register = jalur.split("/")[3]
        try:
            halaman = ambil(f"{basis}/{DAERAH}/api/v1/{register}?batas=12", token)
        except urllib.error.HTTPError:
            continue
        nomor = [e["nomor"] for e in halaman["data"]] + ["SRG-1999-000001"]
        isi["parameters"] = [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "enum": nomor}}
        ]
    return u


def pecah(u, n):
    """The description in n parts, each with every n-th path."""
    jalur = list(u["paths"].items())
    return [{**u, "paths": dict(jalur[i::n])} for i in range(n)]


def operasi(u):
    """How many operations a description names."""
    metode = {"get", "put", "post", "delete", "patch", "head", "options"}
    return sum(len(metode & set(isi)) for isi in u["paths"].values())


def jalankan(nama, cara, token, u, basis, folder):
    """One role with one description; what Schemathesis found, and how long it took."""
    berkas, laporan = folder / f"{nama}.openapi.json", folder / f"{nama}.json"
    berkas.write_text(json.dumps(u))
    perintah = [PROGRAM, "run", str(berkas), "--url", f"{basis}/{DAERAH}", *cara, "--checks", PERIKSA]
    perintah += ["--seed", BENIH, "--generation-deterministic"]
    perintah += ["--no-shrink", "--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off"]
    perintah += ["--report", "json", "--report-json-path", str(laporan), "--no-color", "--request-timeout", "30"]
    if token:
        perintah += ["--header", f"Authorization: Bearer {token}"]
    mulai = time.monotonic()
    hasil = subprocess.run(perintah, capture_output=True, text=True, cwd=folder, env={**os.environ, "COLUMNS": "160"})
    lama = time.monotonic() - mulai
    if not laporan.exists():
        return nama, operasi(u), None, hasil.stdout + hasil.stderr, lama
    return nama, operasi(u), json.loads(laporan.read_text()), hasil.stdout, lama


def main():
    lulus = gugur = 0
    with server() as (basis, akun), tempfile.TemporaryDirectory(prefix="praja-skema-") as f:
        folder = pathlib.Path(f)

        def token(peran):
            return next((a["token"] for a in akun if (a["daerah"], a["peran"]) == (DAERAH, peran)), None)

        u = uraian(basis, token("koordinator"))
        with ThreadPoolExecutor(2) as kolam:
            tugas = []
            for peran, cara in PERAN.items():
                bagian = pecah(u, BAGIAN if cara is TELITI else 1)
                for i, satu in enumerate(bagian, 1):
                    nama = peran if len(bagian) == 1 else f"{peran}-{i}"
                    tugas.append(kolam.submit(jalankan, nama, cara, token(peran), satu, basis, folder))
            for t in tugas:
                nama, semua, laporan, kata, lama = t.result()
                diuji = laporan["operations"]["tested"] if laporan else 0
                baik = laporan and laporan["complete"] and laporan["exit_code"] == 0 and diuji == semua
                n = laporan["test_cases"]["generated"] if laporan else 0
                print(f"{'ok    ' if baik else 'GAGAL '} {nama}: {diuji} dari {semua} operasi, {n} permintaan  {lama:.1f} d")
                if baik:
                    lulus += 1
                else:
                    gugur += 1
                    print(kata)
    print(f"{lulus} passed, {gugur} failed")
    return 1 if gugur or not lulus else 0


if __name__ == "__main__":
    sys.exit(main())
