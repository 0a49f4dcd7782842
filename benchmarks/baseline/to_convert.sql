-- Quantiles of the time to a conversion, and per bucket and length cut to three digits what their intervals are drawn from.
with took as (
  select bucket, epoch_us(closed_at) - epoch_us(opened_at) as us from journey
  where goal_id = getvariable('goal_id') and state = 'converted'
),
cut as (
  select bucket, s - s % power(10, greatest(0, length(s::varchar) - 3))::bigint as length, count(*) as n
  from (select bucket, us // 1000000 as s from took) group by all
),
spread as (select sum(n)::bigint as n, count(*) as cells from cut)
select unnest(['q25', 'median', 'q75', 'p90']) as quantile,
       unnest((select quantile_cont(us, [0.25, 0.5, 0.75, 0.9]) from took)) / 1e6 as time_s, n from spread
