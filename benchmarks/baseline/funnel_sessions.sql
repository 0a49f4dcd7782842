-- The ordered funnel of sessions: what funnel.sql does, each session on its own.
with one as (
  select profile_id, session, seq, touchpoint_id as t, occurred_at as a,
         case when touchpoint_id = getvariable('funnel')[1] then occurred_at end as s1
  from step where list_contains(getvariable('funnel'), touchpoint_id)
),
two as (
  select * exclude (m), case when t = getvariable('funnel')[2] and a <= m + getvariable('within') then m end as s2
  from (select *, max(s1) over (partition by profile_id, session order by seq
                                rows between unbounded preceding and 1 preceding) as m from one)
),
three as (
  select *, case when t = getvariable('funnel')[3] and a <= m + getvariable('within') then m end as s3
  from (select *, max(s2) over w as m, max(case when s2 is not null then a end) over w as l from two
        window w as (partition by profile_id, session order by seq rows between unbounded preceding and 1 preceding))
),
people as (
  select profile_id, max(s1) as s1, max(s2) as s2, max(s3) as s3, min(case when s2 is not null then epoch_us(a) - epoch_us(s2) end) as w2,
         min(case when s3 is not null then epoch_us(a) - epoch_us(l) end) as w3,
         max(case when s2 is not null then a end) as l2
  from three group by profile_id, session
),
ended as (select *, (select max(occurred_at) from event) as now from people),
counted as (
  select count(distinct profile_id) filter (s1 is not null) as c1, count(distinct profile_id) filter (s2 is not null) as c2,
         count(distinct profile_id) filter (s3 is not null) as c3, count(s1) as n1, count(s2) as n2, count(s3) as n3,
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
  select unnest([1, 2, 3]) as place, unnest([c1, c2, c3]) as customers, unnest([n1, n2, n3]) as reached, unnest([n1, n1 - o2, n1 - o2 - o3]) as first,
         unnest([null, n1 - o2, n2 - o3]) as before, unnest([0, o2, o3]) as "open"
  from counted
)
select t.id as step, reached, customers, reached / first as share, reached / before as of_previous,
       coalesce(before - reached, 0) as lost, "open", km
from rows left join seen using (place) join touchpoint_code t on t.touchpoint_id = getvariable('funnel')[place]
order by place
