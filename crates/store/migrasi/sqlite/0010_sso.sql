-- Praja as the single sign-on of other applications: who asks, what they were given, and who went where.
create table sso_klien (
    daerah text not null,
    id text not null,
    nama text not null,
    rahasia blob,
    setelan text not null,
    aktif integer not null,
    dibuat integer not null,
    primary key (daerah, id)
) strict, without rowid;

-- Codes of sixty seconds; a used one stays for a day, so that its replay is known for what it is.
create table sso_kode (
    daerah text not null,
    sidik blob not null,
    klien text not null,
    akun blob not null,
    sesi blob not null,
    alamat text not null,
    tantangan text not null,
    nonce text,
    lingkup text not null,
    masuk integer not null,
    rumpun blob not null,
    kadaluarsa integer not null,
    dipakai integer,
    primary key (daerah, sidik)
) strict, without rowid;
create index sso_kode_lama on sso_kode (kadaluarsa);

create table sso_token (
    daerah text not null,
    sidik blob not null,
    klien text not null,
    akun blob not null,
    lingkup text not null,
    rumpun blob not null,
    dibuat integer not null,
    kadaluarsa integer not null,
    primary key (daerah, sidik)
) strict, without rowid;
create index sso_token_lama on sso_token (kadaluarsa);
create index sso_token_rumpun on sso_token (daerah, rumpun);

create table sso_setuju (
    daerah text not null,
    akun blob not null,
    klien text not null,
    lingkup text not null,
    waktu integer not null,
    primary key (daerah, akun, klien)
) strict, without rowid;

-- Every sign-in to an application; kept for a year.
create table sso_masuk (
    daerah text not null,
    id blob not null,
    akun blob not null,
    klien text not null,
    waktu integer not null,
    primary key (daerah, id)
) strict, without rowid;
create index sso_masuk_akun on sso_masuk (daerah, akun, waktu);
create index sso_masuk_klien on sso_masuk (daerah, klien, waktu);
create index sso_masuk_lama on sso_masuk (waktu);

-- Signing keys. The private half is closed under the key file and goes when the next key comes; the public half stays.
create table sso_kunci (
    daerah text not null,
    urut integer not null,
    publik text not null,
    rahasia blob,
    mulai integer not null,
    selesai integer,
    primary key (daerah, urut)
) strict, without rowid;
