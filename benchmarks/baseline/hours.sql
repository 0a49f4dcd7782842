-- Contacts and customers by weekday and hour of the customers' clock.
with local as (
  select profile_id, timezone(getvariable('zone'), timezone('UTC', occurred_at)) as moment from step
),
placed as (select profile_id, isodow(moment) * 24 + hour(moment) as place from local),
counted as (select place, count(*) as contacts, count(distinct profile_id) as customers from placed group by place)
select place // 24 as weekday, place % 24 as hour, contacts, contacts / sum(contacts) over () as share, customers,
       customers / (select count(*) from step where seq = 1) as reach
from counted order by weekday, hour
