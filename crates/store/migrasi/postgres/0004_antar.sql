-- What became of messages to other programs: a log for whoever registered them, forgotten after a month.
create table antar (
    daerah text collate "C" not null,
    id uuid not null,
    tujuan uuid not null,
    acara text collate "C" not null,
    nomor text collate "C" not null,
    waktu bigint not null,
    coba bigint not null,
    kode bigint,
    galat text collate "C",
    primary key (daerah, id)
);
create index antar_tujuan on antar (daerah, tujuan, waktu);
create index antar_lama on antar (waktu);
