-- Where an account wants to be reminded by mail, and the last day for which it was.
create table pengingat (
    daerah text not null,
    akun blob not null,
    surel text not null,
    hari text not null default '',
    primary key (daerah, akun)
) strict, without rowid;
