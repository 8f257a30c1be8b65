-- What waits for a unit, register by register: the tasks of a small register are not looked for among the many of a
-- large one.
drop index entri_tugas;
create index entri_tugas on entri (daerah, register, pemegang, coalesce(jatuh, 9007199254740991), id) where terbuka;
