-- Of each queue the only team that takes from it, where there is only one. Other statements begin with this.
WITH one_team AS (
    SELECT DISTINCT ON (v.queue_id) v.queue_id, t.team_id
    FROM cases_queueversion v
    LEFT JOIN LATERAL (
        SELECT min(x.team_id) AS team_id FROM cases_queueversion_teams x WHERE x.queueversion_id = v.id HAVING count(*) = 1
    ) t ON true
    ORDER BY v.queue_id, v.number DESC
)
