-- The first cases of some queues that may be handed to this agent: of what nobody was given (`pool` 0, where the queue is
-- open to him) and of what each of his teams was given every language he speaks by itself, and what he was given by name;
-- each by an index. `stands`, `fits`, `ordered`: which kind of cases. Not locked: `next.sql` locks the few that are found.
WITH RECURSIVE queue AS (
    SELECT * FROM unnest(%(queues)s::bigint[], %(ranks)s::int[], %(open)s::bool[]) q (id, rank, open)
),
spoken AS (
    -- From language to language: one look at each that stands here, however many cases are in it.
    SELECT q.id AS queue_id, q.rank, p.pool, (
        SELECT c.language FROM cases_case c
        WHERE c.queue_id = q.id AND COALESCE(c.team_id, 0) = p.pool AND c.agent_id IS NULL AND {stands}
        ORDER BY c.language LIMIT 1
    ) AS language
    FROM queue q
    JOIN unnest(0::bigint || %(teams)s::bigint[]) p (pool) ON q.open OR p.pool <> 0
    UNION ALL
    SELECT s.queue_id, s.rank, s.pool, (
        SELECT c.language FROM cases_case c
        WHERE c.queue_id = s.queue_id AND COALESCE(c.team_id, 0) = s.pool AND c.agent_id IS NULL AND {stands}
          AND c.language > s.language
        ORDER BY c.language LIMIT 1
    )
    FROM spoken s
    WHERE s.language IS NOT NULL
)
SELECT id FROM (
    SELECT s.rank, f.*
    FROM spoken s
    CROSS JOIN LATERAL (
        SELECT c.id, {ordered} AS place FROM cases_case c
        WHERE c.queue_id = s.queue_id AND COALESCE(c.team_id, 0) = s.pool AND c.agent_id IS NULL AND {stands}
          AND c.language = s.language AND {fits} AND {handable}
        ORDER BY {ordered}, c.id
        LIMIT %(look)s
    ) f
    WHERE s.language <> ALL(%(foreign)s::text[])
    UNION ALL
    SELECT q.rank, f.*
    FROM queue q
    CROSS JOIN LATERAL (
        SELECT c.id, {ordered} AS place FROM cases_case c
        WHERE c.agent_id = %(user)s AND c.queue_id = q.id AND {stands} AND {fits} AND {handable}
        ORDER BY {ordered}, c.id
        LIMIT %(look)s
    ) f
) found
ORDER BY {across}, id
LIMIT %(look)s
