-- Responses to campaigns: per campaign and customer the first contact, as the least struct; then receipts and responses
-- per customer, whose squares give the design effect the Wilson interval is widened by.
with sent as (
  select s.code, dense_rank() over (order by s.campaign) as campaign, r.touchpoint_id
  from signature s join rule r using (code) where s.campaign <> ''
),
held as materialized (
  select n.campaign, coalesce(p.profile_id, e.subject_id) as profile_id, n.touchpoint_id, e.occurred_at, e.source_seq,
         e.event_id
  from event e join sent n on n.code = e.signature left join profile_of p on p.subject_id = e.subject_id
   and (p.valid_from is null or e.occurred_at >= p.valid_from) and (p.valid_to is null or e.occurred_at < p.valid_to)
),
firsts as (
  select campaign, profile_id, min({a: occurred_at, s: source_seq, e: event_id, t: touchpoint_id}) as f
  from held group by all
),
pair as materialized (
  select campaign, profile_id, touchpoint_id, any_value(f.t) as source_id, any_value(f.a) as received_at,
         min(occurred_at) as met_at
  from held join firsts using (campaign, profile_id) group by all
),
receipt as (
  select source_id, profile_id, count(*) as receipts from pair where touchpoint_id = source_id group by all
),
hit as (
  select source_id, touchpoint_id as response_id, profile_id, count(*) as responded
  from pair where touchpoint_id <> source_id group by all
),
later as (
  select source_id, touchpoint_id as response_id,
         quantile_cont(epoch_us(met_at) - epoch_us(received_at), 0.5) / 86400e6 as median_days
  from pair where touchpoint_id <> source_id group by all
),
base as (
  select source_id, sum(receipts)::bigint as receipts, count(*) as customers, sum(receipts * receipts) as xx
  from receipt group by all
),
answered as (
  select source_id, response_id, sum(responded)::bigint as responded, sum(responded * responded) as yy,
         sum(receipts * responded) as xy
  from hit join receipt using (source_id, profile_id) group by all
),
asked as (
  select distinct b.touchpoint_id as source_id, response_id
  from answered join touchpoint_code a on a.touchpoint_id = source_id
  join touchpoint_code b on b.channel = a.channel and b.phase is not distinct from a.phase
  where response_id <> b.touchpoint_id
),
counted as (
  select source_id, response_id, receipts, coalesce(responded, 0) as responded, customers,
         coalesce(responded / receipts, 0) as share,
         greatest(1, coalesce((yy - 2 * share * xy + share * share * xx) / nullif(receipts * share * (1 - share), 0), 1))
           as design,
         receipts / design as n, 1.959963984540054 ^ 2 as zz, (share + zz / (2 * n)) / (1 + zz / n) as centre,
         sqrt(zz) / (1 + zz / n) * sqrt(share * (1 - share) / n + zz / (4 * n * n)) as half
  from asked join base using (source_id) left join answered using (source_id, response_id)
)
select a.id as touchpoint, b.id as response, receipts, responded, customers, share,
       case when responded = 0 then 0 else centre - half end as lo,
       case when responded = receipts then 1 else centre + half end as hi, median_days
from counted join touchpoint_code a on a.touchpoint_id = source_id
join touchpoint_code b on b.touchpoint_id = response_id left join later using (source_id, response_id)
order by receipts desc, touchpoint, responded desc, response
