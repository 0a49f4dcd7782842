-- Repeat conversions: converted journeys numbered per customer.
with conversions as (
  select row_number() over w as nth, (epoch_us(closed_at) - epoch_us(lag(closed_at) over w)) / 86400e6 as days
  from journey where goal_id = getvariable('goal_id') and state = 'converted'
  window w as (partition by profile_id order by journey)
)
select nth, count(*) as customers, count(*) / lag(count(*)) over (order by nth) as share_of_previous,
       quantile_cont(days, 0.5) as median_days
from conversions group by nth order by nth
