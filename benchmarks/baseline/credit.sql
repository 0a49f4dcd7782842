-- Seven ways to divide a conversion among its contacts, in one pass over converted journeys, per bucket and touchpoint.
-- Structural steps and the goal's own touchpoints do not count; what has no other contact stays apart.
with contact as (
  select profile_id, journey, bucket, closed_at, opened_at, coalesce(value, 0) as value,
         unnest(path) as touchpoint_id, unnest(offsets) as later, unnest(range(1, len(path) + 1)) as place
  from journey where goal_id = getvariable('goal_id') and state = 'converted'
),
counting as (
  select c.*, t.id, t.channel, epoch(closed_at - opened_at) - later as ago
  from contact c join touchpoint_code t using (touchpoint_id)
  where not t.structural and not list_contains(getvariable('reaching'), touchpoint_id)
),
numbered as (
  select *, row_number() over w as nth, count(*) over (partition by profile_id, journey) as n,
         row_number() over (partition by profile_id, journey, touchpoint_id order by place) as again
  from counting window w as (partition by profile_id, journey order by place)
),
weighed as (
  select *, count(*) filter (again = 1) over w as items, max(nth) filter (channel <> 'direct') over w as last_other,
         power(2, -ago / 604800) as weight, sum(power(2, -ago / 604800)) over w as weights
  from numbered window w as (partition by profile_id, journey)
),
-- Per bucket first: that is what an interval needs.
bucketed as (
  select bucket, id,
         sum((nth = 1)::int) as first, sum(((nth = 1)::int) * value) as first_value,
         sum((nth = n)::int) as last, sum(((nth = n)::int) * value) as last_value,
         sum((nth = coalesce(last_other, n))::int) as last_non_direct, sum(((nth = coalesce(last_other, n))::int) * value) as last_non_direct_value,
         sum(1 / n) as linear, sum((1 / n) * value) as linear_value,
         sum(case when again = 1 then 1 / items else 0 end) as unique_linear, sum((case when again = 1 then 1 / items else 0 end) * value) as unique_linear_value,
         sum(case when n = 1 then 1 when n = 2 then 0.5 when nth in (1, n) then 0.4 else 0.2 / (n - 2) end) as position, sum((case when n = 1 then 1 when n = 2 then 0.5 when nth in (1, n) then 0.4 else 0.2 / (n - 2) end) * value) as position_value,
         sum(weight / weights) as decay, sum((weight / weights) * value) as decay_value
  from weighed group by all
),
summed as (select id, sum(first) as first, sum(first_value) as first_value, sum(last) as last, sum(last_value) as last_value, sum(last_non_direct) as last_non_direct, sum(last_non_direct_value) as last_non_direct_value, sum(linear) as linear, sum(linear_value) as linear_value, sum(unique_linear) as unique_linear, sum(unique_linear_value) as unique_linear_value, sum(position) as position, sum(position_value) as position_value, sum(decay) as decay, sum(decay_value) as decay_value from bucketed group by id),
named as (
select 'first' as model, id, first as credit, first_value as value from summed
  union all select 'last' as model, id, last as credit, last_value as value from summed
  union all select 'last_non_direct' as model, id, last_non_direct as credit, last_non_direct_value as value from summed
  union all select 'linear' as model, id, linear as credit, linear_value as value from summed
  union all select 'unique_linear' as model, id, unique_linear as credit, unique_linear_value as value from summed
  union all select 'position' as model, id, position as credit, position_value as value from summed
  union all select 'decay' as model, id, decay as credit, decay_value as value from summed
),
-- What the product says beside the figures: of which journeys they are.
total as (
  select count(*) filter (state = 'converted') as n, sum(coalesce(value, 0)) filter (state = 'converted') as value,
         count(*) filter (state = 'lost') as lost, min(opened_at) as since, max(opened_at) as until
  from journey where goal_id = getvariable('goal_id') and state <> 'open'
),
told as (
  select model, id as touchpoint, credit, value from named
  union all
  select model, '(no contact)', any_value(total.n) - sum(credit), any_value(total.value) - sum(named.value)
  from named cross join total group by model
)
select told.*, lost, since, until from told cross join total
