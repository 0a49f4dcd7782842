-- Journeys by state.
select goal_id, count(*) filter (state = 'converted') as converted, count(*) filter (state = 'lost') as lost,
       count(*) filter (state = 'open') as "open", converted / (converted + lost) as rate,
       count(distinct profile_id) filter (state = 'converted') as customers, sum(value) as value
from journey group by goal_id order by goal_id
