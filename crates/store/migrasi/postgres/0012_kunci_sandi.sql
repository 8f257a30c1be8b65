-- Passkeys of accounts: what proves them, named by their owner. The other half never leaves the owner's devices.
create table kunci_sandi (
    daerah text collate "C" not null,
    kredensial bytea not null,
    akun uuid not null,
    kunci bytea not null,
    nama text collate "C" not null,
    hitung bigint not null,
    dibuat bigint not null,
    terakhir bigint,
    primary key (daerah, kredensial)
);
create index kunci_sandi_akun on kunci_sandi (daerah, akun);

-- Challenges that were answered, until they would have run out: each counts once.
create table tantangan (
    daerah text collate "C" not null,
    isi bytea not null,
    sampai bigint not null,
    primary key (daerah, isi)
);
