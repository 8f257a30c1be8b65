-- Time stamps (RFC 3161) over signed heads, with the text that they stamp: an authority outside says that it was there. Written
-- once, never changed and never removed. `waktu` is the moment by its clock, `diterima` by ours.
create table log_cap (
    daerah text not null,
    ukuran integer not null,
    waktu integer not null,
    diterima integer not null,
    catatan text not null,
    balasan blob not null,
    primary key (daerah, ukuran)
) strict, without rowid;
