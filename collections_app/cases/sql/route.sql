-- Gives open cases their queue and their place in it; writes only rows that change. M0 is worked by nobody.
-- `queue`: the branches by the conditions of the queues, in rank order; `sort_key`: by their orders; `scope`: which cases.
WITH facts AS MATERIALIZED (
    SELECT c.id, CASE WHEN c.bucket < 1 THEN NULL::bigint {queue} END AS queue_id
    FROM cases_case c
    JOIN accounts_product p ON p.id = c.product_id
    LEFT JOIN people_team t ON t.id = c.team_id
    LEFT JOIN people_user u ON u.id = c.agent_id
    WHERE c.closed_on IS NULL AND {scope}
), wanted AS (
    SELECT f.id, f.queue_id, CASE f.queue_id {sort_key} END AS sort_key
    FROM facts f
    JOIN cases_case c ON c.id = f.id
)
UPDATE cases_case c
SET queue_id = w.queue_id, sort_key = w.sort_key
FROM wanted w
WHERE w.id = c.id
  AND (c.queue_id IS DISTINCT FROM w.queue_id OR c.sort_key IS DISTINCT FROM w.sort_key)
