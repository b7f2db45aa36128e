-- Queues as the versions `versions` say, by rank; also those that are closed by now.
SELECT q.id, q.code, q.rank, v.number, v.name_en, v.name_zh, v.conditions, v."order", v.capacity,
       ARRAY(SELECT m.team_id FROM cases_queueversion_teams m WHERE m.queueversion_id = v.id) AS teams
FROM cases_queueversion v
JOIN cases_workqueue q ON q.id = v.queue_id
WHERE v.id = ANY(%(versions)s::bigint[])
ORDER BY q.rank, q.id
