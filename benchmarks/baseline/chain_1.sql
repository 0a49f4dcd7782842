-- Moves of order 1 per bucket, with start, conversion and loss: everything 500 resampled removal effects are made of.
with walk as (
  select bucket, state = 'converted' as won, coalesce(value, 0) as value,
         list_filter(path, lambda x: list_contains(getvariable('counting'), x)) as walk
  from journey where goal_id = getvariable('goal_id') and state <> 'open'
),
moved as (
  select bucket, won, value, unnest(list_concat([-1::smallint], walk)) as source,
         unnest(list_concat(walk, [null::smallint])) as target
  from walk where len(walk) > 0
)
select bucket, source, target, count(*) as passes, count(*) filter (won) as converted, sum(value) filter (won) as value
from moved group by all
