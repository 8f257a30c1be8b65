-- What became of messages to other programs: a log for whoever registered them, forgotten after a month.
create table antar (
    daerah text not null,
    id blob not null,
    tujuan blob not null,
    acara text not null,
    nomor text not null,
    waktu integer not null,
    coba integer not null,
    kode integer,
    galat text,
    primary key (daerah, id)
) strict;
create index antar_tujuan on antar (daerah, tujuan, waktu);
create index antar_lama on antar (waktu);
