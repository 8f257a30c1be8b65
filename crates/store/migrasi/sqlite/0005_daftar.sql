-- Lists by deadline are sorted where a register is small, and have a wide index of their own where it grows; lists are
-- filtered by unit and sorted by it.
drop index if exists entri_jatuh;
create index entri_pemegang on entri (daerah, register, pemegang, id);
