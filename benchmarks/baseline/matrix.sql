-- The step matrix: who is where at the first ten contacts, and how many ended before.
with walk as (select seq as place, touchpoint_id, next_at is null as ends from step where seq <= 10),
counted as (select place, touchpoint_id, count(*) as journeys, count(*) filter (ends) as ended from walk group by all),
total as (select sum(journeys) as n from counted where place = 1),
over as (
  select place + 1 as place, sum(ended) over (order by place) as journeys
  from (select place, sum(ended) as ended from counted group by place)
),
named as (
  select place, id, journeys from counted join touchpoint_code using (touchpoint_id)
  union all select place, '(end)', journeys from over where place <= (select max(place) from counted) and journeys > 0
)
select place as step, id as touchpoint, journeys, n as of_journeys, journeys / n as share from named cross join total
order by step, journeys desc, touchpoint
