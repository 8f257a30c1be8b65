-- One generic table of entries: what every entry has is a column, the rest is JSON.
create table entri (
    daerah text collate "C" not null,
    id uuid not null,
    register text collate "C" not null,
    nomor text collate "C" not null,
    unit text collate "C" not null,
    pemegang text collate "C" not null,
    keadaan text collate "C" not null,
    versi bigint not null,
    dibuat bigint not null,
    diubah bigint not null,
    jatuh bigint,
    otomatis bigint,
    terbuka boolean not null,
    terbit boolean not null,
    tenggat jsonb not null,
    isi jsonb not null,
    cari tsvector not null default '',
    primary key (daerah, id)
);
create unique index entri_nomor on entri (daerah, register, nomor);
create index entri_daftar on entri (daerah, register, id);
create index entri_keadaan on entri (daerah, register, keadaan, id);
create index entri_tugas on entri (daerah, pemegang, coalesce(jatuh, 9007199254740991), id) where terbuka;
create index entri_cari on entri using gin (cari);
create index entri_otomatis on entri (otomatis) where otomatis is not null;

create table peristiwa (
    daerah text collate "C" not null,
    entri uuid not null,
    versi bigint not null,
    waktu bigint not null,
    bait bytea not null,
    garam bytea not null,
    hash bytea not null,
    primary key (daerah, entri, versi)
);

create table tautan (
    daerah text collate "C" not null,
    dari uuid not null,
    jenis text collate "C" not null,
    ke uuid not null,
    primary key (daerah, dari, jenis, ke)
);
create index tautan_ke on tautan (daerah, ke);

create table berkas (
    daerah text collate "C" not null,
    id uuid not null,
    sidik text collate "C" not null,
    tipe text collate "C" not null,
    ukuran bigint not null,
    dibuat bigint not null,
    entri uuid,
    primary key (daerah, id)
);
create index berkas_yatim on berkas (dibuat) where entri is null;

create table kirim (
    daerah text collate "C" not null,
    id uuid not null,
    muatan jsonb not null,
    coba bigint not null default 0,
    berikut bigint,
    galat text,
    primary key (daerah, id)
);
create index kirim_antre on kirim (berikut) where berikut is not null;

create table kunci (
    daerah text collate "C" not null,
    kunci text collate "C" not null,
    sidik bytea not null,
    entri uuid not null,
    dibuat bigint not null,
    primary key (daerah, kunci)
);
create index kunci_lama on kunci (dibuat);

create table nomor_urut (
    daerah text collate "C" not null,
    register text collate "C" not null,
    tahun bigint not null,
    terakhir bigint not null,
    primary key (daerah, register, tahun)
);

create table akun (
    daerah text collate "C" not null,
    id uuid not null,
    pengguna text collate "C" not null,
    nama text collate "C" not null,
    sandi text collate "C" not null,
    aktif boolean not null,
    dibuat bigint not null,
    primary key (daerah, id)
);
create unique index akun_pengguna on akun (daerah, pengguna);

create table akun_peran (
    daerah text collate "C" not null,
    akun uuid not null,
    peran text collate "C" not null,
    unit text collate "C" not null,
    primary key (daerah, akun, peran, unit)
);

-- Sessions and API tokens: only the hash of the secret is kept.
create table sesi (
    daerah text collate "C" not null,
    sidik bytea not null,
    akun uuid not null,
    jenis text collate "C" not null,
    nama text collate "C" not null,
    dibuat bigint not null,
    kadaluarsa bigint not null,
    primary key (daerah, sidik)
);
create index sesi_lama on sesi (kadaluarsa);

create table draf (
    daerah text collate "C" not null,
    sidik bytea not null,
    akun uuid,
    isi jsonb not null,
    kadaluarsa bigint not null,
    primary key (daerah, sidik)
);
create index draf_lama on draf (kadaluarsa);
