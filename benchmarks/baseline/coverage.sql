-- Customers whose first contacts come in the order of the phases.
select count(*) as customers, count(*) filter (follows) as following, following / customers as share
from (select profile_id, bool_and(coalesce(later > first_seq, true)) as follows
      from (select profile_id, first_seq, min(first_seq) over (partition by profile_id order by phase_id desc
                                                               rows between unbounded preceding and 1 preceding) as later
            from (select profile_id, phase_id, min(seq) as first_seq from step where phase_id is not null group by all))
      group by profile_id)
