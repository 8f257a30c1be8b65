"""Starts `praja demo` on a free port with a fresh data folder: for the tests that are written in Python."""

import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager

AKAR = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("PRAJA_BIN") or str(AKAR / "target/release/praja")


@contextmanager
def server():
    """The address of a demo and its accounts; PRAJA_BASIS and PRAJA_AKUN name one that runs already."""
    if "PRAJA_BASIS" in os.environ:
        akun = json.loads(pathlib.Path(os.environ["PRAJA_AKUN"]).read_text())
        yield os.environ["PRAJA_BASIS"].rstrip("/"), akun
        return
    with tempfile.TemporaryDirectory(prefix="praja-uji-") as folder:
        data = pathlib.Path(folder) / "demo"
        with nyalakan(data) as basis:
            yield basis, json.loads((data / "akun-demo.json").read_text())


@contextmanager
def nyalakan(data):
    """The address of a demo on a data folder, which runs until the block ends; its log stands beside the folder."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    # As the program calls itself in what it says of its own addresses.
    basis = f"http://localhost:{port}"
    with open(data.parent / "praja.log", "wb") as catatan:
        anak = subprocess.Popen(
            [PROGRAM, "demo", "--listen", f"127.0.0.1:{port}", "--data", str(data)],
            stdout=catatan,
            stderr=catatan,
        )
    try:
        tunggu(basis, anak)
        yield basis
    finally:
        anak.terminate()
        try:
            anak.wait(20)
        except subprocess.TimeoutExpired:
            anak.kill()
            anak.wait()


def tunggu(basis, anak):
    for _ in range(600):
        if anak.poll() is not None:
            raise RuntimeError(f"praja demo berhenti ({anak.returncode})")
        try:
            with urllib.request.urlopen(f"{basis}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("praja demo tidak siap dalam 60 detik")
