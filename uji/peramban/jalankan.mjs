// Browser journeys: one running demo, every journey of perjalanan/ on a phone (360 px) and on a desk (1280 px),
// and without JavaScript where the journey says so. The last line counts them; the exit code says whether all passed.
//
//   node uji/peramban/jalankan.mjs              all journeys
//   node uji/peramban/jalankan.mjs pengaduan    those whose file name contains the word
//
// Environment: PRAJA_BIN (program; default target/release/praja), PRAJA_CHROMIUM (default /usr/bin/chromium),
// PRAJA_GAMBAR (folder for pictures the documents show), PRAJA_BASIS + PRAJA_AKUN (address and akun-demo.json of a
// server that already runs; then none is started).
//
// A journey exports:
//   nama       what a person does, in one sentence
//   jalankan   async ({halaman, konteks, basis, akun, cariAkun, axe, potret, periksa, byte, lebar, js}) => {}
//   lebar      optional, default [360, 1280]
//   tanpaJs    optional, default false: also run at the first width with JavaScript off
import { readdir, mkdir } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { nyalakan } from './server.mjs';
import { alat } from './alat.mjs';

const sini = path.dirname(fileURLToPath(import.meta.url));
const akar = path.resolve(sini, '../..');
const folderPotret = path.join(akar, 'uji/potret');
const batasWaktu = 60_000;

const berkas = (await readdir(path.join(sini, 'perjalanan')))
  .filter((b) => b.endsWith('.mjs'))
  .filter((b) => process.argv.slice(2).every((kata) => b.includes(kata)))
  .sort();
const perjalanan = await Promise.all(
  berkas.map((b) => import(pathToFileURL(path.join(sini, 'perjalanan', b)).href)),
);

await mkdir(folderPotret, { recursive: true });
const server = await nyalakan({ akar, folderPotret });
const peramban = await chromium.launch({
  executablePath: process.env.PRAJA_CHROMIUM || '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

let lulus = 0;
let gugur = 0;
try {
  for (const p of perjalanan) {
    const daftarLebar = p.lebar ?? [360, 1280];
    const ragam = daftarLebar.map((lebar) => ({ lebar, js: true }));
    if (p.tanpaJs) ragam.push({ lebar: daftarLebar[0], js: false });
    for (const r of ragam) {
      const judul = `${p.nama} (${r.lebar} px${r.js ? '' : ', tanpa JavaScript'})`;
      const mulai = performance.now();
      const masalah = await satu(p, r);
      const lama = `${((performance.now() - mulai) / 1000).toFixed(1)} d`;
      if (masalah === null) {
        lulus += 1;
        console.log(`ok     ${judul}  ${lama}`);
      } else {
        gugur += 1;
        console.log(`GAGAL  ${judul}  ${lama}\n${masalah.replace(/^/gm, '       ')}`);
      }
    }
  }
} finally {
  await peramban.close();
  await server.matikan(gugur > 0);
}
if (lulus + gugur === 0) console.log('Tidak ada perjalanan yang cocok.');
console.log(`${lulus} passed, ${gugur} failed`);
process.exitCode = gugur > 0 || lulus === 0 ? 1 : 0;

// Runs one journey in a browser profile of its own; null, or what went wrong in words.
async function satu(p, { lebar, js }) {
  const konteks = await peramban.newContext({
    baseURL: server.basis,
    viewport: { width: lebar, height: lebar < 600 ? 740 : 800 },
    isMobile: lebar < 600,
    hasTouch: lebar < 600,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  konteks.setDefaultTimeout(15_000);
  const halaman = await konteks.newPage();
  const a = await alat({ halaman, basis: server.basis, folderPotret, lebar, js });
  let jam;
  try {
    await Promise.race([
      p.jalankan({
        halaman,
        konteks,
        basis: server.basis,
        akun: server.akun,
        cariAkun: server.cariAkun,
        lebar,
        js,
        ...a.untukPerjalanan,
      }),
      new Promise((_, tolak) => {
        jam = setTimeout(() => tolak(new Error(`lebih dari ${batasWaktu / 1000} detik`)), batasWaktu);
      }),
    ]);
    const temuan = a.temuan();
    return temuan.length ? temuan.join('\n') : null;
  } catch (e) {
    const nama = `gagal-${path.basename(p.nama.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase())}`;
    await a.untukPerjalanan.potret(nama).catch(() => {});
    return [`di ${halaman.url()}`, e.stack ?? String(e), ...a.temuan()].join('\n');
  } finally {
    clearTimeout(jam);
    await konteks.close();
  }
}
