-- Gives the cases of a reassignment back to whose they were; not those that are closed or were given away since.
UPDATE cases_case c
SET team_id = r.from_team_id, agent_id = r.from_agent_id
FROM cases_reassigned r
JOIN cases_reassignment m ON m.id = r.reassignment_id
WHERE m.id = %(reassignment)s
  AND c.id = r.case_id
  AND c.closed_on IS NULL
  AND c.team_id IS NOT DISTINCT FROM m.to_team_id
  AND c.agent_id IS NOT DISTINCT FROM m.to_agent_id
  AND NOT EXISTS (
      SELECT FROM cases_reassignment later
      JOIN cases_reassigned again ON again.reassignment_id = later.id AND again.case_id = r.case_id
      WHERE later.id > m.id AND later.undone_at IS NULL
  )
RETURNING c.id
