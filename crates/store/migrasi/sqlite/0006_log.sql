-- The ledger: every event has its place in the regency's log. Events from before have none until the program starts.
alter table peristiwa add column urut integer;
create unique index peristiwa_urut on peristiwa (daerah, urut);

-- How large each regency's tree is, and its right edge.
create table log (
    daerah text not null,
    ukuran integer not null,
    tepi blob not null,
    primary key (daerah)
) strict, without rowid;

-- Roots of complete subtrees of 256 to the power of `tingkat` leaves.
create table log_ubin (
    daerah text not null,
    tingkat integer not null,
    n integer not null,
    akar blob not null,
    primary key (daerah, tingkat, n)
) strict, without rowid;

-- The signed heads: the last one of each day.
create table log_titik (
    daerah text not null,
    hari text not null,
    ukuran integer not null,
    waktu integer not null,
    catatan text not null,
    primary key (daerah, hari)
) strict, without rowid;
