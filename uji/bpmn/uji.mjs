// Our BPMN 2.0 held against the reader and writer of bpmn.io: one running demo, every SOP of its regencies.
//
//   node uji/bpmn/uji.mjs        the last line counts; the exit code says whether all passed
//
// Each file is read without a warning and holds together; bpmn.io writes it back, and our import takes that for the same
// steps: first in what it shows, then in what it keeps. Then a file as other tools write it (luar.bpmn), likewise.
//
// Environment: PRAJA_BIN (default target/release/praja), PRAJA_BASIS + PRAJA_AKUN (a server that already runs).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nyalakan } from '../peramban/server.mjs';
import { baca, periksaGambar, periksaProses, proses, tulis } from './model.mjs';

const sini = path.dirname(fileURLToPath(import.meta.url));
const DAERAH = ['serang', 'jembrana', 'bekasi', 'batubara', 'kapuas'];

/// An official at a browser without scripts, who also holds the token of the auditor: that reads every procedure.
class Orang {
  #kuki = new Map();

  constructor(basis, akun, pembaca) {
    Object.assign(this, { basis, akun, pembaca, dasar: `/${akun.daerah}` });
  }

  async minta(jalur, pilihan = {}) {
    const kuki = [...this.#kuki].map(([k, v]) => `${k}=${v}`).join('; ');
    const jawab = await fetch(this.basis + jalur, { ...pilihan, headers: { cookie: kuki, accept: 'text/html', ...pilihan.headers }, redirect: 'manual' });
    for (const k of jawab.headers.getSetCookie()) {
      const [nama, isi] = k.split(';')[0].split(/=(.*)/s);
      this.#kuki.set(nama.trim(), isi);
    }
    return { status: jawab.status, lokasi: jawab.headers.get('location'), isi: await jawab.text() };
  }

  async halaman(jalur, pilihan) {
    const { status, isi } = await this.minta(this.dasar + jalur, pilihan);
    assert.equal(status, 200, `${jalur}: ${status}`);
    return isi;
  }

  baca(jalur) {
    return this.halaman(jalur, { headers: { authorization: `Bearer ${this.pembaca.token}` } });
  }

  // The form of a page that is sent to this address: its hidden fields, and what is typed.
  async kirim(jalur, halaman, medan, berkas) {
    const form = [...halaman.matchAll(/<form[\s\S]*?<\/form>/g)].map((m) => m[0]).find((f) => f.includes(`action="${this.dasar}${jalur}"`));
    assert.ok(form, `formulir ${jalur}`);
    const isi = berkas ? new FormData() : new URLSearchParams();
    for (const [masukan] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      isi.set(/name="([^"]*)"/.exec(masukan)[1], /value="([^"]*)"/.exec(masukan)?.[1] ?? '');
    }
    for (const [k, v] of Object.entries(medan)) isi.set(k, v);
    if (berkas) isi.set('berkas', new Blob([berkas], { type: 'application/xml' }), 'diagram.bpmn');
    return this.minta(this.dasar + jalur, { method: 'POST', body: isi });
  }

  async masuk() {
    const { pengguna, sandi } = this.akun;
    const { status, lokasi } = await this.kirim('/masuk', await this.halaman('/masuk'), { pengguna, sandi });
    assert.ok(status === 303 && !lokasi.includes('/masuk'), `masuk sebagai ${pengguna}: ${status} ${lokasi}`);
  }

  async api(jalur, { akun = this.akun, ...pilihan } = {}) {
    const jawab = await fetch(`${this.basis}${this.dasar}/api/v1${jalur}`, {
      ...pilihan,
      headers: { authorization: `Bearer ${akun.token}`, 'content-type': 'application/json' },
    });
    const isi = await jawab.json();
    assert.ok(jawab.ok, `${jalur}: ${jawab.status} ${JSON.stringify(isi)}`);
    return isi;
  }

  // A draft of this official's office, beside the procedure of another.
  async draf(asal) {
    const badan = JSON.stringify({ judul: `Salinan ${asal.nomor}`, proses: asal.proses, opd: this.akun.unit, langkah: [] });
    return this.api('/sop', { method: 'POST', body: badan });
  }

  // What the import shows of a file: the secret under which it waits stands in its form.
  async pratinjau(draf, xml) {
    const jalur = `/kerja/proses/sop/${draf.nomor}/masuk`;
    const { status, isi } = await this.kirim(jalur, await this.halaman(jalur), {}, xml);
    assert.equal(status, 200, isi);
    return isi;
  }

  async setuju(draf, pratinjau) {
    const { status, isi } = await this.kirim(`/kerja/proses/sop/${draf.nomor}/masuk`, pratinjau, {});
    assert.equal(status, 303, isi);
    return (await this.api(`/sop/${draf.nomor}`)).langkah;
  }
}

// Words without the marks around them: the first occurrence of a term on a page is a link.
const kata = (isi) => isi.replace(/<[^>]*>/g, '').trim();
const tabel = (isi) => [.../<tbody>[\s\S]*?<\/tbody>/.exec(isi)[0].matchAll(/<tr>[\s\S]*?<\/tr>/g)].map(
  ([baris]) => [...baris.matchAll(/<td[\s\S]*?<\/td>/g)].map((sel) => kata(sel[0])),
);
const catatan = (isi) => {
  const daftar = /Yang dibaca lain atau dilewati<\/h2><ul>([\s\S]*?)<\/ul>/.exec(isi)?.[1] ?? '';
  return [...daftar.matchAll(/<li>([\s\S]*?)<\/li>/g)].map((m) => kata(m[1]));
};

async function seutuhnya(o, asal) {
  const lembar = `/kerja/proses/sop/${asal.nomor}`;
  const model = await baca(await o.baca(`${lembar}/bpmn.xml`));
  const [p, ...lain] = proses(model);
  assert.equal(lain.length, 0, 'satu proses');
  const langkah = asal.langkah ?? [];
  assert.equal(periksaProses(p).length, langkah.length, 'setiap langkah satu simpul');
  periksaGambar(model);
  // A draft may have no steps yet: then there is nothing to take in.
  if (langkah.length === 0) return;
  const draf = await o.draf(asal);
  const pratinjau = await o.pratinjau(draf, await tulis(model));
  assert.deepEqual(catatan(pratinjau), [], 'tidak ada yang dibaca lain');
  assert.deepEqual(tabel(pratinjau), tabel(await o.baca(lembar)), 'pratinjaunya sama dengan lembar SOP-nya');
  assert.deepEqual(await o.setuju(draf, pratinjau), langkah, 'langkahnya sama');
}

async function alatLain(o, asal) {
  const xml = await readFile(path.join(sini, 'luar.bpmn'), 'utf8');
  const model = await baca(xml);
  proses(model).forEach(periksaProses);
  periksaGambar(model);
  const draf = await o.draf(asal);
  const pratinjau = await o.pratinjau(draf, xml);
  const lagi = await o.pratinjau(draf, await tulis(model));
  assert.deepEqual(tabel(lagi), tabel(pratinjau), 'yang ditulis ulang bpmn.io terbaca sama');
  assert.deepEqual(catatan(lagi), catatan(pratinjau));
  for (const lewat of ['messageFlow', 'dataObject', 'dataObjectReference', 'textAnnotation', 'association']) {
    assert.ok(catatan(pratinjau).some((c) => c.includes(`unsur ${lewat} tidak`)), `${lewat} disebut tidak diambil`);
  }
  const langkah = await o.setuju(draf, pratinjau);
  assert.deepEqual(
    langkah.map((l) => [l.kode, l.bentuk, l.kegiatan, l.berikut ?? '']),
    [
      ['1', 'mulai', 'Permohonan masuk', ''],
      ['2', 'kegiatan', 'Memeriksa berkas', ''],
      ['3', 'keputusan', 'Lengkap?', 'Ya: 4; Tidak: 8'],
      ['4', 'kegiatan', 'Menghitung retribusi', '5; 7'],
      ['5', 'kegiatan', 'Meninjau lokasi', ''],
      ['6', 'selesai', 'Izin terbit', ''],
      ['7', 'kegiatan', 'Mengabari pemohon', '6'],
      ['8', 'selesai', 'Permohonan dikembalikan', ''],
    ],
  );
  const lajur = langkah.map((l) => l.unit ?? l.pelaksana);
  assert.ok(lajur[4] === 'Tim peninjau' && lajur.every((x, i) => i === 4 || x === 'dinkes'), `lajur: ${lajur}`);
}

async function* pemeriksaan({ basis, akun }) {
  for (const daerah of DAERAH) {
    const cari = (peran) => akun.find((a) => a.daerah === daerah && a.peran === peran);
    const o = new Orang(basis, cari('penghubung'), cari('auditor'));
    await o.masuk();
    const daftar = (await o.api('/sop?batas=500', { akun: o.pembaca })).data;
    const semua = await Promise.all(daftar.map((s) => o.api(`/sop/${s.nomor}`, { akun: o.pembaca })));
    yield [`${daerah}: ada SOP yang dapat diperiksa`, async () => assert.ok(semua.some((s) => s.langkah?.length > 0))];
    for (const s of semua) yield [`${daerah}: ${s.judul} (${s.nomor}) bolak-balik lewat bpmn.io`, () => seutuhnya(o, s)];
    if (daerah === 'jembrana') yield ['berkas alat lain: awalan, ekstensi, dua kolam', () => alatLain(o, semua[0])];
  }
}

const server = await nyalakan({ akar: path.resolve(sini, '../..'), folderPotret: os.tmpdir() });
let [lulus, gugur] = [0, 0];
try {
  for await (const [nama, periksa] of pemeriksaan(server)) {
    try {
      await periksa();
      lulus += 1;
      console.log(`ok     ${nama}`);
    } catch (e) {
      gugur += 1;
      console.log(`GAGAL  ${nama}\n       ${e.message}`);
    }
  }
} finally {
  await server.matikan();
}
console.log(`${lulus} passed, ${gugur} failed`);
process.exitCode = gugur > 0 || lulus === 0 ? 1 : 0;
