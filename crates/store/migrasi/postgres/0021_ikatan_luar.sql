-- Who an account is at the regency's identity provider: the first log-in from there binds the two, later ones go by it.
create table ikatan_luar (
    daerah text collate "C" not null,
    penerbit text collate "C" not null,
    subjek text collate "C" not null,
    akun uuid not null,
    dibuat bigint not null,
    primary key (daerah, penerbit, subjek)
);
create unique index ikatan_luar_akun on ikatan_luar (daerah, akun, penerbit);

-- Tokens of programs that keep accounts run out: those there are a year after their program was registered. And when
-- each was last used, to a few minutes.
alter table scim_klien add column kadaluarsa bigint not null default 0;
alter table scim_klien add column terakhir bigint;
update scim_klien set kadaluarsa = dibuat + 31536000000;
