// A citizen looks how reports are handled, chooses a span and opens the page of an office.
export const nama = 'warga melihat bagaimana laporan ditangani';
export const tanpaJs = true;

export async function jalankan({ halaman, axe, potret, periksa, byte, lebar }) {
  await halaman.goto('/serang/');
  await halaman.getByRole('link', { name: 'Lihat bagaimana laporan ditangani' }).click();
  periksa.sama(await halaman.locator('h1').innerText(), 'Bagaimana laporan warga ditangani', 'judul');
  periksa((await halaman.locator('svg.grafik').count()) === 2, 'garis dan peta');
  const meluber = await halaman.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  periksa(!meluber, `halaman tidak melebar melewati layar ${lebar} px`);
  await byte.paling(60_000);
  await axe();
  await potret('transparansi', { gambar: true });

  await halaman.getByRole('link', { name: '3 bulan terakhir', exact: true }).click();
  periksa((await halaman.locator('.pengantar').innerText()).includes('3 bulan terakhir'), 'masa yang dipilih');
  await halaman.locator('table a').first().click();
  periksa((await halaman.locator('h1').innerText()).startsWith('Laporan warga di '), 'halaman perangkat daerah');
  await axe();
}
