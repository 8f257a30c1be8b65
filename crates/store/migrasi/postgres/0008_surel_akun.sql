-- Where letters about work go: an official to whom a report was handed, an inspector for whom a message waits.
alter table akun add column surel text collate "C";
