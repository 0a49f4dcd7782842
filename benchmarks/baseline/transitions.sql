-- Transitions with customers and time: the next contact stands in the row, so no window is needed.
with counted as (
  select touchpoint_id, next_touchpoint_id, count(*) as transitions, count(distinct profile_id) as customers,
         quantile_cont(epoch_us(next_at) - epoch_us(occurred_at), [0.5, 0.9]) as us
  from step where next_at is not null group by all
)
select a.id as source, b.id as target, transitions, customers, us[1] / 1e6 as median_s, us[2] / 1e6 as p90_s,
       transitions / sum(transitions) over (partition by a.id) as share
from counted c join touchpoint_code a using (touchpoint_id)
join touchpoint_code b on b.touchpoint_id = c.next_touchpoint_id
order by transitions desc, source, target
