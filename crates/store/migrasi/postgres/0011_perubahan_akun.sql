-- What was done to accounts, of a whole regency by time.
create index riwayat_akun_waktu on riwayat_akun (daerah, id);
