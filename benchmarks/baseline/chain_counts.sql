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
),
counted as (
  select bucket, source, target, count(*) as passes, count(*) filter (won) as converted,
         coalesce(sum(value) filter (won), 0) as value
  from moved group by all
)
-- The way out is two: to the conversion, and to the loss; a way nobody went is none.
select bucket, source, target, case when target is null then converted else passes end as passes, converted, value
from counted where target is not null or converted > 0
union all select bucket, source, -2, passes - converted, 0, 0 from counted where target is null and passes > converted
