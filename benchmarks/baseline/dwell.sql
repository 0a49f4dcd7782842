-- How long customers stay in a phase, and per bucket and length cut to three digits what the interval is drawn from.
with firsts as (
  select profile_id, phase_id, min(seq) as first_seq, min(occurred_at) as first_at
  from step where phase_id is not null group by all
),
entered as (
  select profile_id, phase_id, first_seq, first_at, min(first_seq) over w as later_seq, min(first_at) over w as later_at
  from firsts
  window w as (partition by profile_id order by phase_id desc rows between unbounded preceding and 1 preceding)
),
dwelt as (
  select phase_id, profile_id >> 52 as bucket, epoch_us(later_at) - epoch_us(first_at) as us
  from entered where later_seq > first_seq
),
cut as (
  select phase_id, bucket, s - s % power(10, greatest(0, length(s::varchar) - 3))::bigint as length, count(*) as n
  from (select phase_id, bucket, us // 1000000 as s from dwelt) group by all
),
spread as (select phase_id, sum(n)::bigint as n from cut group by phase_id),
counted as (select phase_id, quantile_cont(us, [0.25, 0.5, 0.75, 0.9]) as us from dwelt group by phase_id)
select p.id as phase, n, us[2] / 1e6 as median_s, us[1] / 1e6 as q25_s, us[3] / 1e6 as q75_s, us[4] / 1e6 as p90_s
from counted join spread using (phase_id) join phase_code p using (phase_id) order by phase_id
