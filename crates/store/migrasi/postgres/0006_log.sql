-- The ledger: every event has its place in the regency's log. Events from before have none until the program starts.
alter table peristiwa add column urut bigint;
create unique index peristiwa_urut on peristiwa (daerah, urut);

-- How large each regency's tree is, and its right edge.
create table log (
    daerah text collate "C" not null,
    ukuran bigint not null,
    tepi bytea not null,
    primary key (daerah)
);

-- Roots of complete subtrees of 256 to the power of `tingkat` leaves.
create table log_ubin (
    daerah text collate "C" not null,
    tingkat bigint not null,
    n bigint not null,
    akar bytea not null,
    primary key (daerah, tingkat, n)
);

-- The signed heads: the last one of each day.
create table log_titik (
    daerah text collate "C" not null,
    hari text collate "C" not null,
    ukuran bigint not null,
    waktu bigint not null,
    catatan text collate "C" not null,
    primary key (daerah, hari)
);
