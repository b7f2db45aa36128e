-- Gives the chosen cases to a team and an agent, keeps whose they were, notes the reassignment: one statement.
WITH chosen AS (
    SELECT c.id, c.team_id, c.agent_id
    {chosen}
    ORDER BY q.rank, c.sort_key, c.id
    LIMIT %(most)s
    FOR NO KEY UPDATE OF c
), changed AS (
    UPDATE cases_case c
    SET team_id = %(to_team)s, agent_id = %(to_agent)s
    FROM chosen o
    WHERE c.id = o.id
    RETURNING o.id, o.team_id, o.agent_id
), made AS (
    INSERT INTO cases_reassignment (
        filters, to_team_id, to_agent_id, reason, cases, made_at, made_by, undo_until, undone_by
    )
    SELECT %(filters)s::jsonb, %(to_team)s, %(to_agent)s, %(reason)s, count(*), %(at)s, %(by)s, %(undo_until)s, ''
    FROM changed
    RETURNING id
)
INSERT INTO cases_reassigned (reassignment_id, case_id, from_team_id, from_agent_id)
SELECT made.id, changed.id, changed.team_id, changed.agent_id
FROM changed CROSS JOIN made
RETURNING reassignment_id, case_id
