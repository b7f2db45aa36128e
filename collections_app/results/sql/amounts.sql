-- The money of each agent on `days`, by currency: matured promises for the team of the day they were made on, and what
-- was recovered, net of reversals.
WITH moved AS (
    SELECT p.last_due_on AS day, p.user_id, m.team_id, p.currency, p.amount AS promised, p.credited, 0.00 AS recovered
    FROM arrangements_promisetopay p
    LEFT JOIN people_teamassignment m
      ON m.user_id = p.user_id AND m.valid_from <= p.made_on AND (m.valid_to IS NULL OR m.valid_to > p.made_on)
    WHERE p.last_due_on = ANY (%(days)s::date[])
      AND p.settled_on IS NOT NULL
      AND p.status IN ('KEPT', 'PARTIAL', 'BROKEN')
    UNION ALL
    SELECT r.day, r.user_id, r.team_id, r.currency, 0.00, 0.00, r.amount
    FROM results_recovery r
    WHERE r.day = ANY (%(days)s::date[])
)
SELECT
    day, user_id, team_id, currency,
    sum(promised) AS promised, sum(credited) AS credited, sum(recovered) AS recovered
FROM moved
GROUP BY day, user_id, team_id, currency
