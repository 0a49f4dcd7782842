-- Who went on from each touchpoint of a phase: whoever touched a later phase at any time, which the furthest one tells.
with met as materialized (select distinct profile_id, phase_id, touchpoint_id from step where phase_id is not null),
far as (select profile_id, max(phase_id) as furthest from met group by profile_id),
counted as (
  select phase_id, touchpoint_id, count(*) as customers, count(*) filter (phase_id < furthest) as went_on
  from met join far using (profile_id) group by all
),
whole as (
  select phase_id, count(*) as everyone, count(*) filter (phase_id < furthest) as everyone_on
  from (select distinct profile_id, phase_id from met) join far using (profile_id) group by phase_id
)
select t.id as touchpoint, p.id as phase, customers, went_on, went_on / customers as share,
       everyone - customers as others, everyone_on - went_on as others_on, others_on / nullif(others, 0) as others_share
from counted join whole using (phase_id) join touchpoint_code t using (touchpoint_id)
join phase_code p using (phase_id) where p.followed order by phase_id, customers desc, touchpoint
