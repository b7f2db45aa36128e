-- The open cases that filters choose and an actor may see, in the order of their queue.
FROM cases_case c
JOIN accounts_product p ON p.id = c.product_id
LEFT JOIN people_team t ON t.id = c.team_id
LEFT JOIN people_user u ON u.id = c.agent_id
LEFT JOIN cases_workqueue q ON q.id = c.queue_id
WHERE c.closed_on IS NULL
  AND {conditions}
  AND {seen}
  AND (%(queue)s::text IS NULL OR q.code = %(queue)s)
  AND (%(case_ids)s::bigint[] IS NULL OR c.id = ANY(%(case_ids)s::bigint[]))
  AND (c.team_id IS DISTINCT FROM %(to_team)s OR c.agent_id IS DISTINCT FROM %(to_agent)s)
