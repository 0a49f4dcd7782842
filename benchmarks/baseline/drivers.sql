-- What goes with converting: of journeys followed for the whole lookback that still ran after their first five steps,
-- what was met there, per bucket; whose first visit it was; and all of them.
with aimed as (select any_value(lookback) as lookback from aim where goal_id = getvariable('goal_id')),
ended as (select max(occurred_at) as as_of from step),
risky as (
  select j.profile_id, j.journey, j.bucket, j.first_seq, j.path[1:5] as path, j.offsets[1:5] as offsets,
         epoch(lookback) as most, (state = 'converted' and closed_at <= opened_at + lookback)::int as won
  from journey j cross join aimed cross join ended
  where goal_id = getvariable('goal_id') and opened_at + lookback <= as_of and steps >= 5 + (state = 'converted')::int
),
met as (
  select profile_id, journey, bucket, won, touchpoint_id, count(*) as contacts
  from (select profile_id, journey, bucket, won, most, unnest(path) as touchpoint_id, unnest(offsets) as later from risky)
  where later <= most and list_contains(getvariable('counting'), touchpoint_id) group by all
),
visit as (
  select bucket, case when session = 1 then 'first' else 'again' end as value, won
  from risky r join step s on s.profile_id = r.profile_id and s.seq = r.first_seq
),
bucketed as (
  select 'all' as kind, -1 as code, '' as value, bucket, count(*) as n, sum(won) as won from risky group by bucket
  union all select 'met', touchpoint_id, '', bucket, count(*), sum(won) from met group by touchpoint_id, bucket
  union all select 'met again', touchpoint_id, '', bucket, count(*), sum(won) from met where contacts > 1
            group by touchpoint_id, bucket
  union all select 'different touchpoints', -1, '3 or more', bucket, count(*), sum(won)
            from (select bucket, won from met group by profile_id, journey, bucket, won having count(*) >= 3) group by bucket
  union all select 'segment', -2, value, bucket, count(*), sum(won) from visit group by value, bucket
),
summed as (select kind, code, value, sum(n)::bigint as n, sum(won)::bigint as won from bucketed group by all),
whole as (select n as whole, won as whole_won from summed where kind = 'all'),
sides as (
  select kind, coalesce(id, case code when -2 then 'visit' else '' end) as name, value, n, won,
         whole - n as others_n, whole_won - won as others_won
  from summed cross join whole left join touchpoint_code on touchpoint_id = code
  where kind <> 'all' and not (kind = 'segment' and 2 * n > whole)
)
select kind, name, value, n, won / n as rate, others_n, others_won / others_n as others_rate,
       won * others_n / nullif(others_won * n, 0) as lift, won / n - others_won / others_n as difference
from sides where least(n, others_n) >= getvariable('least')
