-- What is personal or secret in an entry is closed under a key of its own; `kunci` is that key, wrapped under the
-- master key number `induk`, which stands outside the database.
alter table entri add column induk bigint;
alter table entri add column kunci bytea;
create index entri_induk on entri (induk) where induk is not null;

-- Keyed digests of personal values, by which entries are found.
create table jejak (
    daerah text collate "C" not null,
    sidik bytea not null,
    entri uuid not null,
    primary key (daerah, sidik, entri)
);
