-- Days with a contact per customer and month, per bucket first.
with days as (
  select distinct profile_id, timezone(getvariable('zone'), timezone('UTC', occurred_at))::date as day from step
),
months as (select profile_id, date_trunc('month', day) as month, count(*) as days from days group by all),
bucketed as (
  select month, profile_id >> 52 as bucket, count(*) as customers, sum(days) as days, count(*) filter (days = 1) as once
  from months group by all
),
edge as (select min(day) as first, max(day) as last from days),
summed as (
  select month, sum(customers)::bigint as customers, sum(days) as days, sum(once) as once from bucketed group by month
)
select month::date as month, customers,
       date_diff('day', greatest(month::date, first), least((month + interval 1 month)::date, last + 1)) as covered_days,
       days / customers as active_days, days / customers / covered_days as share, once / customers as once
from summed cross join edge order by month
