-- Sealing what steps.sql and journeys.sql made: both tables in order and in the product's types and compression.
-- Beside the tables it reads the variable place (a folder, ending in a slash).
copy (
  select profile_id, seq::integer as seq, occurred_at, source_seq, event_id, touchpoint_id, phase_id,
         session::integer as session, value, next_touchpoint_id, next_at
  from step order by profile_id, seq
) to (getvariable('place') || 'step.parquet') (format parquet, compression zstd, row_group_size 122880);
copy (
  select goal_id, journey::integer as journey, profile_id, opened_at, closed_at, state, value, steps::integer as steps,
         bucket::smallint as bucket, first_seq::integer as first_seq, last_seq, path, offsets::integer[] as offsets
  from journey order by goal_id, profile_id, journey
) to (getvariable('place') || 'journey.parquet') (format parquet, compression zstd, row_group_size 122880);
