-- Programs that keep the accounts of a regency (SCIM): each with the digest of its token and the roles it may grant.
create table scim_klien (
    daerah text collate "C" not null,
    id uuid not null,
    nama text collate "C" not null,
    sidik bytea not null,
    peran text collate "C" not null,
    aktif boolean not null,
    dibuat bigint not null,
    primary key (daerah, id)
);
create unique index scim_klien_sidik on scim_klien (daerah, sidik);

-- What such a program calls an account, and whether it deleted it: the account stays, closed; for that program it is gone.
create table scim_akun (
    daerah text collate "C" not null,
    klien uuid not null,
    akun uuid not null,
    luar text collate "C",
    dihapus boolean not null,
    primary key (daerah, klien, akun)
);
create unique index scim_akun_luar on scim_akun (daerah, klien, luar) where luar is not null;
