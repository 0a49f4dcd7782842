-- Ways round within a session: the next contact with the same touchpoint is in the same session.
with marked as (
  select profile_id, session, touchpoint_id as a, next_touchpoint_id as b,
         lead(session) over (partition by profile_id, touchpoint_id order by seq) = session as returns
  from step
),
looped as (select a, b, profile_id, session, count(*) as n from marked where returns group by all),
touched as (select a, count(*) as of_sessions from marked where returns is not true group by a),
counted as (
  select a, b, sum(n)::bigint as loops, count(*) as sessions, count(distinct profile_id) as customers
  from looped group by a, b
)
select s.id as source, v.id as via, loops, customers, sessions, of_sessions, sessions / of_sessions as share
from counted join touched using (a)
join touchpoint_code s on s.touchpoint_id = counted.a join touchpoint_code v on v.touchpoint_id = counted.b
order by loops desc, source, via
