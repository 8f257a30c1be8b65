// A citizen asks what is kept of them, and then that it be forgotten: the coordinator finds it by the exact address,
// hands it out, and erases it.
import { readFile } from 'node:fs/promises';

export const nama = 'Koordinator mencari, menyerahkan, dan menghapus data pribadi seorang warga';
export const tanpaJs = true;

export async function jalankan({ halaman, basis, cariAkun, axe, potret, periksa, lebar }) {
  const koordinator = cariAkun({ daerah: 'bekasi', peran: 'koordinator' });
  const api = `${basis}/bekasi/api/v1`;
  const kategori = (await (await halaman.request.get(`${api}/kategori-pengaduan`)).json()).data[0].kode;
  const surel = `warga.${lebar}.${Date.now()}@contoh.id`;
  const lapor = await halaman.request.post(`${api}/pengaduan`, {
    data: {
      jenis: 'pengaduan', judul: 'Lampu padam di gang', isi: 'Sudah tiga malam gelap.', kategori, alamat: 'Gang Melati',
      pelapor: { nama: 'Sri Wahyuni', surel, telepon: '081299990000' },
    },
  });
  periksa.sama(lapor.status(), 201, 'laporan diterima');
  const { nomor } = await lapor.json();

  await halaman.goto(`${basis}/bekasi/masuk`);
  await halaman.getByLabel('Nama pengguna').fill(koordinator.pengguna);
  await halaman.getByLabel('Kata sandi').fill(koordinator.sandi);
  await halaman.getByRole('main').getByRole('button', { name: 'Masuk', exact: true }).click();
  await halaman.goto(`${basis}/bekasi/kerja/orang`);
  await axe();
  const cari = async (nilai) => {
    await halaman.getByLabel(/NIK, NIP, surel/).fill(nilai);
    await halaman.getByRole('main').getByRole('button', { name: 'Cari' }).click();
    await halaman.getByRole('heading', { name: /^Ditemukan/ }).waitFor();
  };
  await cari(surel.slice(0, -1));
  periksa(await halaman.getByText('Tidak ada entri yang memuat nilai itu').isVisible(), 'sebagian nilai tidak menemukan apa pun');
  await axe();
  await cari(surel.toUpperCase());
  periksa(!halaman.url().includes('contoh.id'), 'nilai tidak ada di alamat');
  periksa(await halaman.getByRole('link', { name: new RegExp(`^${nomor}`) }).isVisible(), 'laporannya ditemukan');
  await axe();
  await potret('orang-ditemukan');

  const [unduhan] = await Promise.all([
    halaman.waitForEvent('download'),
    halaman.getByRole('button', { name: 'Unduh semuanya (JSON)' }).click(),
  ]);
  const salinan = JSON.parse(await readFile(await unduhan.path(), 'utf8'));
  periksa.sama(salinan.entri[0].nomor, nomor, 'salinan memuat laporannya');

  await halaman.getByRole('link', { name: `Hapus data pribadi ${nomor}` }).click();
  await halaman.getByRole('heading', { name: 'Hapus data pribadi' }).waitFor();
  await axe();
  await potret('lupakan');
  await halaman.getByLabel(/^Alasan/).fill('Diminta pemilik data');
  await halaman.getByRole('button', { name: 'Hapus data pribadi' }).click();
  await halaman.getByText('Tersimpan.').waitFor();
  const isi = await halaman.locator('main').innerText();
  periksa(!isi.includes('Sri Wahyuni') && !isi.includes(surel), 'nama dan alamatnya hilang');
  periksa(isi.includes('Data pribadi dihapus') && isi.includes('Lampu padam di gang'), 'laporan dan riwayatnya tetap');
  await axe();
  await potret('lupakan-selesai');
  await halaman.goto(`${basis}/bekasi/kerja/orang`);
  await cari(surel);
  periksa(await halaman.getByText('Tidak ada entri yang memuat nilai itu').isVisible(), 'tidak ditemukan lagi');
}
