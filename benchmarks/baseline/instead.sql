-- What sessions with one touchpoint met next and later, until they came to another one, those that never did apart.
with opened as (
  select profile_id, session, min(seq) as start from step where touchpoint_id = getvariable('funnel')[1] group by all
),
reached as (
  select profile_id, session, min(seq) as target from step join opened using (profile_id, session)
  where touchpoint_id = getvariable('funnel')[2] and seq > start group by all
),
unit as (
  select profile_id, session, start, target is not null as reached, coalesce(target, 2147483647) as upto
  from opened left join reached using (profile_id, session)
),
met as (
  select profile_id, session, touchpoint_id, reached, bool_or(seq = start + 1) as follows
  from step join unit using (profile_id, session) where seq > start and seq <= upto group by all
),
every as (
  from met union all
  select profile_id, session, -1, reached, true from unit
  anti join (select profile_id, session from met where follows) m using (profile_id, session)
),
counted as (
  select touchpoint_id, count(*) filter (not reached and follows) as "next", count(*) filter (not reached) as later,
         count(distinct profile_id) filter (not reached) as customers,
         count(*) filter (reached and follows) as reached_next, count(*) filter (reached) as reached_later
  from every group by touchpoint_id
),
total as (select count(*) filter (not reached) as n, count(*) filter (reached) as reached_n from unit)
select coalesce(id, '(end)') as touchpoint, "next", "next" / n as share, later, customers, n, later / n as later_share,
       reached_next, reached_later, reached_n
from counted cross join total left join touchpoint_code using (touchpoint_id)
order by "next" desc, later desc, reached_later desc, touchpoint
