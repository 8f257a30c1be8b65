-- Who an account is at the regency's identity provider: the first log-in from there binds the two, later ones go by it.
create table ikatan_luar (
    daerah text not null,
    penerbit text not null,
    subjek text not null,
    akun blob not null,
    dibuat integer not null,
    primary key (daerah, penerbit, subjek)
) strict, without rowid;
create unique index ikatan_luar_akun on ikatan_luar (daerah, akun, penerbit);

-- Tokens of programs that keep accounts run out: those there are a year after their program was registered. And when
-- each was last used, to a few minutes.
alter table scim_klien add column kadaluarsa integer not null default 0;
alter table scim_klien add column terakhir integer;
update scim_klien set kadaluarsa = dibuat + 31536000000;
