-- Passages of long texts that entries hold: derived from the text, written by the transaction that sets it.
create table petikan (
    no integer primary key autoincrement,
    milik_daerah text not null,
    milik blob not null,
    ke integer not null,
    alamat text not null,
    teks text not null,
    unique (milik_daerah, milik, ke)
) strict;
-- Where in a passage a word stands is asked by nobody; the last word typed is often a beginning.
create virtual table petikan_cari using fts5 (kata, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none, prefix = '2 3 4');

create table petikan_versi (
    daerah text not null,
    register text not null,
    versi integer not null,
    primary key (daerah, register)
) without rowid;
