-- Customers who go a way of three within a time: each contact carries the latest beginning it can have.
with one as (
  select profile_id, seq, touchpoint_id as t, occurred_at as a,
         case when touchpoint_id = getvariable('funnel')[1] then occurred_at end as b1
  from step where list_contains(getvariable('funnel'), touchpoint_id)
),
two as (
  select *, case when t = getvariable('funnel')[2] and a <= m + getvariable('within') then m end as b2
  from (select *, max(b1) over (partition by profile_id order by seq
                                rows between unbounded preceding and 1 preceding) as m from one)
),
found as (
  select distinct profile_id
  from (select *, max(b2) over (partition by profile_id order by seq
                                rows between unbounded preceding and 1 preceding) as n from two)
  where t = getvariable('funnel')[3] and a <= n + getvariable('within')
),
won as (select distinct profile_id from step where list_contains(getvariable('goals'), touchpoint_id)),
counted as (
  select (select count(*) from found) as matches, (select count(*) from found semi join won using (profile_id)) as converted,
         (select count(*) from won) as won, (select count(*) from step where seq = 1) as n
)
select matches, matches as customers, n as "of", matches / n as share, converted, converted / nullif(matches, 0) as rate,
       n - matches as others, won - converted as others_converted, (won - converted) / nullif(n - matches, 0) as others_rate
from counted
