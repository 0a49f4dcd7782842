-- The first six steps: the four busiest touchpoints of each, the rest as one, and where they lead.
with walk as (
  select profile_id, seq as place, touchpoint_id, next_touchpoint_id as onward from step where seq <= 6
),
kept as (
  select place, touchpoint_id from (
    select place, touchpoint_id, row_number() over (partition by place order by n desc, touchpoint_id) as nth
    from (select place, touchpoint_id, count(*) as n from walk group by all)) where nth <= 4
),
moved as (
  select w.place, w.profile_id, coalesce(a.touchpoint_id, -1) as source_id,
         case when onward is null then -2 else coalesce(b.touchpoint_id, -1) end as target_id
  from walk w left join kept a on a.place = w.place and a.touchpoint_id = w.touchpoint_id
  left join kept b on b.place = w.place + 1 and b.touchpoint_id = w.onward where w.place < 6
),
counted as (
  select place, source_id, target_id, count(*) as journeys, count(distinct profile_id) as customers
  from moved group by all
)
select place as step, coalesce(a.id, '(other)') as source,
       case target_id when -2 then '(end)' when -1 then '(other)' else b.id end as target, journeys, customers,
       sum(journeys) over (partition by place, source_id)::bigint as of_journeys,
       journeys / sum(journeys) over (partition by place, source_id) as share
from counted left join touchpoint_code a on a.touchpoint_id = source_id
left join touchpoint_code b on b.touchpoint_id = target_id
order by step, journeys desc, source, target
