// A citizen opens the front page of a regency.
export const nama = 'warga membuka beranda daerah';
export const tanpaJs = true;

export async function jalankan({ halaman, axe, potret, periksa, byte }) {
  const jawaban = await halaman.goto('/serang/');
  periksa.sama(jawaban.status(), 200, 'status');
  periksa.sama(await halaman.locator('h1').count(), 1, 'jumlah judul utama');
  periksa((await halaman.locator('h1').innerText()).includes('Serang'), 'judul menyebut daerahnya');
  periksa.sama(await halaman.locator('html').getAttribute('lang'), 'id', 'bahasa halaman');
  await byte.paling(60_000);
  await axe();
  await potret('beranda', { gambar: true });
}
