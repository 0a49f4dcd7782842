-- Contacts and customers per touchpoint, and the origin of its events.
with met as (
  select touchpoint_id, count(*) as contacts, count(distinct profile_id) as customers from step group by touchpoint_id
),
origins as (
  select signature, count(*) filter (origin = 'derived') as derived, count(*) as n from event group by signature
),
named as (
  select t.touchpoint_id, sum(o.derived) / sum(o.n) as derived
  from origins o join signature s on s.code = o.signature join touchpoint_code t on t.id = s.event group by all
)
select t.id as touchpoint, t.channel, m.customers, m.contacts,
       m.customers / (select count(*) from step where seq = 1) as share, n.derived
from met m join touchpoint_code t using (touchpoint_id) left join named n using (touchpoint_id)
order by m.customers desc, m.contacts desc, t.id
