-- Customers by the month of their first contact, and who of them has one in later months. To convert a moment to local
-- time costs more than all the rest, so that is done once per quarter of an hour; a customer is one number whose bits are
-- the months with a contact. There are fewer than 62 months.
with ends as (select min(occurred_at) as since, max(occurred_at) as until from event),
day as (
  select date_trunc('month', timezone(getvariable('zone'), timezone('UTC', since)))::date as first,
         timezone(getvariable('zone'), timezone('UTC', until))::date as last from ends
),
slots as (
  select epoch_us(moment) // 900000000 as slot,
         date_diff('month', first, timezone(getvariable('zone'), timezone('UTC', moment))) as month
  from (select unnest(generate_series(date_trunc('hour', since), until, interval 15 minute)) as moment from ends) cross join day
),
met as (
  select min(month) as cohort, bit_or(1::bigint << month) as months
  from step join slots on slot = epoch_us(occurred_at) // 900000000 group by profile_id
),
counted as (select cohort, months, count(*) as n from met group by all),
period as (select unnest(generate_series(first, last, interval 1 month)) as period, last, first from day),
numbered as (
  select period::date as period, date_diff('month', first, period) as month from period
  where (period + interval 1 month)::date <= last
)
select c.period as cohort, p.period, p.month - c.month as since, sum(n)::bigint as size,
       sum(n * (months >> p.month & 1))::bigint as active, active / size as share
from counted join numbered c on c.month = cohort join numbered p on p.month >= c.month group by all order by 1, 2
