-- The active queues by rank, each in its newest version, with the teams that may take from it.
SELECT q.id, q.code, q.rank, v.number, v.name_en, v.name_zh, v.conditions, v."order", v.capacity,
       ARRAY(SELECT m.team_id FROM cases_queueversion_teams m WHERE m.queueversion_id = v.id) AS teams
FROM cases_workqueue q
CROSS JOIN LATERAL (
    SELECT * FROM cases_queueversion v WHERE v.queue_id = q.id ORDER BY v.number DESC LIMIT 1
) v
WHERE q.is_active
ORDER BY q.rank
