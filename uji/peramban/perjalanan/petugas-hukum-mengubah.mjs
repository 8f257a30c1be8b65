// The legal officer records an amendment and loads the amended text; a citizen reads the wording of a day, meets the
// amendment where another regulation cites it, and has a term explained.
import { masuk } from './petugas-menangani.mjs';

export const nama = 'petugas hukum mencatat perubahan dan warga membaca bunyi menurut tanggal';
export const tanpaJs = true;

// Invented, so that no regulation's sentences stand here.
const naskah = (nomor, tahun, tentang, mengingat, isi) => `BUPATI KAPUAS
PERATURAN BUPATI KAPUAS
NOMOR ${nomor} TAHUN ${tahun}
TENTANG
${tentang}

Menimbang : a. bahwa alun-alun perlu ditata;
Mengingat : 1. ${mengingat};

MEMUTUSKAN:
Menetapkan : PERATURAN BUPATI TENTANG ${tentang}.

Pasal 1
${isi}

Pasal 2
Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.

Ditetapkan di Kuala Kapuas
pada tanggal 4 Maret ${tahun}
BUPATI KAPUAS,
FULAN BIN FULAN

Diundangkan di Kuala Kapuas
pada tanggal 5 Maret ${tahun}
SEKRETARIS DAERAH,
FULANAH
`;
const undang = 'Undang-Undang Nomor 1 Tahun 2001 tentang Alun-Alun';
const asli = naskah(61, 2024, 'PENATAAN ALUN-ALUN', undang, '(1) Alun-alun dibuka pagi.\n(2) Alun-alun dijaga.');
const baru = asli.replace('dibuka pagi', 'dibuka sepanjang hari');
const ubah = naskah(62, 2025, 'PERUBAHAN PENATAAN ALUN-ALUN', undang, 'Ketentuan Pasal 1 ayat (1) diubah.');
const kutip = naskah(63, 2025, 'PASAR MALAM', 'Peraturan Bupati Kapuas Nomor 61 Tahun 2024 tentang Penataan Alun-Alun', 'Pasar malam dibuka di alun-alun.');

export async function jalankan({ halaman, konteks, akun, axe, potret, periksa, byte }) {
  const hukum = akun.find((a) => a.daerah === 'kapuas' && a.pengguna === 'hukum');
  await masuk(halaman, hukum);
  const berkas = (nama, isi) => ({ name: nama, mimeType: 'text/plain', buffer: Buffer.from(isi) });
  async function unggah(isi, jalur) {
    await halaman.goto('/kapuas/kerja/produk_hukum/naskah');
    await halaman.setInputFiles('#naskah', berkas('naskah.txt', isi));
    await halaman.getByRole('button', { name: 'Unggah dan baca' }).click();
    await halaman.waitForURL(`**/kapuas/jdih/${jalur}`);
  }
  // The journey is walked at several widths on one demonstration: what is there already stays as it is.
  const sudah = await halaman.request.get('/kapuas/jdih/perbup/2025/62');
  if (sudah.status() === 404) await unggah(asli, 'perbup/2024/61');
  await halaman.goto('/kapuas/jdih/perbup/2024/61');
  await halaman.getByRole('link', { name: 'Buka di ruang kerja' }).click();
  await halaman.waitForURL('**/kerja/produk_hukum/entri/*');
  const entri = halaman.url();
  const nomor = entri.split('/').pop();

  // The same kind, number and year typed by hand is refused, with the way to the entry that is there.
  await halaman.goto('/kapuas/kerja/produk_hukum/baru');
  await halaman.locator('[name=jenis]').first().waitFor();
  await halaman.locator('select[name=jenis]').selectOption('perbup');
  await halaman.fill('[name=nomor_peraturan]', '61');
  await halaman.fill('[name=tahun]', '2024');
  await halaman.fill('[name=tentang]', 'Alun-alun lagi');
  await halaman.locator('main form button[type=submit]').last().click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'nomor yang sudah ada ditolak');
  await axe();
  await halaman.getByRole('link', { name: `Buka ${nomor}` }).click();
  await halaman.waitForURL(`**/entri/${nomor}`);

  if (sudah.status() === 404) {
    await unggah(ubah, 'perbup/2025/62');
    await halaman.getByRole('link', { name: 'Buka di ruang kerja' }).click();
    await halaman.getByRole('link', { name: 'Ubah isian' }).click();
    await halaman.fill('[name="mengubah.0.produk"]', nomor);
    await halaman.fill('[name="mengubah.0.bagian"]', 'Pasal 1 ayat (1)');
    await halaman.locator('main form button[type=submit]').last().click();
    await halaman.waitForURL('**/entri/*');
    const pengubah = new URL(halaman.url()).pathname.split('/').pop();
    await halaman.goto('/kapuas/jdih/perbup/2024/61');
    periksa(await halaman.getByText('Naskah di bawah belum memuat perubahan dengan').isVisible(), 'tanpa naskah konsolidasi dikatakan');
    periksa(await halaman.locator('#pasal-1-ayat-1 .tanda-ubah').isVisible(), 'tandanya di ayatnya');
    await axe();
    await halaman.goto(`${entri}/langkah/muat_bunyi`);
    await axe();
    await potret('jdih-muat-bunyi');
    await halaman.setInputFiles('input[type=file][name=naskah]', berkas('konsolidasi.txt', baru));
    await halaman.fill('[name=sejak]', '2025-05-01');
    await halaman.fill('[name=oleh]', pengubah);
    await halaman.locator('main form button[type=submit]').last().click();
    await halaman.waitForURL(`**/entri/${nomor}?selesai=muat_bunyi`);
    await unggah(kutip, 'perbup/2025/63');
  }

  const lain = await konteks.browser().newContext({
    baseURL: new URL(halaman.url()).origin,
    viewport: halaman.viewportSize(),
  });
  const warga = await lain.newPage();
  await warga.goto('/kapuas/cari?q=sepanjang+hari');
  await warga.getByRole('link', { name: 'Perbup 61/2024 Pasal 1 ayat (1)' }).click();
  await warga.waitForURL('**/perbup/2024/61#pasal-1-ayat-1');
  periksa(await warga.getByText('dibuka sepanjang hari').isVisible(), 'bunyi sekarang');
  periksa((await warga.locator('#pasal-1-ayat-2 .tanda-ubah').count()) === 0, 'yang tidak berubah tidak ditandai');
  await warga.getByRole('link', { name: 'Bunyi sebelumnya' }).click();
  await warga.waitForURL('**?pada=2025-04-30#pasal-1-ayat-1');
  periksa(await warga.getByText('dibuka pagi').isVisible(), 'bunyi sebelum perubahan');
  await warga.fill('#pada', '2024-03-01');
  await warga.getByRole('button', { name: 'Lihat' }).click();
  periksa(await warga.getByText('peraturan ini belum berlaku').isVisible(), 'sebelum berlaku dikatakan');
  await warga.goto('/kapuas/jdih/perbup/2025/63');
  periksa(await warga.locator('article .nasib-kutipan').isVisible(), 'yang mengutip menyebut perubahannya');
  await lain.close();

  await halaman.goto('/kapuas/jdih/perbup/2024/61?pada=2025-01-01');
  await axe();
  await potret('jdih-bunyi');
  await halaman.goto('/kapuas/tentang');
  await halaman.locator('a.kata-istilah').first().click();
  const arti = halaman.locator('.arti-istilah > div:target');
  periksa(await arti.isVisible(), 'arti istilah muncul');
  await axe();
  await potret('istilah-muncul', { penuh: false });
  await arti.getByRole('link', { name: 'Tutup' }).click();
  periksa((await halaman.locator('.arti-istilah > div:target').count()) === 0, 'arti istilah tertutup lagi');
  await halaman.goto('/kapuas/jdih/perbup/2024/61');
  await byte.paling(60_000);
}
