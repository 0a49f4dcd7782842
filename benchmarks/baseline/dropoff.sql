-- Drop-off of closed journeys: their paths unnested, each touchpoint once per journey; what reaches the goal is what
-- converted journeys end with.
with goal as (
  select distinct path[-1] as touchpoint_id from journey where goal_id = getvariable('goal_id') and state = 'converted'
),
visited as (
  select profile_id, journey, touchpoint_id, count(*) as contacts, max(ends) as ends
  from (select profile_id, journey, unnest(path) as touchpoint_id,
               (state = 'lost' and generate_subscripts(path, 1) = steps)::int as ends
        from journey where goal_id = getvariable('goal_id') and state <> 'open')
  where touchpoint_id not in (select touchpoint_id from goal) group by all
),
counted as (
  select touchpoint_id, sum(ends)::bigint as ends, count(*) as visits, sum(contacts)::bigint as contacts,
         count(distinct profile_id) as customers
  from visited group by touchpoint_id
)
select t.id as touchpoint, ends, visits, ends / visits as rate, sum(ends) over () / sum(visits) over () as expected,
       customers, contacts, ends / contacts as leaving, sum(ends) over () / sum(contacts) over () as leaving_expected
from counted join touchpoint_code t using (touchpoint_id) order by leaving desc, visits desc, touchpoint
