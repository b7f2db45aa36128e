-- Of the due follow-ups that were found the oldest that may be handed to this agent and are still free, locked; whoever
-- else looks steps over them. A promise stops work, but not its follow-up.
SELECT {candidate}
FROM cases_case c
WHERE c.id = ANY(%(found)s::bigint[]) AND c.closed_on IS NULL AND c.follow_up_at <= %(at)s
  AND (NOT c.work_stopped OR c.hold_kinds::text[] <@ ARRAY['PROMISE'])
  AND {handable}
ORDER BY c.follow_up_at, c.id
LIMIT %(many)s
FOR NO KEY UPDATE OF c SKIP LOCKED
