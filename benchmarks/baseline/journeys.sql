-- Journeys of one goal, before sealing: whole histories as lists once, cut at the goal and at long silences.
-- Beside the views it reads the variables goal_touchpoint, lookback (an interval) and as_of.
with histories as (
  select profile_id, list_transform(items, lambda x: x.t) as path, list_transform(items, lambda x: x.a) as times
  from (select profile_id, list_sort(list({s: seq, t: touchpoint_id, a: occurred_at})) as items
        from step group by profile_id)
),
lasts as (
  select profile_id, seq as last_seq, occurred_at as last_at, next_at, value,
         touchpoint_id = getvariable('goal_touchpoint') as reached,
         row_number() over w as journey, coalesce(lag(seq) over w, 0) + 1 as opening
  from step
  where touchpoint_id = getvariable('goal_touchpoint') or next_at is null
     or next_at > occurred_at + getvariable('lookback')
  window w as (partition by profile_id order by seq)
),
framed as (
  select l.*, h.path, h.times,
         l.next_at is not null or l.last_at + getvariable('lookback') < getvariable('as_of') as over,
         l.opening + case when l.reached
           then len(list_filter(h.times[l.opening:l.last_seq], lambda x: x < l.last_at - getvariable('lookback')))
           else 0 end as first_seq
  from lasts l join histories h using (profile_id)
)
select getvariable('goal_id') as goal_id, journey, profile_id, times[first_seq] as opened_at,
       case when reached then last_at when over then last_at + getvariable('lookback') end as closed_at,
       case when reached then 'converted' when over then 'lost' else 'open' end as state,
       case when reached then value end as value, last_seq - first_seq + 1 as steps, profile_id >> 52 as bucket,
       first_seq, last_seq, path[first_seq:last_seq] as path,
       list_transform(times[first_seq:last_seq],
                      lambda x: (epoch_us(x) - epoch_us(times[first_seq])) // 1000000) as offsets
from framed
