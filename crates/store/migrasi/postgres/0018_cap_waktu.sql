-- Time stamps (RFC 3161) over signed heads, with the text that they stamp: an authority outside says that it was there. Written
-- once, never changed and never removed. `waktu` is the moment by its clock, `diterima` by ours.
create table log_cap (
    daerah text collate "C" not null,
    ukuran bigint not null,
    waktu bigint not null,
    diterima bigint not null,
    catatan text collate "C" not null,
    balasan bytea not null,
    primary key (daerah, ukuran)
);
