-- Of the due follow-ups that were found the oldest that are still free, locked; whoever else looks steps over them.
SELECT {candidate}
FROM cases_case c
JOIN accounts_cardholder h ON h.id = c.cardholder_id
WHERE c.id = ANY(%(found)s::bigint[]) AND c.closed_on IS NULL AND c.follow_up_at <= %(at)s AND {handable}
ORDER BY c.follow_up_at, c.id
LIMIT %(many)s
FOR NO KEY UPDATE OF c SKIP LOCKED
