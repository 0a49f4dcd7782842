-- One pass over the steps and one over the events' signatures.
select customers, events, steps, since, until, unmapped_events
from (select count(*) filter (seq = 1) as customers, count(*) as steps, min(occurred_at) as since, max(occurred_at) as until
      from step),
     (select sum(n)::bigint as events, coalesce(sum(n) filter (t.id is null), 0)::bigint as unmapped_events
      from (select signature, count(*) as n from event group by signature) e
      join signature s on s.code = e.signature left join touchpoint_code t on t.id = s.event)
