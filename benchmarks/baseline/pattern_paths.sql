-- The most frequent whole histories of those who go a way of two within a time.
with found as (
  select distinct profile_id
  from (select profile_id, touchpoint_id as t, occurred_at as a,
               max(case when touchpoint_id = getvariable('funnel')[1] then occurred_at end)
                 over (partition by profile_id order by seq rows between unbounded preceding and 1 preceding) as m
        from step where touchpoint_id in (getvariable('funnel')[1], getvariable('funnel')[2]))
  where t = getvariable('funnel')[2] and a <= m + getvariable('within')
),
counted as (
  select path, count(*) as journeys, count(*) filter (list_has_any(path, getvariable('goals'))) as converted
  from (select profile_id, list_transform(list_sort(list(seq::bigint * 65536 + touchpoint_id)), lambda x: (x & 65535)::smallint) as path
        from step semi join found using (profile_id)
        group by profile_id)
  group by path
)
select list_transform(path, lambda x: names[x + 1]) as path, journeys, journeys / total as share, converted,
       converted / journeys as rate
from counted cross join (select sum(journeys) as total from counted)
cross join (select list(id order by touchpoint_id) as names from touchpoint_code) order by journeys desc, counted.path limit 20
