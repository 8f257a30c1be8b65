-- A token ends with the session in which its code was made.
create index sso_kode_rumpun on sso_kode (daerah, rumpun);
