-- Of the cases that were found the first that may still be handed to this agent and are free, locked; whoever else looks
-- steps over them.
SELECT {candidate}
FROM cases_case c
JOIN unnest(%(found)s::bigint[]) WITH ORDINALITY f (id, place) ON f.id = c.id
WHERE {stands} AND {fits} AND {handable}
ORDER BY f.place
LIMIT %(many)s
FOR NO KEY UPDATE OF c SKIP LOCKED
