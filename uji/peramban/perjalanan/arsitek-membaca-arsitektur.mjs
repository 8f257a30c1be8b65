// A liaison looks at the architecture: landscape, what a server takes with it, gaps, a fact sheet, reference codes; and
// enters an application that is then on the board.
export const nama = 'Pejabat penghubung membaca arsitektur dan mencatat aplikasinya';
export const tanpaJs = true;

export async function jalankan(a) {
  const { halaman, basis, cariAkun, axe, potret, periksa } = a;
  const siapa = cariAkun({ daerah: 'batubara', pengguna: 'penghubung.diskominfo' });
  const papan = `${basis}/batubara/kerja/arsitektur`;
  const judul = () => halaman.locator('h1').innerText();
  await halaman.context().clearCookies();
  await halaman.goto(`${basis}/batubara/masuk`);
  await halaman.getByLabel('Nama pengguna').fill(siapa.pengguna);
  await halaman.getByLabel('Kata sandi').fill(siapa.sandi);
  await halaman.getByRole('main').getByRole('button', { name: 'Masuk', exact: true }).click();

  await halaman.goto(papan);
  periksa(/entri Aplikasi SPBE/.test(await judul()), 'the landscape says how much there is');
  periksa((await halaman.locator('svg a rect').count()) > 20, 'the landscape is drawn');
  await axe();
  await potret('arsitektur-lanskap');
  await halaman.getByLabel('Warna menurut').selectOption({ label: 'Kelayakan teknis' });
  await halaman.getByRole('button', { name: 'Tampilkan' }).first().click();
  periksa(await halaman.getByRole('heading', { name: /kelayakan teknis/ }).isVisible(), 'coloured by another attribute');

  await halaman.goto(`${papan}?register=infrastruktur`);
  await halaman.getByRole('link', { name: /Server virtualisasi 1/ }).last().click();
  periksa((await judul()) === 'Server virtualisasi 1', 'the fact sheet of an entry');
  await axe();
  await potret('arsitektur-fakta');
  await halaman.getByRole('link', { name: 'Hitung dampak' }).click();
  periksa(/^Bila Server virtualisasi 1 hilang, [1-9]/.test(await judul()), 'the impact says what stops');
  periksa((await halaman.locator('svg path').count()) > 5, 'the impact is drawn');
  await axe();
  await potret('arsitektur-dampak');

  for (const [label, kata] of [['Celah', /celah/], ['Fungsi kembar', /fungsi/], ['Integrasi', /pertukaran data/], ['Dokumen lima tahun', /rencana terlambat/], ['Survei', /sudah dipastikan/], ['Referensi', /dipetakan/]]) {
    await halaman.getByRole('navigation', { name: 'Papan lain' }).getByRole('link', { name: label, exact: true }).click();
    periksa(kata.test(await judul()), `board ${label}`);
    periksa((await halaman.locator('tbody tr').count()) > 0, `${label} has a table`);
    await axe();
    await potret(`arsitektur-${label.toLowerCase().replaceAll(' ', '-')}`);
  }
  await halaman.getByLabel('Cari kata atau kode').fill('kependudukan');
  await halaman.getByRole('button', { name: 'Cari', exact: true }).last().click();
  periksa(await halaman.getByRole('cell', { name: /RAB\.03\.07$/ }).isVisible(), 'a code is found by its words');
  for (const [berkas, awal] of [['archimate.xml', '<?xml'], ['graf.json', '{'], ['celah/data.json', '{']]) {
    const r = await halaman.request.get(`${papan}/${berkas}`);
    periksa(r.ok() && (await r.text()).startsWith(awal), `${berkas} is a file of its kind`);
  }

  // What was downloaded and comes back unchanged changes nothing; whoever may not bring entries in is not offered it.
  const xml = await (await halaman.request.get(`${papan}/archimate.xml`)).text();
  await halaman.goto(papan);
  await halaman.getByRole('link', { name: 'Masukkan berkas ArchiMate' }).click();
  await axe();
  await potret('arsitektur-masuk');
  await halaman.getByLabel('Berkas ArchiMate (.xml)').setInputFiles({ name: 'a.xml', mimeType: 'application/xml', buffer: Buffer.from(xml) });
  await halaman.getByRole('button', { name: 'Periksa berkas' }).click();
  periksa((await judul()) === '0 entri baru, 0 berubah', 'our own file changes nothing');
  await axe();

  await halaman.goto(`${basis}/batubara/kerja/aplikasi/baru`);
  await axe();
  await halaman.getByLabel('Nama', { exact: true }).fill('Aplikasi perjalanan uji');
  await potret('arsitektur-formulir', { penuh: false });
}
