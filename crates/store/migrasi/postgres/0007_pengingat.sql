-- Where an account wants to be reminded by mail, and the last day for which it was.
create table pengingat (
    daerah text collate "C" not null,
    akun uuid not null,
    surel text not null,
    hari text collate "C" not null default '',
    primary key (daerah, akun)
);
