-- Steps with sessions, before sealing: one window over the events in order, one over the numbered rows.
-- Beside the views it reads the table rule (code, touchpoint_id, phase_id, repeat_phase_id) and the variable silence.
with numbered as (
  select e.subject_id as profile_id, e.occurred_at, e.source_seq, e.event_id, r.touchpoint_id, r.phase_id,
         r.repeat_phase_id, e.value, row_number() over w as seq, lead(r.touchpoint_id) over w as next_touchpoint_id,
         lead(e.occurred_at) over w as next_at,
         row_number() over w = 1 or e.occurred_at > lag(e.occurred_at) over w + getvariable('silence')
           or coalesce(e.session_hint <> lag(e.session_hint) over w, false) as opens
  from event e join rule r on r.code = e.signature
  window w as (partition by e.subject_id order by e.occurred_at, e.source_seq, e.event_id)
),
met as (
  select profile_id, touchpoint_id, min(seq) as first_seq from numbered where repeat_phase_id is not null group by all
)
select n.profile_id, n.seq, n.occurred_at, n.source_seq, n.event_id, n.touchpoint_id,
       case when n.repeat_phase_id is not null and n.seq > m.first_seq then n.repeat_phase_id else n.phase_id end as phase_id,
       sum(n.opens::int) over (partition by n.profile_id order by n.seq rows unbounded preceding) as session,
       n.value, n.next_touchpoint_id, n.next_at
from numbered n left join met m using (profile_id, touchpoint_id)
