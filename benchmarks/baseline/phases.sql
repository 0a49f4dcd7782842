-- Customers per phase touched, how far they got, and dwell: first contacts per customer and phase, then later ones.
with firsts as (
  select profile_id, phase_id, min(seq) as first_seq, min(occurred_at) as first_at
  from step where phase_id is not null group by all
),
entered as (
  select phase_id, first_seq, first_at, min(first_seq) over w as later_seq, min(first_at) over w as later_at from firsts
  window w as (partition by profile_id order by phase_id desc rows between unbounded preceding and 1 preceding)
),
counted as (
  select phase_id as place, count(*) as touched, count(*) filter (later_seq is null) as furthest,
         quantile_cont(epoch_us(later_at) - epoch_us(first_at), [0.5, 0.9]) filter (later_seq > first_seq) as us,
         count(*) filter (later_seq > first_seq) as dwell_n
  from entered group by phase_id
)
select p.place, coalesce(sum(furthest) over (order by p.place desc), 0)::bigint as customers,
       coalesce(touched, 0) as touched, us[1] / 1e6 as dwell_median_s, us[2] / 1e6 as dwell_p90_s,
       coalesce(dwell_n, 0) as dwell_n
from range(5) p(place) left join counted using (place) order by place
