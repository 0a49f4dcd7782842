-- The ordered funnel within a window, exact: each contact carries the latest start it can be reached from.
with one as (
  select profile_id, seq, touchpoint_id as t, occurred_at as a,
         case when touchpoint_id = getvariable('funnel')[1] then occurred_at end as s1
  from step where list_contains(getvariable('funnel'), touchpoint_id)
),
two as (
  select * exclude (m), case when t = getvariable('funnel')[2] and a <= m + getvariable('within') then m end as s2
  from (select *, max(s1) over (partition by profile_id order by seq
                                rows between unbounded preceding and 1 preceding) as m from one)
),
three as (
  select * exclude (m), case when t = getvariable('funnel')[3] and a <= m + getvariable('within') then m end as s3
  from (select *, max(s2) over (partition by profile_id order by seq
                                rows between unbounded preceding and 1 preceding) as m from two)
),
counted as (
  select unnest([count(s1), count(s2), count(s3)]) as reached, unnest([1, 2, 3]) as place
  from (select max(s1) as s1, max(s2) as s2, max(s3) as s3 from three group by profile_id)
)
select t.id as step, reached, reached / first_value(reached) over w as share,
       reached / lag(reached) over w as of_previous, coalesce(lag(reached) over w - reached, 0) as lost
from counted c join touchpoint_code t on t.touchpoint_id = getvariable('funnel')[c.place]
window w as (order by place) order by place
