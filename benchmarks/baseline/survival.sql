-- Kaplan and Meier's curve of all journeys of a goal, exact to the second, shown by day.
with watched as (
  select state = 'converted' as event,
         greatest(0, epoch_us(case when state = 'converted' then closed_at else getvariable('as_of') end) - epoch_us(opened_at)) as us
  from journey where goal_id = getvariable('goal_id')
),
grouped as (select us, count(*) as n, count(*) filter (event) as d from watched group by us),
risk as (select us, d, sum(n) over (order by us desc rows unbounded preceding) as r from grouped),
days as (
  select (us // 86400000000)::int + 1 as day, max(r)::bigint as at_risk, sum(d)::bigint as converted,
         sum(case when d < r then ln(1 - d / r) else 0 end) as logged, bool_or(d = r) as gone
  from risk where d > 0 group by day
)
select day, at_risk, converted,
       case when bool_or(gone) over w then 1.0 else 1 - exp(sum(logged) over w) end as share,
       (select count(*) from watched) as n
from days window w as (order by day rows unbounded preceding) order by day
