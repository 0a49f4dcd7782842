-- The funnel in any order: the latest contact with each step so far; the earliest of them is the start.
with one as (
  select profile_id, seq, touchpoint_id as t, occurred_at as a,
         max(case when touchpoint_id = getvariable('funnel')[1] then occurred_at end) over w as t1,
         max(case when touchpoint_id = getvariable('funnel')[2] then occurred_at end) over w as t2,
         max(case when touchpoint_id = getvariable('funnel')[3] then occurred_at end) over w as t3
  from step where list_contains(getvariable('funnel'), touchpoint_id)
  window w as (partition by profile_id order by seq rows unbounded preceding)
),
three as (
  select profile_id, a, t1, t2, case when t = getvariable('funnel')[1] then a end as s1,
         case when t in (getvariable('funnel')[1], getvariable('funnel')[2]) and t1 is not null and t2 is not null
               and a <= least(t1, t2) + getvariable('within') then least(t1, t2) end as s2,
         case when t1 is not null and t2 is not null and t3 is not null
               and a <= least(t1, t2, t3) + getvariable('within') then least(t1, t2, t3) end as s3
  from one
),
people as (
  select max(s1) as s1, max(s2) as s2, max(s3) as s3, min(case when s2 is not null then epoch_us(a) - epoch_us(t1) end) as w2,
         min(case when s3 is not null then epoch_us(a) - epoch_us(greatest(t1, t2)) end) as w3,
         max(case when s2 is not null then a end) as l2
  from three group by profile_id
),
ended as (select *, (select max(occurred_at) from event) as now from people),
counted as (
  select count(s1) as n1, count(s2) as n2, count(s3) as n3,
         count(*) filter (s2 is null and s1 + getvariable('within') >= now) as o2,
         count(*) filter (s3 is null and s2 + getvariable('within') >= now) as o3
  from ended
),
waited as (
  select 2 as place, s2 is not null as event, coalesce(w2, least(epoch_us(now) - epoch_us(s1), most)) as wait
  from ended, (select epoch_us(timestamp '1970-01-01' + getvariable('within')) + 1 as most) where s1 is not null
  union all
  select 3, s3 is not null, coalesce(w3, least(epoch_us(now) - epoch_us(l2), most))
  from ended, (select epoch_us(timestamp '1970-01-01' + getvariable('within')) + 1 as most) where s2 is not null
),
curve as (
  select place, d, sum(n) over (partition by place order by wait desc rows unbounded preceding) as r
  from (select place, wait, count(*) as n, count(*) filter (event) as d from waited group by all)
),
seen as (
  select place, 1 - case when bool_or(d = r) then 0 else exp(coalesce(sum(ln(1 - d / r)) filter (d < r), 0)) end as km
  from curve group by place
),
rows as (
  select unnest([1, 2, 3]) as place, unnest([n1, n2, n3]) as reached, unnest([n1, n1 - o2, n1 - o2 - o3]) as first,
         unnest([null, n1 - o2, n2 - o3]) as before, unnest([0, o2, o3]) as "open"
  from counted
)
select t.id as step, reached, reached / first as share, reached / before as of_previous,
       coalesce(before - reached, 0) as lost, "open", km
from rows left join seen using (place) join touchpoint_code t on t.touchpoint_id = getvariable('funnel')[place]
order by place
