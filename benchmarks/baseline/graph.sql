-- The heaviest transitions until nine tenths of all are shown, each touchpoint's heaviest way in and out, and who met it.
with counted as (
  select touchpoint_id as source_id, next_touchpoint_id as target_id, count(*) as transitions,
         count(distinct profile_id) as customers, quantile_cont(epoch_us(next_at) - epoch_us(occurred_at), 0.5) / 1e6 as median_s
  from step where next_at is not null group by all
),
named as (
  select a.id as source, b.id as target, a.phase as source_phase, b.phase as target_phase, transitions, customers, median_s,
         p.phase_id as source_place, q.phase_id as target_place
  from counted join touchpoint_code a on a.touchpoint_id = source_id join touchpoint_code b on b.touchpoint_id = target_id
  left join phase_code p on p.id = a.phase left join phase_code q on q.id = b.phase
),
ranked as (
  select *, sum(transitions) over (order by transitions desc, source, target rows between unbounded preceding and 1 preceding)
              as heavier, sum(transitions) over () as total,
         row_number() over (partition by source order by source = target, transitions desc, source, target) as nth_out,
         row_number() over (partition by target order by source = target, transitions desc, source, target) as nth_in
  from named
),
kept as (select * from ranked where nth_out = 1 or nth_in = 1 or coalesce(heavier, 0) < 0.9 * total),
node as (select touchpoint_id, count(distinct profile_id) as customers, count(*) as contacts from step group by touchpoint_id),
edges as (
  select source, target, source_phase, target_phase, transitions, customers, median_s, total::bigint as of_transitions,
         transitions / total as share, coalesce(target_place < source_place, false) as back,
         sum(transitions) over () / total as shown
  from kept
)
from edges
union all by name
select t.id as touchpoint, t.phase, customers, contacts, n as of_customers, customers / n as share
from node join touchpoint_code t using (touchpoint_id) cross join (select count(*) as n from step where seq = 1)
