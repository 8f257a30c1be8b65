// A passkey in chromium's own authenticator: made, used without a password and after one, refused when cancelled, deleted.
// All journeys share one address, so nothing here is refused by the server: it would count against everybody after it.
import { masuk } from './petugas-menangani.mjs';

export const nama = 'pegawai membuat kunci sandi, masuk dengannya, dan menghapusnya';

export async function jalankan({ halaman, konteks, cariAkun, axe, potret, periksa, byte, lebar }) {
  const gawai = await konteks.newCDPSession(halaman);
  await gawai.send('WebAuthn.enable');
  const { authenticatorId } = await gawai.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const isiGawai = async () => (await gawai.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  const kenali = (isUserVerified) => gawai.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });

  // Each width has an account of its own, so that nobody else's log-in changes.
  const akun = cariAkun({ daerah: 'kapuas', peran: lebar < 600 ? 'auditor' : 'pimpinan' });
  await masuk(halaman, akun);
  await halaman.getByRole('link', { name: 'Akun saya' }).click();
  await halaman.getByRole('link', { name: 'Kunci sandi' }).click();
  await axe();
  await potret('kunci-sandi-kosong');
  const nama = 'HP kantor';
  await halaman.fill('#m-nama', nama);
  await halaman.fill('#m-sandi', akun.sandi);
  await halaman.getByRole('button', { name: 'Lanjut' }).click();
  await halaman.getByRole('heading', { name: 'Buat kunci sandi' }).waitFor();
  await axe();
  await potret('kunci-sandi-buat');
  // A device that does not know its owner makes none.
  await kenali(false);
  await halaman.getByRole('button', { name: 'Buat kunci sandi' }).click();
  await halaman.getByText('Tidak jadi').waitFor();
  await axe();
  await kenali(true);
  await halaman.getByRole('button', { name: 'Buat kunci sandi' }).click();
  await halaman.waitForURL('**/kunci-sandi?selesai=ya');
  periksa.sama((await isiGawai()).length, 1, 'perangkat menyimpan satu kunci sandi');
  periksa(await halaman.getByRole('heading', { name: nama }).isVisible(), 'kunci sandi terdaftar');
  await axe();
  await potret('kunci-sandi-satu');
  // The same device makes no second one.
  await halaman.fill('#m-nama', 'Kedua');
  await halaman.fill('#m-sandi', akun.sandi);
  await halaman.getByRole('button', { name: 'Lanjut' }).click();
  await halaman.getByRole('button', { name: 'Buat kunci sandi' }).click();
  await halaman.getByText('sudah mempunyai kunci sandi').waitFor();

  // Without a password.
  await halaman.getByRole('button', { name: 'Keluar' }).click();
  await halaman.goto('/kapuas/masuk');
  await byte.paling(100_000);
  await axe();
  await potret('masuk-kunci-sandi');
  await kenali(false);
  await halaman.getByRole('button', { name: 'Masuk dengan kunci sandi' }).click();
  await halaman.getByText('Tidak jadi').waitFor();
  await kenali(true);
  await halaman.getByRole('button', { name: 'Masuk dengan kunci sandi' }).click();
  await halaman.waitForURL('**/kapuas/kerja');
  // After the password, which alone is no longer enough.
  await halaman.goto('/kapuas/kerja');
  await halaman.getByRole('button', { name: 'Keluar' }).click();
  await halaman.goto('/kapuas/masuk');
  await halaman.fill('#m-pengguna', akun.pengguna);
  await halaman.fill('#m-sandi', akun.sandi);
  await halaman.locator('main form button[type=submit]').click();
  await halaman.waitForURL('**/masuk/langkah?**');
  await axe();
  await potret('kunci-sandi-langkah');
  await halaman.getByRole('button', { name: 'Pakai kunci sandi' }).click();
  await halaman.waitForURL('**/kapuas/kerja');

  await halaman.goto('/kapuas/kerja/sandi/kunci-sandi');
  await halaman.getByRole('link', { name: 'Hapus' }).click();
  await halaman.getByRole('heading', { name: 'Hapus kunci sandi' }).waitFor();
  await axe();
  await potret('kunci-sandi-hapus');
  await halaman.fill('#m-sandi', akun.sandi);
  await halaman.getByRole('button', { name: 'Hapus kunci sandi' }).click();
  await halaman.waitForURL('**/kunci-sandi?selesai=hapus');
  periksa.sama(await halaman.getByRole('heading', { name: nama }).count(), 0, 'kunci sandi sudah tidak ada');
  await halaman.getByRole('button', { name: 'Keluar' }).click();
  await masuk(halaman, akun);
}
