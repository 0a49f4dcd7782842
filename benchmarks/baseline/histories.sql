-- Whole histories of customers as ordered lists, and the twenty most frequent of them.
with counted as (
  select path, count(*) as journeys, count(*) filter (list_has_any(path, getvariable('goals'))) as converted
  from (select profile_id, list_transform(list_sort(list(seq::bigint * 65536 + touchpoint_id)), lambda x: (x & 65535)::smallint) as path
        from step group by profile_id) group by path
)
select list_transform(path, lambda x: names[x + 1]) as path, journeys, journeys / total as share, converted,
       converted / journeys as rate
from counted cross join (select sum(journeys) as total from counted)
cross join (select list(id order by touchpoint_id) as names from touchpoint_code) order by journeys desc, counted.path limit 20
