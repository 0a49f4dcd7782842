-- Closed journeys beside a plan of three touchpoints. There are few different orders of planned steps, so each is
-- looked at once; a journey is then one number whose bits are what it shows.
with planned as (
  select profile_id, list_filter(path, lambda x: x in (getvariable('funnel')[1], getvariable('funnel')[2], getvariable('funnel')[3])) as way
  from journey where goal_id = getvariable('goal_id') and state <> 'open'
),
ways as (
  select way, [list_position(way, x) for x in getvariable('funnel')] as firsts,
         [len(list_filter(list_zip(way, list_concat([null::smallint], way[:-2])), lambda z: z[1] = x and z[2] is distinct from x))
          for x in getvariable('funnel')] as times
  from (select distinct way from planned)
),
marked as (
  select way, 0
    + case when firsts[1] is null then 1 else 0 end + case when firsts[2] is null then 2 else 0 end
    + case when firsts[3] is null then 4 else 0 end
    + case when firsts[2] < firsts[1] then 16 else 0 end
    + case when firsts[3] < greatest(firsts[1], firsts[2]) then 32 else 0 end
    + case when times[1] > 1 then 64 else 0 end + case when times[2] > 1 then 128 else 0 end
    + case when times[3] > 1 then 256 else 0 end as bits
  from ways
),
shown as (
  select way, bits
    + case when len(way) > 0 and bits & 48 = 0 and bits & 7 in (0, 4, 6) then 512 else 0 end
    + case when bits & 55 = 0 then 1024 else 0 end as bits
  from marked
),
journeys as (select profile_id, bits from planned join shown using (way)),
per_journey as (select bits, count(*) as n from journeys group by bits),
per_customer as (
  select bits, count(*) as n from (select profile_id, bit_or(bit) as bits
    from (select profile_id, bits as bit from journeys) group by profile_id) group by bits
),
sort as (
  select unnest(['missing', 'missing', 'missing', 'reordered', 'reordered', 'reordered', 'repeated', 'repeated', 'repeated',
                 'follows so far', 'follows']) as kind,
         unnest([1, 2, 3, 1, 2, 3, 1, 2, 3, null, null]) as place, unnest(range(11)) as bit
),
kinds as (
  select kind, place,
         (select coalesce(sum(n), 0)::bigint from per_journey where (bits >> bit) & 1 = 1) as journeys,
         (select coalesce(sum(n), 0)::bigint from per_customer where (bits >> bit) & 1 = 1) as customers
  from sort
),
added as (
  select touchpoint_id, count(*) as journeys, count(distinct profile_id) as customers
  from (select distinct profile_id, journey, touchpoint_id
        from (select profile_id, journey, unnest(path) as touchpoint_id from journey
              where goal_id = getvariable('goal_id') and state <> 'open'))
  where not list_contains(getvariable('funnel'), touchpoint_id) group by touchpoint_id
),
total as (select sum(n)::bigint as n from per_journey)
select kind, t.id as step, null as touchpoint, journeys, n as of_journeys, journeys / n as share, customers
from kinds cross join total left join touchpoint_code t on t.touchpoint_id = getvariable('funnel')[place]
union all
select 'added', null, t.id, journeys, n, journeys / n, customers
from added cross join total join touchpoint_code t using (touchpoint_id)
