-- Delinquent accounts of open cases in the morning of `on`, with whom the case is: as for `openings.sql` (`one_team.sql`
-- stands before this).
, held AS (
    SELECT c.cardholder_id, c.agent_id AS user_id, coalesce(m.team_id, c.team_id, q.team_id) AS team_id
    FROM cases_case c
    LEFT JOIN one_team q ON q.queue_id = c.queue_id
    LEFT JOIN people_teamassignment m
      ON m.user_id = c.agent_id AND m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to > %(on)s)
    WHERE c.closed_on IS NULL
)
INSERT INTO results_assignedaccount (month, card_account_id, user_id, team_id, currency, bucket, balance)
SELECT %(on)s, p.card_account_id, h.user_id, h.team_id, p.currency, p.bucket, p.balance
FROM held h
JOIN accounts_position p ON p.cardholder_id = h.cardholder_id
WHERE p.bucket >= 0 AND (h.user_id IS NOT NULL OR h.team_id IS NOT NULL)
