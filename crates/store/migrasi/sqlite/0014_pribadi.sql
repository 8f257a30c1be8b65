-- What is personal or secret in an entry is closed under a key of its own; `kunci` is that key, wrapped under the
-- master key number `induk`, which stands outside the database.
alter table entri add column induk integer;
alter table entri add column kunci blob;
create index entri_induk on entri (induk) where induk is not null;

-- Keyed digests of personal values, by which entries are found.
create table jejak (
    daerah text not null,
    sidik blob not null,
    entri blob not null,
    primary key (daerah, sidik, entri)
) strict, without rowid;
