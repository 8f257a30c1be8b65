// The legal officer uploads the text of a regulation; a citizen finds a provision and reads it.
import { masuk, menu } from './petugas-menangani.mjs';

export const nama = 'petugas hukum memuat naskah dan warga membacanya';
export const tanpaJs = true;

// Invented, so that no regulation's sentences stand here.
const naskah = `BUPATI KAPUAS
PERATURAN BUPATI KAPUAS
NOMOR 7 TAHUN 2024
TENTANG
PENATAAN TAMAN DAN KOLAM

BAB I
KETENTUAN UMUM

Pasal 1
Dalam Peraturan Bupati ini yang dimaksud dengan:
1. Taman Kota adalah tempat bermain warga.
2. Kolam Ikan adalah air yang dipelihara.

BAB II
PENYELENGGARAAN

Pasal 2
(1) Bupati menyelenggarakan Taman Kota setiap hari.
(2) Taman Kota sebagaimana dimaksud pada ayat (1) terdiri atas:
a. bangku; dan
b. pohon.
(3) Ketentuan sebagaimana dimaksud dalam Pasal 99 berlaku juga.

Pasal 3
Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.

Ditetapkan di Kuala Kapuas
pada tanggal 4 Maret 2024
BUPATI KAPUAS,
FULAN BIN FULAN
`;

export async function jalankan({ halaman, konteks, akun, axe, potret, periksa, byte }) {
  const hukum = akun.find((a) => a.daerah === 'kapuas' && a.pengguna === 'hukum');
  await masuk(halaman, hukum);
  await menu(halaman, 'Produk hukum');
  await halaman.getByRole('link', { name: 'Unggah naskah peraturan' }).click();
  await halaman.waitForURL('**/kerja/produk_hukum/naskah');
  await axe();
  await potret('jdih-unggah');
  const berkas = (nama, isi) => ({ name: nama, mimeType: 'text/plain', buffer: Buffer.from(isi) });
  await halaman.setInputFiles('#naskah', berkas('a.pdf', '%PDF-1.7 bukan teks'));
  await halaman.getByRole('button', { name: 'Unggah dan baca' }).click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'PDF ditolak dengan alasan');
  await axe();
  await halaman.setInputFiles('#naskah', berkas('taman.txt', naskah));
  await halaman.getByRole('button', { name: 'Unggah dan baca' }).click();
  await halaman.waitForURL('**/kapuas/jdih/perbup/2024/7');
  periksa(await halaman.locator('details.temuan').isVisible(), 'petugas hukum melihat temuan');
  await axe();

  const lain = await konteks.browser().newContext({
    baseURL: new URL(halaman.url()).origin,
    viewport: halaman.viewportSize(),
  });
  const warga = await lain.newPage();
  await warga.goto('/kapuas/jdih');
  await warga.fill('#q', 'penyelenggaraan taman');
  await warga.getByRole('button', { name: 'Cari' }).click();
  const hasil = warga.getByRole('link', { name: 'Perbup 7/2024 Pasal 2 ayat (1)' });
  periksa(await hasil.isVisible(), 'kata lain yang sebatang menemukan ayatnya');
  await hasil.click();
  await warga.waitForURL('**/perbup/2024/7#pasal-2-ayat-1');
  periksa((await warga.locator('details.temuan').count()) === 0, 'warga tidak melihat temuan');
  await warga.goto('/kapuas/jdih');
  await warga.fill('#q', 'perbup 7 2024 pasal 2 ayat 3');
  await warga.getByRole('button', { name: 'Cari' }).click();
  await warga.waitForURL('**/perbup/2024/7#pasal-2-ayat-3');
  await lain.close();

  await halaman.goto('/kapuas/jdih?q=taman');
  await axe();
  await potret('jdih-cari');
  await halaman.goto('/kapuas/jdih');
  await axe();
  await potret('jdih');
  await halaman.goto('/kapuas/jdih/perbup/2024/26');
  periksa(await halaman.getByText('Naskahnya belum dimuat.').isVisible(), 'tanpa naskah dikatakan apa adanya');
  await axe();
  await potret('jdih-tanpa-naskah');
  await halaman.goto('/kapuas/jdih/perbup/2024/7');
  await byte.paling(60_000);
  await potret('jdih-naskah');
}
