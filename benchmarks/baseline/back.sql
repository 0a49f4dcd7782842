-- Ways back to an earlier phase, of the customers who met the source.
with placed as (select t.touchpoint_id, t.id, p.phase_id as place from touchpoint_code t left join phase_code p on p.id = t.phase),
leg as (
  select s.profile_id, s.touchpoint_id as source_id, s.next_touchpoint_id as target_id,
         (epoch_us(s.next_at) - epoch_us(s.occurred_at)) / 1e6 as seconds
  from step s join placed a using (touchpoint_id) join placed b on b.touchpoint_id = s.next_touchpoint_id
  where b.place < a.place
),
met as (
  select touchpoint_id as source_id, count(distinct profile_id) as n from step group by touchpoint_id
  union all select -1, count(distinct profile_id) from step
),
counted as (
  select source_id, target_id, count(*) as transitions, count(distinct profile_id) as customers,
         quantile_cont(seconds, 0.5) as median_s from leg group by all
  union all select -1, -1, count(*), count(distinct profile_id), quantile_cont(seconds, 0.5) from leg
)
select coalesce(a.id, '(any)') as source, coalesce(b.id, '(any)') as target, transitions, customers, n as of_customers,
       customers / n as share, median_s
from counted join met using (source_id) left join placed a on a.touchpoint_id = source_id
left join placed b on b.touchpoint_id = target_id where n > 0
order by source_id <> -1, transitions desc, source, target
