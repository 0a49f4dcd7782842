-- The ordered funnel with nothing excluded between: such a contact begins a new block, and only the last one is alive.
with said as (
  select profile_id, seq, touchpoint_id as t, occurred_at as a,
         count(*) filter (touchpoint_id = getvariable('excluded')) over w as block,
         count(*) filter (touchpoint_id = getvariable('excluded')) over (partition by profile_id) as blocks
  from step where list_contains(getvariable('funnel'), touchpoint_id) or touchpoint_id = getvariable('excluded')
  window w as (partition by profile_id order by seq rows unbounded preceding)
),
one as (
  select profile_id, seq, t, a, block, block = blocks as alive, case when t = getvariable('funnel')[1] then a end as s1
  from said where t <> getvariable('excluded')
),
two as (
  select *, case when t = getvariable('funnel')[2] and a <= m + getvariable('within') then m end as s2
  from (select *, max(s1) over (partition by profile_id, block order by seq
                                rows between unbounded preceding and 1 preceding) as m from one)
),
three as (
  select * exclude (m), case when t = getvariable('funnel')[3] and a <= m3 + getvariable('within') then m3 end as s3
  from (select *, max(s2) over w as m3, max(case when s2 is not null then a end) over w as l from two
        window w as (partition by profile_id, block order by seq rows between unbounded preceding and 1 preceding))
),
people as (
  select max(s1) as s1, max(s2) as s2, max(s3) as s3, min(case when s2 is not null then epoch_us(a) - epoch_us(s2) end) as w2,
         min(case when s3 is not null then epoch_us(a) - epoch_us(l) end) as w3,
         max(case when s2 is not null then a end) as l2, max(s1) as l1,
         max(case when alive then s1 end) as d2, max(case when alive then s2 end) as d3
  from three group by profile_id
),
ended as (select *, (select max(occurred_at) from event) as now from people),
counted as (
  select count(s1) as n1, count(s2) as n2, count(s3) as n3,
         count(*) filter (s2 is null and d2 + getvariable('within') >= now) as o2,
         count(*) filter (s3 is null and d3 + getvariable('within') >= now) as o3
  from ended
),
waited as (
  select 2 as place, s2 is not null as event, coalesce(w2, least(epoch_us(now) - epoch_us(l1), most)) as wait
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
