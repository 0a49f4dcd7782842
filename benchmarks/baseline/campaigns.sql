-- Contacts with a campaign, grouped by one small number that stands for campaign and touchpoint.
with sent as (
  select s.code, dense_rank() over (order by s.campaign, r.touchpoint_id) as place, s.campaign, r.touchpoint_id
  from signature s join rule r using (code) where s.campaign <> ''
),
counted as (
  select n.place, count(distinct coalesce(p.profile_id, e.subject_id)) as customers, count(*) as contacts,
         min(e.occurred_at) as since, max(e.occurred_at) as until
  from event e join sent n on n.code = e.signature left join profile_of p on p.subject_id = e.subject_id
   and (p.valid_from is null or e.occurred_at >= p.valid_from) and (p.valid_to is null or e.occurred_at < p.valid_to)
  group by n.place
)
select campaign, t.id as touchpoint, customers, contacts, since, until
from counted join (select distinct place, campaign, touchpoint_id from sent) using (place)
join touchpoint_code t using (touchpoint_id) order by since, campaign, touchpoint
