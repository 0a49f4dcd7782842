-- Journeys of all goals: whole histories as lists once, cut at each goal and at long silences. Few journeys convert, so
-- only their lists are searched for the first step within the lookback.
-- Beside the steps it reads the table aim (goal_id, touchpoint_id, lookback) and the variable as_of.
with histories as materialized (
  select profile_id, list(touchpoint_id order by seq) as path, list(occurred_at order by seq) as times
  from step group by profile_id
),
goal as (select goal_id, list(touchpoint_id) as reaching, any_value(lookback) as lookback from aim group by goal_id),
lasts as (
  select goal_id, lookback, profile_id, seq as last_seq, occurred_at as last_at, next_at, value,
         list_contains(reaching, touchpoint_id) as reached,
         row_number() over w as journey, coalesce(lag(seq) over w, 0) + 1 as opening
  from step cross join goal
  where list_contains(reaching, touchpoint_id) or next_at is null or next_at > occurred_at + lookback
  window w as (partition by goal_id, profile_id order by seq)
),
framed as (
  select l.*, h.path, h.times,
         l.next_at is not null or l.last_at + lookback < getvariable('as_of') as over,
         l.opening + case when l.reached
           then len(list_filter(h.times[l.opening:l.last_seq], lambda x: x < l.last_at - lookback)) else 0 end as first_seq
  from lasts l join histories h using (profile_id)
)
select goal_id, journey, profile_id, times[first_seq] as opened_at,
       case when reached then last_at when over then last_at + lookback end as closed_at,
       case when reached then 'converted' when over then 'lost' else 'open' end as state,
       case when reached then value end as value, last_seq - first_seq + 1 as steps, profile_id >> 52 as bucket,
       first_seq, last_seq, path[first_seq:last_seq] as path,
       list_transform(times[first_seq:last_seq],
                      lambda x: (epoch_us(x) - epoch_us(times[first_seq])) // 1000000) as offsets
from framed
