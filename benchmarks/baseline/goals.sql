-- Journeys by goal and state, and the converting customers apart, so that the distinct count sees few rows.
with counted as (select goal_id, state, count(*) as n, sum(value) as value from journey group by all),
people as (
  select goal_id, count(distinct profile_id) as customers from journey where state = 'converted' group by goal_id
)
select goal_id, coalesce(sum(n) filter (state = 'converted'), 0)::bigint as converted,
       coalesce(sum(n) filter (state = 'lost'), 0)::bigint as lost,
       coalesce(sum(n) filter (state = 'open'), 0)::bigint as "open", converted / (converted + lost) as rate,
       coalesce(any_value(customers), 0) as customers, sum(value) as value
from counted left join people using (goal_id) group by goal_id order by goal_id
