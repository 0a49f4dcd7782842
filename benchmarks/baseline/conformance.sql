-- Closed journeys beside a plan of three touchpoints. There are few different orders of planned steps, so each is
-- looked at once; a journey is then one number whose bits are what it shows, and one whose bits are what it meets.
-- There are fewer than 62 touchpoints.
with planned as (
  select profile_id, list_bit_or(list_transform(path, lambda x: 1::bigint << x)) as met,
         list_filter(path, lambda x: x in (getvariable('funnel')[1], getvariable('funnel')[2], getvariable('funnel')[3])) as way
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
journeys as (select profile_id, bits, met from planned join shown using (way)),
per_journey as (select bits, count(*) as n from journeys group by bits),
customer as (select profile_id, bit_or(bits) as bits, bit_or(met) as met from journeys group by profile_id),
per_customer as (select bits, count(*) as n from customer group by bits),
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
journeys_met as (select [sum(met >> 0 & 1), sum(met >> 1 & 1), sum(met >> 2 & 1), sum(met >> 3 & 1), sum(met >> 4 & 1), sum(met >> 5 & 1), sum(met >> 6 & 1), sum(met >> 7 & 1), sum(met >> 8 & 1), sum(met >> 9 & 1), sum(met >> 10 & 1), sum(met >> 11 & 1), sum(met >> 12 & 1), sum(met >> 13 & 1), sum(met >> 14 & 1), sum(met >> 15 & 1), sum(met >> 16 & 1), sum(met >> 17 & 1), sum(met >> 18 & 1), sum(met >> 19 & 1), sum(met >> 20 & 1), sum(met >> 21 & 1), sum(met >> 22 & 1), sum(met >> 23 & 1), sum(met >> 24 & 1), sum(met >> 25 & 1), sum(met >> 26 & 1), sum(met >> 27 & 1), sum(met >> 28 & 1), sum(met >> 29 & 1), sum(met >> 30 & 1), sum(met >> 31 & 1), sum(met >> 32 & 1), sum(met >> 33 & 1), sum(met >> 34 & 1), sum(met >> 35 & 1), sum(met >> 36 & 1), sum(met >> 37 & 1), sum(met >> 38 & 1), sum(met >> 39 & 1), sum(met >> 40 & 1), sum(met >> 41 & 1), sum(met >> 42 & 1), sum(met >> 43 & 1), sum(met >> 44 & 1), sum(met >> 45 & 1), sum(met >> 46 & 1), sum(met >> 47 & 1), sum(met >> 48 & 1), sum(met >> 49 & 1), sum(met >> 50 & 1), sum(met >> 51 & 1), sum(met >> 52 & 1), sum(met >> 53 & 1), sum(met >> 54 & 1), sum(met >> 55 & 1), sum(met >> 56 & 1), sum(met >> 57 & 1), sum(met >> 58 & 1), sum(met >> 59 & 1), sum(met >> 60 & 1), sum(met >> 61 & 1)] as n from journeys),
customers_met as (select [sum(met >> 0 & 1), sum(met >> 1 & 1), sum(met >> 2 & 1), sum(met >> 3 & 1), sum(met >> 4 & 1), sum(met >> 5 & 1), sum(met >> 6 & 1), sum(met >> 7 & 1), sum(met >> 8 & 1), sum(met >> 9 & 1), sum(met >> 10 & 1), sum(met >> 11 & 1), sum(met >> 12 & 1), sum(met >> 13 & 1), sum(met >> 14 & 1), sum(met >> 15 & 1), sum(met >> 16 & 1), sum(met >> 17 & 1), sum(met >> 18 & 1), sum(met >> 19 & 1), sum(met >> 20 & 1), sum(met >> 21 & 1), sum(met >> 22 & 1), sum(met >> 23 & 1), sum(met >> 24 & 1), sum(met >> 25 & 1), sum(met >> 26 & 1), sum(met >> 27 & 1), sum(met >> 28 & 1), sum(met >> 29 & 1), sum(met >> 30 & 1), sum(met >> 31 & 1), sum(met >> 32 & 1), sum(met >> 33 & 1), sum(met >> 34 & 1), sum(met >> 35 & 1), sum(met >> 36 & 1), sum(met >> 37 & 1), sum(met >> 38 & 1), sum(met >> 39 & 1), sum(met >> 40 & 1), sum(met >> 41 & 1), sum(met >> 42 & 1), sum(met >> 43 & 1), sum(met >> 44 & 1), sum(met >> 45 & 1), sum(met >> 46 & 1), sum(met >> 47 & 1), sum(met >> 48 & 1), sum(met >> 49 & 1), sum(met >> 50 & 1), sum(met >> 51 & 1), sum(met >> 52 & 1), sum(met >> 53 & 1), sum(met >> 54 & 1), sum(met >> 55 & 1), sum(met >> 56 & 1), sum(met >> 57 & 1), sum(met >> 58 & 1), sum(met >> 59 & 1), sum(met >> 60 & 1), sum(met >> 61 & 1)] as n from customer),
added as (
  select touchpoint_id, j.n[touchpoint_id + 1]::bigint as journeys, c.n[touchpoint_id + 1]::bigint as customers
  from touchpoint_code cross join journeys_met j cross join customers_met c
  where not list_contains(getvariable('funnel'), touchpoint_id) and j.n[touchpoint_id + 1] > 0
),
total as (select sum(n)::bigint as n from per_journey)
select kind, t.id as step, null as touchpoint, journeys, n as of_journeys, journeys / n as share, customers
from kinds cross join total left join touchpoint_code t on t.touchpoint_id = getvariable('funnel')[place]
union all
select 'added', null, t.id, journeys, n, journeys / n, customers
from added cross join total join touchpoint_code t using (touchpoint_id)
