-- Repeat conversions that skip the phase of weighing: few repeat, so the steps are joined to those only.
with conversions as (
  select profile_id, first_seq, last_seq, value, row_number() over w as nth,
         (epoch_us(closed_at) - epoch_us(lag(closed_at) over w)) / 86400e6 as days
  from journey where goal_id = getvariable('goal_id') and state = 'converted'
  window w as (partition by profile_id order by journey)
),
repeated as (select * from conversions where nth > 1),
weighing as (
  select distinct r.profile_id, r.last_seq from repeated r
  join step s on s.profile_id = r.profile_id and s.seq between r.first_seq and r.last_seq - 1
  where s.phase_id in (select phase_id from phase_code where role = 'consider')
),
marked as (
  select days, value, w.profile_id is null as skips from repeated left join weighing w using (profile_id, last_seq)
)
select count(*) as repeats, count(*) filter (skips) as skipping, skipping / repeats as share,
       quantile_cont(days, 0.5) as median_days, quantile_cont(days, 0.5) filter (skips) as median_days_skipping,
       quantile_cont(days, 0.5) filter (not skips) as median_days_other,
       round(avg(value) filter (skips), 2) as value_skipping, round(avg(value) filter (not skips), 2) as value_other
from marked
