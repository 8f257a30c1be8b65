-- Praja as the single sign-on of other applications: who asks, what they were given, and who went where.
create table sso_klien (
    daerah text collate "C" not null,
    id text collate "C" not null,
    nama text collate "C" not null,
    rahasia bytea,
    setelan jsonb not null,
    aktif boolean not null,
    dibuat bigint not null,
    primary key (daerah, id)
);

-- Codes of sixty seconds; a used one stays for a day, so that its replay is known for what it is.
create table sso_kode (
    daerah text collate "C" not null,
    sidik bytea not null,
    klien text collate "C" not null,
    akun uuid not null,
    sesi bytea not null,
    alamat text collate "C" not null,
    tantangan text collate "C" not null,
    nonce text collate "C",
    lingkup text collate "C" not null,
    masuk bigint not null,
    rumpun uuid not null,
    kadaluarsa bigint not null,
    dipakai bigint,
    primary key (daerah, sidik)
);
create index sso_kode_lama on sso_kode (kadaluarsa);

create table sso_token (
    daerah text collate "C" not null,
    sidik bytea not null,
    klien text collate "C" not null,
    akun uuid not null,
    lingkup text collate "C" not null,
    rumpun uuid not null,
    dibuat bigint not null,
    kadaluarsa bigint not null,
    primary key (daerah, sidik)
);
create index sso_token_lama on sso_token (kadaluarsa);
create index sso_token_rumpun on sso_token (daerah, rumpun);

create table sso_setuju (
    daerah text collate "C" not null,
    akun uuid not null,
    klien text collate "C" not null,
    lingkup text collate "C" not null,
    waktu bigint not null,
    primary key (daerah, akun, klien)
);

-- Every sign-in to an application; kept for a year.
create table sso_masuk (
    daerah text collate "C" not null,
    id uuid not null,
    akun uuid not null,
    klien text collate "C" not null,
    waktu bigint not null,
    primary key (daerah, id)
);
create index sso_masuk_akun on sso_masuk (daerah, akun, waktu);
create index sso_masuk_klien on sso_masuk (daerah, klien, waktu);
create index sso_masuk_lama on sso_masuk (waktu);

-- Signing keys. The private half is closed under the key file and goes when the next key comes; the public half stays.
create table sso_kunci (
    daerah text collate "C" not null,
    urut bigint not null,
    publik jsonb not null,
    rahasia bytea,
    mulai bigint not null,
    selesai bigint,
    primary key (daerah, urut)
);
