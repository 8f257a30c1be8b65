-- Passkeys of accounts: what proves them, named by their owner. The other half never leaves the owner's devices.
create table kunci_sandi (
    daerah text not null,
    kredensial blob not null,
    akun blob not null,
    kunci blob not null,
    nama text not null,
    hitung integer not null,
    dibuat integer not null,
    terakhir integer,
    primary key (daerah, kredensial)
) strict, without rowid;
create index kunci_sandi_akun on kunci_sandi (daerah, akun);

-- Challenges that were answered, until they would have run out: each counts once.
create table tantangan (
    daerah text not null,
    isi blob not null,
    sampai integer not null,
    primary key (daerah, isi)
) strict, without rowid;
