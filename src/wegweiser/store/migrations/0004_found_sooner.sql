-- What screens ask for by these columns is found without reading every row.
create index revision_by_time on revision (map, at);

create index task_of_owner on task (owner);

create index audit_of_person on audit (who, number);
