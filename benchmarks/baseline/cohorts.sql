-- Customers by the month of their first contact, and who of them has one in later months: the last contact of a month
-- stands for it, and the next one stands in its row.
with day as (
  select date_trunc('month', min(timezone(getvariable('zone'), timezone('UTC', occurred_at))))::date as first,
         max(timezone(getvariable('zone'), timezone('UTC', occurred_at)))::date as last from event
),
local as (
  select profile_id, seq, date_trunc('month', timezone(getvariable('zone'), timezone('UTC', occurred_at)))::date as month from step
),
active as (select distinct profile_id, month from local),
began as (select profile_id, month as cohort from local where seq = 1),
counted as (
  select cohort, month as period, count(*) as active from began join active using (profile_id) group by all
),
size as (select cohort, count(*) as size from began group by cohort),
period as (
  select unnest(generate_series(first, last, interval 1 month)) as period, last from day
)
select s.cohort::date as cohort, p.period::date as period, date_diff('month', s.cohort, p.period) as since, size,
       coalesce(active, 0) as active, coalesce(active, 0) / size as share
from size s join period p on p.period >= s.cohort and (p.period + interval 1 month)::date <= p.last
left join counted c on c.cohort = s.cohort and c.period = p.period order by 1, 2
