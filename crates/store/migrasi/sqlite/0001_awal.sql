-- One generic table of entries: what every entry has is a column, the rest is JSON.
create table entri (
    no integer primary key autoincrement,
    daerah text not null,
    id blob not null,
    register text not null,
    nomor text not null,
    unit text not null,
    pemegang text not null,
    keadaan text not null,
    versi integer not null,
    dibuat integer not null,
    diubah integer not null,
    jatuh integer,
    otomatis integer,
    terbuka integer not null,
    terbit integer not null,
    tenggat text not null,
    isi text not null,
    unique (daerah, id)
) strict;
create unique index entri_nomor on entri (daerah, register, nomor);
create index entri_daftar on entri (daerah, register, id);
create index entri_keadaan on entri (daerah, register, keadaan, id);
create index entri_tugas on entri (daerah, pemegang, coalesce(jatuh, 9007199254740991), id) where terbuka;
create index entri_otomatis on entri (otomatis) where otomatis is not null;
-- Words come ready from Rust; `ascii` only splits at blanks and leaves every other script alone.
create virtual table cari using fts5 (kata, content = '', contentless_delete = 1, tokenize = 'ascii');

create table peristiwa (
    daerah text not null,
    entri blob not null,
    versi integer not null,
    waktu integer not null,
    bait blob not null,
    garam blob not null,
    hash blob not null,
    primary key (daerah, entri, versi)
) strict, without rowid;

create table tautan (
    daerah text not null,
    dari blob not null,
    jenis text not null,
    ke blob not null,
    primary key (daerah, dari, jenis, ke)
) strict, without rowid;
create index tautan_ke on tautan (daerah, ke);

create table berkas (
    daerah text not null,
    id blob not null,
    sidik text not null,
    tipe text not null,
    ukuran integer not null,
    dibuat integer not null,
    entri blob,
    primary key (daerah, id)
) strict, without rowid;
create index berkas_yatim on berkas (dibuat) where entri is null;

create table kirim (
    daerah text not null,
    id blob not null,
    muatan text not null,
    coba integer not null default 0,
    berikut integer,
    galat text,
    primary key (daerah, id)
) strict, without rowid;
create index kirim_antre on kirim (berikut) where berikut is not null;

create table kunci (
    daerah text not null,
    kunci text not null,
    sidik blob not null,
    entri blob not null,
    dibuat integer not null,
    primary key (daerah, kunci)
) strict, without rowid;
create index kunci_lama on kunci (dibuat);

create table nomor_urut (
    daerah text not null,
    register text not null,
    tahun integer not null,
    terakhir integer not null,
    primary key (daerah, register, tahun)
) strict, without rowid;

create table akun (
    daerah text not null,
    id blob not null,
    pengguna text not null,
    nama text not null,
    sandi text not null,
    aktif integer not null,
    dibuat integer not null,
    primary key (daerah, id)
) strict, without rowid;
create unique index akun_pengguna on akun (daerah, pengguna);

create table akun_peran (
    daerah text not null,
    akun blob not null,
    peran text not null,
    unit text not null,
    primary key (daerah, akun, peran, unit)
) strict, without rowid;

-- Sessions and API tokens: only the hash of the secret is kept.
create table sesi (
    daerah text not null,
    sidik blob not null,
    akun blob not null,
    jenis text not null,
    nama text not null,
    dibuat integer not null,
    kadaluarsa integer not null,
    primary key (daerah, sidik)
) strict, without rowid;
create index sesi_lama on sesi (kadaluarsa);

create table draf (
    daerah text not null,
    sidik blob not null,
    akun blob,
    isi text not null,
    kadaluarsa integer not null,
    primary key (daerah, sidik)
) strict, without rowid;
create index draf_lama on draf (kadaluarsa);
