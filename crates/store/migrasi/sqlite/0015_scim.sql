-- Programs that keep the accounts of a regency (SCIM): each with the digest of its token and the roles it may grant.
create table scim_klien (
    daerah text not null,
    id blob not null,
    nama text not null,
    sidik blob not null,
    peran text not null,
    aktif integer not null,
    dibuat integer not null,
    primary key (daerah, id)
) strict, without rowid;
create unique index scim_klien_sidik on scim_klien (daerah, sidik);

-- What such a program calls an account, and whether it deleted it: the account stays, closed; for that program it is gone.
create table scim_akun (
    daerah text not null,
    klien blob not null,
    akun blob not null,
    luar text,
    dihapus integer not null,
    primary key (daerah, klien, akun)
) strict, without rowid;
create unique index scim_akun_luar on scim_akun (daerah, klien, luar) where luar is not null;
