-- The oldest due follow-ups that may be handed to this agent; not locked yet. From each queue the first few by its
-- index. A promise stops work, but not its follow-up.
SELECT d.id
FROM unnest(%(queues)s::bigint[]) q (id)
CROSS JOIN LATERAL (
    SELECT c.id, c.follow_up_at
    FROM cases_case c
    JOIN accounts_cardholder h ON h.id = c.cardholder_id
    WHERE c.queue_id = q.id AND c.closed_on IS NULL AND c.follow_up_at <= %(at)s
      AND (NOT c.work_stopped OR c.hold_kinds::text[] <@ ARRAY['PROMISE'])
      AND {handable}
      AND (
          c.agent_id = %(user)s
          OR c.agent_id IS NULL AND (
              c.team_id = ANY(%(teams)s::bigint[]) OR c.team_id IS NULL AND q.id = ANY(%(open)s::bigint[])
          )
      )
    ORDER BY c.follow_up_at, c.id
    LIMIT %(many)s + 50
) d
