-- What sessions with one touchpoint met next and later, until they came to another one, those that never did apart.
-- Grouped at once by how many contacts ahead each touchpoint is first met: the few rows left tell the rest.
with opened as (
  select profile_id, session, min(seq) as start from step where touchpoint_id = getvariable('funnel')[1] group by all
),
met as (
  select profile_id, session, touchpoint_id, min(seq - start) as ahead
  from step join opened using (profile_id, session) where seq > start group by all
),
reached as (select profile_id, session, ahead as upto from met where touchpoint_id = getvariable('funnel')[2]),
every as (
  select profile_id, touchpoint_id, upto is not null as reached, ahead = 1 as follows
  from met left join reached using (profile_id, session) where upto is null or ahead <= upto
  union all
  select profile_id, -1, false, true from opened
  anti join (select profile_id, session from met where ahead = 1) m using (profile_id, session)
),
counted as (
  select touchpoint_id, count(*) filter (not reached and follows) as "next", count(*) filter (not reached) as later,
         count(distinct profile_id) filter (not reached) as customers,
         count(*) filter (reached and follows) as reached_next, count(*) filter (reached) as reached_later
  from every group by touchpoint_id
),
total as (select (select count(*) from opened) - reached_n as n, reached_n from (select count(*) as reached_n from reached))
select coalesce(id, '(end)') as touchpoint, "next", "next" / n as share, later, customers, n, later / n as later_share,
       reached_next, reached_later, reached_n
from counted cross join total left join touchpoint_code using (touchpoint_id)
order by "next" desc, later desc, reached_later desc, touchpoint
