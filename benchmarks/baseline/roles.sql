-- Where contacts stand in converted journeys, of the contacts that count: first of several, between, last, or alone.
with walk as (
  select row_number() over () as journey, list_filter(path, lambda x: list_contains(getvariable('counting'), x)) as walk
  from journey where goal_id = getvariable('goal_id') and state = 'converted'
),
placed as (
  select journey, len(walk) as n, unnest(walk) as touchpoint_id, generate_subscripts(walk, 1) as nth from walk
),
touched as (
  select journey, touchpoint_id, bool_or(nth = 1 and n > 1) as opener, bool_or(nth > 1 and nth < n) as assist,
         bool_or(nth = n and n > 1) as closer, bool_or(n = 1) as alone
  from placed group by all
),
-- What the product says beside the figures: of which journeys they are.
total as (
  select count(*) filter (state = 'converted') as conversions, count(*) filter (state = 'lost') as lost,
         min(opened_at) as since, max(opened_at) as until
  from journey where goal_id = getvariable('goal_id') and state <> 'open'
)
select any_value(id) as touchpoint, count(*) as touching, count(*) filter (opener) / count(*) as opener,
       count(*) filter (assist) / count(*) as assist, count(*) filter (closer) / count(*) as closer,
       count(*) filter (alone) / count(*) as alone,
       any_value(conversions) as conversions, any_value(lost) as lost, any_value(since) as since, any_value(until) as until
from touched join touchpoint_code using (touchpoint_id) cross join total group by touchpoint_id order by touching desc, touchpoint
