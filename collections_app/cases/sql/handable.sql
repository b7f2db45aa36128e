-- A case that may be handed to this agent now: awake, seen by him, not in a language that is foreign to him (what he
-- was given by name is his whatever its language), worked by nobody, not given back by him just now.
COALESCE(c.sleeps_until, '2000-01-01 00:00:00+00'::timestamptz) <= %(at)s
AND (c.agent_id = %(user)s OR c.language <> ALL(%(foreign)s::text[]))
AND {seen}
AND NOT EXISTS (SELECT FROM cases_claim k WHERE k.case_id = c.id AND k.expires_at > %(at)s)
AND NOT EXISTS (
    SELECT FROM cases_passed s WHERE s.case_id = c.id AND s.user_id = %(user)s AND s.until > %(at)s
)
