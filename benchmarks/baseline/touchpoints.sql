-- Contacts and customers per touchpoint, and the origin of its events. A customer is one number whose bits are the
-- touchpoints met, of which there are fewer than 62.
with met as (select touchpoint_id, count(*) as contacts from step group by touchpoint_id),
customer as (select bit_or(1::bigint << touchpoint_id) as met from step group by profile_id),
summed as (select count(*) as n, [sum(met >> 0 & 1), sum(met >> 1 & 1), sum(met >> 2 & 1), sum(met >> 3 & 1), sum(met >> 4 & 1), sum(met >> 5 & 1), sum(met >> 6 & 1), sum(met >> 7 & 1), sum(met >> 8 & 1), sum(met >> 9 & 1), sum(met >> 10 & 1), sum(met >> 11 & 1), sum(met >> 12 & 1), sum(met >> 13 & 1), sum(met >> 14 & 1), sum(met >> 15 & 1), sum(met >> 16 & 1), sum(met >> 17 & 1), sum(met >> 18 & 1), sum(met >> 19 & 1), sum(met >> 20 & 1), sum(met >> 21 & 1), sum(met >> 22 & 1), sum(met >> 23 & 1), sum(met >> 24 & 1), sum(met >> 25 & 1), sum(met >> 26 & 1), sum(met >> 27 & 1), sum(met >> 28 & 1), sum(met >> 29 & 1), sum(met >> 30 & 1), sum(met >> 31 & 1), sum(met >> 32 & 1), sum(met >> 33 & 1), sum(met >> 34 & 1), sum(met >> 35 & 1), sum(met >> 36 & 1), sum(met >> 37 & 1), sum(met >> 38 & 1), sum(met >> 39 & 1), sum(met >> 40 & 1), sum(met >> 41 & 1), sum(met >> 42 & 1), sum(met >> 43 & 1), sum(met >> 44 & 1), sum(met >> 45 & 1), sum(met >> 46 & 1), sum(met >> 47 & 1), sum(met >> 48 & 1), sum(met >> 49 & 1), sum(met >> 50 & 1), sum(met >> 51 & 1), sum(met >> 52 & 1), sum(met >> 53 & 1), sum(met >> 54 & 1), sum(met >> 55 & 1), sum(met >> 56 & 1), sum(met >> 57 & 1), sum(met >> 58 & 1), sum(met >> 59 & 1), sum(met >> 60 & 1), sum(met >> 61 & 1)] as met from customer),
origins as (
  select signature, count(*) filter (origin = 'derived') as derived, count(*) as n from event group by signature
),
named as (
  select r.touchpoint_id, sum(o.derived) / sum(o.n) as derived
  from origins o join rule r on r.code = o.signature group by all
)
select t.id as touchpoint, t.channel, s.met[touchpoint_id + 1]::bigint as customers, m.contacts, customers / s.n as share,
       n.derived
from met m cross join summed s join touchpoint_code t using (touchpoint_id) left join named n using (touchpoint_id)
order by customers desc, m.contacts desc, t.id
