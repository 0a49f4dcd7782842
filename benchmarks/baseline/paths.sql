-- The twenty most frequent paths of closed journeys: lists are hashed whole.
with counted as (
  select path, count(*) as journeys, count(*) filter (state = 'converted') as converted
  from journey where goal_id = getvariable('goal_id') and state <> 'open' group by path
)
select path, journeys, journeys / (select sum(journeys) from counted) as share, converted, converted / journeys as rate
from counted order by journeys desc, path limit 20
