// Two-step verification: set up with a code that the journey computes itself, asked for at the next log-in, a recovery
// code, the sessions, and taken away again.
import { createHmac } from 'node:crypto';
import { masuk } from './petugas-menangani.mjs';

export const nama = 'pegawai memasang verifikasi dua langkah dan masuk dengan kode';
export const tanpaJs = true;

// What an authenticator app shows (RFC 6238).
function kode(kunci, geser = 0) {
  const huruf = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bit = '';
  for (const h of kunci.replace(/\s/g, '')) bit += huruf.indexOf(h).toString(2).padStart(5, '0');
  const bait = Buffer.from(bit.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const langkah = Buffer.alloc(8);
  langkah.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + geser));
  const s = createHmac('sha1', bait).update(langkah).digest();
  const i = s[19] & 15;
  return String((s.readUInt32BE(i) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export async function jalankan({ halaman, konteks, cariAkun, axe, potret, periksa, lebar, js }) {
  // An account of one's own for each run, so that nobody else's log-in changes.
  await masuk(halaman, cariAkun({ daerah: 'kapuas', peran: 'administrator' }));
  await halaman.goto('/kapuas/kerja/akun/baru');
  const pengguna = `dua.${lebar}${js ? '' : '.polos'}`;
  await halaman.fill('#m-pengguna', pengguna);
  await halaman.fill('#m-nama', 'Pegawai Dua Langkah');
  await halaman.fill('#m-nip', '19850101201001100');
  await halaman.selectOption('select[name="peran.0.peran"]', 'petugas');
  await halaman.selectOption('select[name="peran.0.unit"]', { index: 1 });
  await halaman.locator('main form button[type=submit]').click();
  periksa(await halaman.getByText('Anda mengetik 17').first().isVisible(), 'NIP yang kurang satu angka ditolak');
  await halaman.fill('#m-nip', `19850101201001${js ? '1' : '2'}${String(lebar % 1000).padStart(3, '0')}`);
  await halaman.locator('main form button[type=submit]').click();
  await halaman.getByRole('heading', { name: 'Akun tersimpan' }).waitFor();
  const sementara = await halaman.locator('.kode').textContent();

  const lain = await konteks.browser().newContext({
    baseURL: new URL(halaman.url()).origin,
    viewport: halaman.viewportSize(),
    javaScriptEnabled: js,
  });
  const p = await lain.newPage();
  const isi = async (sandi) => {
    await p.goto('/kapuas/masuk');
    await p.fill('#m-pengguna', pengguna);
    await p.fill('#m-sandi', sandi);
    await p.locator('main form button[type=submit]').click();
  };
  // The password that the administrator made leads to another one first.
  await isi(sementara);
  await p.waitForURL('**/masuk/langkah?**');
  const sandi = 'empat kata yang baru';
  await p.fill('#m-baru', sandi);
  await p.fill('#m-ulang', sandi);
  await p.getByRole('button', { name: 'Ganti kata sandi' }).click();
  await p.waitForURL('**/kapuas/kerja');

  await p.getByRole('link', { name: 'Akun saya' }).click();
  await p.getByRole('link', { name: 'Verifikasi dua langkah' }).click();
  const kunci = await p.locator('span.kode').textContent();
  await p.screenshot({ path: `uji/potret/dua-langkah-pasang-${lebar}${js ? '' : '-tanpa-js'}.png`, fullPage: true });
  await p.fill('#m-kode', '000000');
  await p.fill('#m-sandi', sandi);
  await p.getByRole('button', { name: 'Aktifkan' }).click();
  periksa(await p.locator('.ringkasan-galat').isVisible(), 'kode yang salah ditolak');
  periksa.sama(await p.locator('span.kode').textContent(), kunci, 'kunci yang sudah dipindai tetap');
  await p.fill('#m-kode', kode(kunci));
  await p.fill('#m-sandi', sandi);
  await p.getByRole('button', { name: 'Aktifkan' }).click();
  await p.getByRole('heading', { name: 'Verifikasi dua langkah aktif' }).waitFor();
  const pulih = await p.locator('.kode-pulih .kode').allTextContents();
  periksa.sama(pulih.length, 10, 'sepuluh kode pemulihan');
  await p.getByRole('link', { name: 'Lanjut' }).click();
  periksa(await p.getByText('10 / 10').isVisible(), 'sisa kode pemulihan tampil');
  await p.getByRole('link', { name: 'Perangkat saya' }).click();
  periksa(await p.getByText('Peramban ini').isVisible(), 'sesi ini ditandai');

  // In the watched browser: password, then the code; a used one is refused.
  await halaman.getByRole('button', { name: 'Keluar' }).click();
  await halaman.goto('/kapuas/masuk');
  await halaman.fill('#m-pengguna', pengguna);
  await halaman.fill('#m-sandi', sandi);
  await halaman.locator('main form button[type=submit]').click();
  await halaman.waitForURL('**/masuk/langkah?**');
  await axe();
  await potret('dua-langkah-kode');
  periksa.sama((await halaman.goto('/kapuas/kerja')).status(), 401, 'setengah masuk belum membuka apa pun');
  await halaman.goto('/kapuas/masuk/langkah');
  await halaman.fill('#m-kode', '000000');
  await halaman.getByRole('button', { name: 'Masuk', exact: true }).click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'kode yang salah ditolak');
  await axe();
  // The step after the one that set it up; a little early is let pass.
  await halaman.fill('#m-kode', kode(kunci, 1));
  await halaman.getByRole('button', { name: 'Masuk', exact: true }).click();
  await halaman.waitForURL('**/kapuas/kerja');

  await halaman.goto('/kapuas/kerja/sandi');
  await axe();
  await potret('akun-saya');
  await halaman.goto('/kapuas/kerja/sandi/perangkat');
  await axe();
  await potret('perangkat');
  await halaman.getByRole('button', { name: 'Akhiri sesi ini' }).click();
  await halaman.waitForURL('**/perangkat');
  periksa.sama((await p.goto('/kapuas/kerja')).status(), 401, 'sesi yang diakhiri tidak berlaku lagi');
  await lain.close();

  await halaman.goto('/kapuas/kerja/sandi/dua-langkah');
  await axe();
  await potret('dua-langkah-aktif');
  await halaman.getByText('Pakai kode pemulihan').click();
  await halaman.fill('#m-pulih', pulih[0]);
  await halaman.getByRole('button', { name: 'Lepas verifikasi dua langkah' }).click();
  await halaman.getByRole('button', { name: 'Aktifkan' }).waitFor();
  await axe();
  await potret('dua-langkah-belum');
}
