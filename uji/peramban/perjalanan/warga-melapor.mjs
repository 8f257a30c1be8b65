// A citizen with a cheap phone files a report in four small steps, follows it and adds to it.
export const nama = 'warga melapor dalam empat langkah, lalu melacak dan menambah keterangan';
export const tanpaJs = true;

const lanjut = (halaman) => halaman.locator('main form button[value=lanjut]').first().click();

export async function jalankan({ halaman, axe, potret, periksa, byte }) {
  await halaman.goto('/jembrana/pengaduan');
  await axe();
  await byte.paling(60_000);
  await halaman.goto('/jembrana/pengaduan/baru/apa');
  await axe();
  await byte.paling(60_000);
  await lanjut(halaman);
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'langkah kosong ditolak dengan ringkasan');
  await axe();
  await halaman.locator('input[name=kategori][value=penerangan-jalan]').check();
  await halaman.fill('[name=judul]', 'Lampu mati di depan pasar <b>');
  await halaman.fill('[name=isi]', 'Gelap sejak Jumat. <script>alert(1)</script>');
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/tempat');
  await axe();
  await halaman.selectOption('[name=kecamatan]', '51.01.04');
  await halaman.fill('[name=alamat]', 'Depan pasar');
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/foto');
  await axe();
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/siapa');
  await axe();
  await halaman.fill('[name="pelapor.nama"]', 'Ni Made Ayu');
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/periksa');
  await axe();
  await potret('periksa');
  await halaman.getByRole('button', { name: 'Kirim laporan' }).click();
  await halaman.waitForURL('**/pengaduan/terkirim**');
  await axe();
  await potret('terkirim');
  const nomor = (await halaman.locator('main').innerText()).match(/JBR-\d{4}-\d{6}/)[0];

  await halaman.goto(`/jembrana/pengaduan/lacak/${nomor}`);
  await axe();
  await byte.paling(60_000);
  await halaman.locator('details:has(#m-tanggapi-pesan) > summary').first().click();
  await halaman.locator('#m-tanggapi-pesan').fill('Sudah ada yang jatuh kemarin.');
  await halaman.locator('form:has(#m-tanggapi-pesan) button[type=submit]').click();
  await halaman.waitForURL(`**/lacak/${nomor}**`);
  periksa(await halaman.getByText('Sudah ada yang jatuh kemarin.').first().isVisible(), 'keterangan ada di riwayat');
  await potret('lacak', { gambar: true });

  for (const alamat of ['/', '/jembrana/layanan', '/jembrana/layanan?q=ktp+ilang', '/jembrana/istilah', '/jembrana/tentang', '/jembrana/pengaduan/daftar', '/jembrana/pengaduan/lacak']) {
    const jawaban = await halaman.goto(alamat);
    periksa.sama(jawaban.status(), 200, alamat);
    await axe();
  }
  // Somebody else's browser does not see it.
  await halaman.context().clearCookies();
  const jawaban = await halaman.goto(`/jembrana/pengaduan/lacak/${nomor}`);
  periksa(!(await jawaban.text()).includes('Ni Made Ayu'), 'tanpa kode tidak terlihat');
}
