-- Running figures of a register, one row a figure.
create table rekap (
    daerah text not null,
    register text not null,
    dimensi text not null,
    masa text not null,
    nilai text not null,
    ukuran text not null,
    jumlah integer not null,
    primary key (daerah, register, dimensi, masa, nilai, ukuran)
) without rowid;

create table rekap_versi (
    daerah text not null,
    register text not null,
    versi integer not null,
    primary key (daerah, register)
) without rowid;

-- What everybody may see, newest first; and whole lists by deadline.
create index entri_terbit on entri (daerah, register, id) where terbit;
create index entri_jatuh on entri (daerah, register, coalesce(jatuh, 9007199254740991), id);
