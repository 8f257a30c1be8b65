-- Who read an entry that is secret, when, through what: events with a place in the same log as those of `peristiwa`. They
-- change nothing of the entry, so they stand beside its story; `versi` is the version that was read.
create table pembacaan (
    daerah text not null,
    entri blob not null,
    versi integer not null,
    waktu integer not null,
    bait blob not null,
    garam blob not null,
    hash blob not null,
    urut integer not null,
    primary key (daerah, entri, urut)
) strict, without rowid;
create unique index pembacaan_urut on pembacaan (daerah, urut);
