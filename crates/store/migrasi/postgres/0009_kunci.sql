-- The number of an official, one account each; and whether somebody else set the password, so that it is replaced at
-- the next log-in.
alter table akun add column nip text collate "C";
alter table akun add column ganti boolean not null default false;
create unique index akun_nip on akun (daerah, nip) where nip is not null;

-- When a secret was last used, to a few minutes.
alter table sesi add column terakhir bigint;

-- The second factor of an account: its secret, closed with a key outside the database, and the last time step that a
-- code was taken for.
create table faktor (
    daerah text collate "C" not null,
    akun uuid not null,
    rahasia text collate "C" not null,
    langkah bigint not null,
    dibuat bigint not null,
    primary key (daerah, akun)
);

-- Codes for whoever lost the telephone: only their digests, and only those that were not used.
create table kode_pulih (
    daerah text collate "C" not null,
    akun uuid not null,
    sidik bytea not null,
    primary key (daerah, akun, sidik)
);

-- What was done to an account, by whom (none: the operator), and why.
create table riwayat_akun (
    daerah text collate "C" not null,
    akun uuid not null,
    id uuid not null,
    oleh uuid,
    perbuatan text collate "C" not null,
    alasan text collate "C" not null,
    primary key (daerah, akun, id)
);
