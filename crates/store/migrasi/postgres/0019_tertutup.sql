-- Letters that wait, drafts, addresses for reminders, numbers and addresses of accounts lie closed, each in the column that
-- held it open. A number is found, and unique in its regency, by a keyed digest. Rows from before are closed by the program
-- when it starts.
alter table akun add column nip_sidik bytea;
create unique index akun_nip_sidik on akun (daerah, nip_sidik) where nip_sidik is not null;
drop index akun_nip;
