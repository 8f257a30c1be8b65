-- Running figures of a register. Writers only add rows, so they never wait for each other; now and then the additions
-- are folded into one row a figure.
create table rekap (
    daerah text collate "C" not null,
    register text collate "C" not null,
    dimensi text collate "C" not null,
    nilai text collate "C" not null,
    masa text collate "C" not null,
    ukuran text collate "C" not null,
    jumlah bigint not null,
    padat boolean not null default false
);
create unique index rekap_padat on rekap (daerah, register, dimensi, masa, nilai, ukuran) where padat;
create index rekap_baru on rekap (daerah, register) where not padat;

create table rekap_versi (
    daerah text collate "C" not null,
    register text collate "C" not null,
    versi bigint not null,
    primary key (daerah, register)
);

-- What everybody may see, newest first; and whole lists by deadline.
create index entri_terbit on entri (daerah, register, id) where terbit;
create index entri_jatuh on entri (daerah, register, coalesce(jatuh, 9007199254740991), id);
