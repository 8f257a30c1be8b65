"""An ordinary OpenID Connect client against a running `praja demo`: it must log officials in as it is.

    python uji/sso/klien.py                        starts a demo of its own (PRAJA_BIN, default target/release/praja)
    PRAJA_BASIS=http://… PRAJA_AKUN=… python …     uses a server that already runs

The application is the example of docs/panduan/pengembang-api.md: Flask with Authlib, which finds everything by discovery
and checks state, PKCE, nonce, signature and issuer itself. An administrator registers it on our page; an official enters
it through our log-in form. The last line counts; the exit code says whether all passed.
"""

import html
import logging
import os
import pathlib
import re
import sys
import threading
import traceback
from urllib.parse import parse_qs, urljoin, urlsplit

# Authlib asks for TLS; both ends stand on this machine.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests  # noqa: E402
from authlib.integrations.flask_client import OAuth  # noqa: E402
from flask import Flask, jsonify, session, url_for  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from demo import server  # noqa: E402

DAERAH = "serang"


class Aplikasi:
    """The application that officials enter."""

    def __init__(self, penerbit):
        self.app = Flask("aplikasi")
        self.app.secret_key = os.urandom(16)
        # Its refusals are looked for below; the log would only show them twice.
        self.app.logger.disabled = True
        logging.getLogger("werkzeug").disabled = True
        self.oauth = OAuth(self.app)
        self.penerbit = penerbit
        self.app.add_url_rule("/masuk", view_func=self.masuk)
        self.app.add_url_rule("/balik", view_func=self.balik)
        self.app.add_url_rule("/lagi", view_func=self.lagi)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.alamat = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def daftar(self, id, rahasia):
        self.oauth.register(
            "praja",
            client_id=id,
            client_secret=rahasia,
            server_metadata_url=f"{self.penerbit}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid profile email praja", "code_challenge_method": "S256"},
        )

    def masuk(self):
        return self.oauth.praja.authorize_redirect(url_for("balik", _external=True))

    def balik(self):
        token = self.oauth.praja.authorize_access_token()
        session["token"] = {k: token[k] for k in ("access_token", "token_type", "expires_in")}
        return jsonify(token["userinfo"])

    def lagi(self):
        return jsonify(self.oauth.praja.userinfo(token=session["token"]))


def isian(isi, **ubah):
    """The fields of the form on a page that is posted by its own button, as a browser sends them."""
    medan = {}
    for masukan in re.findall(r"<input[^>]*>", isi):
        sifat = dict(re.findall(r'(\w+)="([^"]*)"', masukan))
        if sifat.get("type") == "hidden":
            medan[sifat["name"]] = html.unescape(sifat.get("value", ""))
    return {**medan, **ubah}


def teruskan(peramban, jawab):
    """Follows the page that leads on by itself, as browsers do."""
    while m := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', jawab.text):
        jawab = peramban.get(urljoin(jawab.url, html.unescape(m[1])))
    return jawab


class Uji:
    def __init__(self, basis, akun):
        self.basis = basis
        self.akun = {a["peran"]: a for a in akun if a["daerah"] == DAERAH}
        self.aplikasi = Aplikasi(f"{basis}/{DAERAH}/sso")
        admin = self.peramban("administrator")
        halaman = f"{basis}/{DAERAH}/kerja/sso/baru"
        form = re.search(r"<form[^>]*sso/baru.*?</form>", admin.get(halaman).text, re.S)[0]
        isi = isian(form, nama="Absensi", alamat=f"{self.aplikasi.alamat}/balik", semua="ya")
        self.terdaftar = admin.post(halaman, data=isi)
        id, rahasia = (re.search(rf'id="{n}-aplikasi">([^<]+)<', self.terdaftar.text)[1] for n in ("id", "rahasia"))
        self.id, self.rahasia = id, rahasia
        self.aplikasi.daftar(id, rahasia)

    def masuk(self, peramban, halaman, peran):
        a = self.akun[peran]
        form = re.search(r"<form[^>]*/masuk\".*?</form>", halaman.text, re.S)[0]
        isi = isian(form, pengguna=a["pengguna"], sandi=a["sandi"])
        return peramban.post(f"{self.basis}/{DAERAH}/masuk", data=isi)

    def peramban(self, peran):
        p = requests.Session()
        j = self.masuk(p, p.get(f"{self.basis}/{DAERAH}/masuk"), peran)
        assert j.ok and "/masuk" not in j.url, j.url
        return p

    def setuju(self, peramban, halaman, jawab="ya"):
        form = re.search(r"<form[^>]*sso/izin.*?</form>", halaman.text, re.S)[0]
        return teruskan(peramban, peramban.post(f"{self.basis}/{DAERAH}/kerja/sso/izin", data=isian(form, jawab=jawab)))

    def uji_1_pegawai_masuk_lewat_formulir_dan_setuju(self):
        p = requests.Session()
        masuk = p.get(f"{self.aplikasi.alamat}/masuk")
        assert urlsplit(masuk.url).path == f"/{DAERAH}/masuk", masuk.url
        tanya = teruskan(p, self.masuk(p, masuk, "koordinator"))
        assert "Absensi" in tanya.text and "sso/izin" in tanya.text, tanya.text
        a = self.akun["koordinator"]
        orang = self.setuju(p, tanya)
        assert orang.ok and orang.url.startswith(f"{self.aplikasi.alamat}/balik"), (orang.url, orang.text)
        k = orang.json()
        assert (k["preferred_username"], k["daerah"]) == (a["pengguna"], DAERAH), k
        assert k["iss"] == f"{self.basis}/{DAERAH}/sso" and k["aud"] == self.id, k
        assert k["unit"] and len(k["unit"]) == len(k["unit_nama"]) and k["nonce"], k
        assert any(x.startswith("koordinator:") for x in k["peran"]), k
        # Asked once; the second time nobody sees a page of ours.
        lagi = p.get(f"{self.aplikasi.alamat}/masuk")
        assert lagi.json()["sub"] == k["sub"] and len(lagi.history) == 2, lagi.history
        j = p.get(f"{self.aplikasi.alamat}/lagi")
        assert j.json()["sub"] == k["sub"] and "iss" not in j.json(), j.text
        saya = p.get(f"{self.basis}/{DAERAH}/kerja/sso/saya")
        assert saya.text.count("Absensi") >= 3, saya.text

    def uji_2_yang_menolak_kembali_tanpa_kode(self):
        p = self.peramban("penghubung")
        tanya = p.get(f"{self.aplikasi.alamat}/masuk")
        j = self.setuju(p, tanya, "tidak")
        assert parse_qs(urlsplit(j.url).query)["error"] == ["access_denied"], j.url
        assert "code" not in parse_qs(urlsplit(j.url).query), j.url

    def uji_3_kode_yang_diulang_ditolak(self):
        p = self.peramban("kepala")
        j = self.setuju(p, p.get(f"{self.aplikasi.alamat}/masuk"))
        assert j.ok, j.text
        assert p.get(f"{self.aplikasi.alamat}/lagi").ok
        # The same answer once more: Authlib knows its state no longer, and the code, brought by whoever read it on the
        # way, takes back what it gave.
        assert not p.get(j.url).ok
        kode = parse_qs(urlsplit(j.url).query)["code"][0]
        isi = {"grant_type": "authorization_code", "code": kode, "redirect_uri": f"{self.aplikasi.alamat}/balik"}
        r = requests.post(
            f"{self.basis}/{DAERAH}/sso/token", data={**isi, "code_verifier": "x" * 43}, auth=(self.id, self.rahasia)
        )
        assert (r.status_code, r.json()["error"]) == (400, "invalid_grant"), r.text
        assert not p.get(f"{self.aplikasi.alamat}/lagi").ok

    def uji_4_alamat_yang_diubah_tidak_diikuti(self):
        p = self.peramban("koordinator")
        ke = p.get(f"{self.aplikasi.alamat}/masuk", allow_redirects=False).headers["location"]
        jahat = ke.replace("%2Fbalik", "%2Flain")
        assert jahat != ke
        j = p.get(jahat, allow_redirects=False)
        assert j.status_code == 400 and "location" not in j.headers, j.headers

    def uji_5_kunci_yang_diterbitkan_hanya_yang_umum(self):
        kunci = requests.get(f"{self.basis}/{DAERAH}/sso/jwks").json()["keys"]
        assert kunci and all(set(k) == {"kty", "use", "alg", "kid", "n", "e"} for k in kunci), kunci


def main():
    lulus = gugur = 0
    with server() as (basis, akun):
        u = Uji(basis, akun)
        for nama in sorted(n for n in dir(u) if n.startswith("uji_")):
            try:
                getattr(u, nama)()
            except Exception:
                gugur += 1
                print(f"GAGAL  {nama[4:]}\n{traceback.format_exc()}")
            else:
                lulus += 1
                print(f"ok     {nama[4:]}")
    print(f"{lulus} passed, {gugur} failed")
    return 1 if gugur or not lulus else 0


if __name__ == "__main__":
    sys.exit(main())
