-- Of the cases that were found the first that may still be handed to this agent and are free, locked; whoever else looks
-- steps over them. Whose it is is asked again: it may have been given to somebody since the look.
SELECT {candidate}
FROM cases_case c
JOIN unnest(%(found)s::bigint[]) WITH ORDINALITY f (id, place) ON f.id = c.id
WHERE {stands} AND {fits} AND {handable}
  AND c.queue_id = ANY(%(queues)s::bigint[])
  AND (
      c.agent_id = %(user)s
      OR c.agent_id IS NULL AND (
          c.team_id = ANY(%(teams)s::bigint[])
          OR c.team_id IS NULL
             AND (c.queue_id, TRUE) IN (SELECT * FROM unnest(%(queues)s::bigint[], %(open)s::bool[]))
      )
  )
ORDER BY f.place
LIMIT %(many)s
FOR NO KEY UPDATE OF c SKIP LOCKED
