-- Sessions with how many contacts they have and how long they last.
with counted as (
  select profile_id, session, count(*) as contacts, epoch_us(max(occurred_at)) - epoch_us(min(occurred_at)) as us
  from step group by profile_id, session
)
select count(*) as sessions, (select count(*) from step where seq = 1) as customers,
       quantile_cont(contacts, 0.5) as contacts_median, quantile_cont(contacts, 0.9) as contacts_p90,
       quantile_cont(us, 0.5) / 1e6 as median_s, quantile_cont(us, 0.9) / 1e6 as p90_s
from counted
