-- Passages of long texts that entries hold: derived from the text, written by the transaction that sets it.
create table petikan (
    no bigint generated always as identity primary key,
    milik_daerah text collate "C" not null,
    milik uuid not null,
    ke bigint not null,
    alamat text collate "C" not null,
    teks text not null,
    kata tsvector not null,
    unique (milik_daerah, milik, ke)
);
create index petikan_kata on petikan using gin (kata);

create table petikan_versi (
    daerah text collate "C" not null,
    register text collate "C" not null,
    versi bigint not null,
    primary key (daerah, register)
);
