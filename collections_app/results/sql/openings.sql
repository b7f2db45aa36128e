-- Open cases in the morning of `on`, by whom they are assigned to: the agent with the team of the day; else the team
-- of the case; else the only team that takes from its queue (`one_team.sql` stands before this).
, assigned AS (
    SELECT
        c.agent_id AS user_id, coalesce(m.team_id, c.team_id, q.team_id) AS team_id, c.currency,
        sum(c.cases)::int AS cases, sum(c.past_due) AS past_due
    FROM (
        SELECT agent_id, team_id, queue_id, currency, count(*) AS cases, sum(past_due) AS past_due
        FROM cases_case
        WHERE closed_on IS NULL
        GROUP BY agent_id, team_id, queue_id, currency
    ) c
    LEFT JOIN one_team q ON q.queue_id = c.queue_id
    LEFT JOIN people_teamassignment m
      ON m.user_id = c.agent_id AND m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to > %(on)s)
    GROUP BY 1, 2, 3
)
INSERT INTO results_opening (day, user_id, team_id, currency, cases, past_due)
SELECT %(on)s, user_id, team_id, currency, cases, past_due
FROM assigned
WHERE user_id IS NOT NULL OR team_id IS NOT NULL
ON CONFLICT (day, user_id, team_id, currency) DO UPDATE SET cases = excluded.cases, past_due = excluded.past_due
