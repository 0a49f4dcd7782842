-- Months of a goal by the last contact of its journeys; a month with open ones has no rate.
select date_trunc('month', s.occurred_at)::date as month,
       count(distinct j.profile_id) filter (state = 'converted') as customers,
       count(*) filter (state = 'converted') as conversions,
       case when count(*) filter (state = 'open') = 0 then conversions / count(*) end as rate
from journey j join step s on s.profile_id = j.profile_id and s.seq = j.last_seq
where goal_id = getvariable('goal_id') group by month order by month
