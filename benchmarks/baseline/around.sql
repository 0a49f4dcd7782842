-- Three contacts before and after the first one with an anchor; what is missing of a place began after it or ended before.
with anchor as (
  select profile_id, min(seq) as place from step where touchpoint_id = getvariable('funnel')[2] group by profile_id
),
counted as (
  select seq - place as "offset", touchpoint_id, count(*) as journeys
  from step join anchor using (profile_id) where seq between place - 3 and place + 3 group by all
),
total as (select count(*) as n from anchor),
named as (
  select "offset", id as touchpoint, journeys from counted join touchpoint_code using (touchpoint_id)
  union all
  select r."offset", case when r."offset" < 0 then '(start)' else '(end)' end, n - coalesce(sum(journeys), 0)::bigint
  from range(-3, 4) r("offset") cross join total left join counted using ("offset") group by r."offset", n
)
select "offset", touchpoint, journeys, journeys as customers, journeys / n as share
from named cross join total where journeys > 0 order by "offset", journeys desc, touchpoint
