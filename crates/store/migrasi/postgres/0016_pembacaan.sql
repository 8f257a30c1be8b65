-- Who read an entry that is secret, when, through what: events with a place in the same log as those of `peristiwa`. They
-- change nothing of the entry, so they stand beside its story; `versi` is the version that was read.
create table pembacaan (
    daerah text collate "C" not null,
    entri uuid not null,
    versi bigint not null,
    waktu bigint not null,
    bait bytea not null,
    garam bytea not null,
    hash bytea not null,
    urut bigint not null,
    primary key (daerah, entri, urut)
);
create unique index pembacaan_urut on pembacaan (daerah, urut);
