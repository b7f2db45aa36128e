-- The next cases of a queue by its order, locked; whoever else looks steps over them. `which`: of whom.
SELECT {candidate}
FROM cases_case c
WHERE {which}
  AND c.closed_on IS NULL AND NOT c.work_stopped AND c.follow_up_at IS NULL
  AND {handable}
  AND (c.last_contact_at IS NULL OR c.last_contact_at <= %(rested)s)
ORDER BY c.sort_key, c.id
LIMIT %(many)s
FOR NO KEY UPDATE OF c SKIP LOCKED
