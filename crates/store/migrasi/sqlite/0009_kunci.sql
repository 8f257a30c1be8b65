-- The number of an official, one account each; and whether somebody else set the password, so that it is replaced at
-- the next log-in.
alter table akun add column nip text;
alter table akun add column ganti integer not null default 0;
create unique index akun_nip on akun (daerah, nip) where nip is not null;

-- When a secret was last used, to a few minutes.
alter table sesi add column terakhir integer;

-- The second factor of an account: its secret, closed with a key outside the database, and the last time step that a
-- code was taken for.
create table faktor (
    daerah text not null,
    akun blob not null,
    rahasia text not null,
    langkah integer not null,
    dibuat integer not null,
    primary key (daerah, akun)
) strict, without rowid;

-- Codes for whoever lost the telephone: only their digests, and only those that were not used.
create table kode_pulih (
    daerah text not null,
    akun blob not null,
    sidik blob not null,
    primary key (daerah, akun, sidik)
) strict, without rowid;

-- What was done to an account, by whom (none: the operator), and why.
create table riwayat_akun (
    daerah text not null,
    akun blob not null,
    id blob not null,
    oleh blob,
    perbuatan text not null,
    alasan text not null,
    primary key (daerah, akun, id)
) strict, without rowid;
