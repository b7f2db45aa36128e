-- What each agent did on `days`, for the team of the day it was done on: the columns of `rules.measures.Counts`.
-- The night keeps these rows; a page asks for the days no night has kept yet.
WITH days AS (
    SELECT
        day, day::timestamp AT TIME ZONE %(zone)s AS begins, (day + 1)::timestamp AT TIME ZONE %(zone)s AS ends
    FROM unnest(%(days)s::date[]) AS one (day)
), spoken AS (
    -- The newest entry of each contact says how it was, the first one whose it is.
    SELECT
        d.day, c.inbound, c.right_party, c.channel, o.connected,
        {whose} AS user_id
    FROM days d
    JOIN contacts_contact c ON c.at >= d.begins AND c.at < d.ends
    JOIN contacts_outcome o ON o.code = c.outcome_id
    WHERE NOT EXISTS (SELECT FROM contacts_contact n WHERE n.corrects_id = c.id)
), promised AS (
    SELECT DISTINCT d.day, p.user_id, p.case_id
    FROM days d
    JOIN arrangements_promisetopay p ON p.made_on = d.day
), complained AS (
    -- Of whoever last reached the cardholder before, not of whoever writes it down.
    SELECT d.day, t.user_id, coalesce(t.day, d.day) AS earned_on
    FROM days d
    JOIN cases_casehold h ON h.placed_on = d.day AND h.kind = 'COMPLAINT'
    JOIN cases_case k ON k.id = h.case_id
    LEFT JOIN LATERAL (
        SELECT
            (c.at AT TIME ZONE %(zone)s)::date AS day,
            {whose} AS user_id
        FROM contacts_contact c
        JOIN contacts_outcome o ON o.code = c.outcome_id
        WHERE c.cardholder_id = k.cardholder_id
          AND NOT c.inbound
          AND o.connected
          AND c.at <= h.placed_at
          AND c.at >= (d.day - %(complaint_days)s)::timestamp AT TIME ZONE %(zone)s
          AND NOT EXISTS (SELECT FROM contacts_contact n WHERE n.corrects_id = c.id)
        ORDER BY c.at DESC, c.id DESC LIMIT 1
    ) t ON true
), done AS (
    SELECT s.day, s.user_id, s.day AS earned_on, v.what
    FROM spoken s
    CROSS JOIN LATERAL (
        VALUES
            ('inbound', s.inbound),
            ('inbound_rpc', s.inbound AND s.right_party),
            ('attempts', NOT s.inbound AND s.channel = ANY (%(live)s)),
            ('connects', NOT s.inbound AND s.channel = ANY (%(live)s) AND s.connected),
            ('rpc', NOT s.inbound AND s.channel = ANY (%(live)s) AND s.right_party)
    ) v (what, counts)
    WHERE v.counts
    UNION ALL
    SELECT day, user_id, day, 'promises' FROM promised
    UNION ALL
    SELECT d.day, p.user_id, p.made_on, v.what
    FROM days d
    JOIN arrangements_promisetopay p ON p.last_due_on = d.day AND p.settled_on IS NOT NULL
    CROSS JOIN LATERAL (
        VALUES
            ('matured', p.status IN ('KEPT', 'PARTIAL', 'BROKEN')),
            ('kept', p.status = 'KEPT'),
            ('partial', p.status = 'PARTIAL'),
            ('broken', p.status = 'BROKEN')
    ) v (what, counts)
    WHERE v.counts
    UNION ALL
    SELECT d.day, substring(r.asked_by FROM '^user:([0-9]+)$')::bigint, d.day, 'blocks'
    FROM days d
    JOIN compliance_contactrefusal r ON r.asked_at >= d.begins AND r.asked_at < d.ends
    UNION ALL
    SELECT d.day, b.user_id, d.day, 'breaches'
    FROM days d
    JOIN compliance_breach b ON b.at >= d.begins AND b.at < d.ends
    UNION ALL
    SELECT day, user_id, earned_on, 'complaints' FROM complained
)
SELECT
    w.day, w.user_id, m.team_id,
    count(*) FILTER (WHERE w.what = 'attempts') AS attempts,
    count(*) FILTER (WHERE w.what = 'connects') AS connects,
    count(*) FILTER (WHERE w.what = 'rpc') AS rpc,
    count(*) FILTER (WHERE w.what = 'inbound') AS inbound,
    count(*) FILTER (WHERE w.what = 'inbound_rpc') AS inbound_rpc,
    count(*) FILTER (WHERE w.what = 'promises') AS promises,
    count(*) FILTER (WHERE w.what = 'matured') AS matured,
    count(*) FILTER (WHERE w.what = 'kept') AS kept,
    count(*) FILTER (WHERE w.what = 'partial') AS partial,
    count(*) FILTER (WHERE w.what = 'broken') AS broken,
    count(*) FILTER (WHERE w.what = 'blocks') AS blocks,
    count(*) FILTER (WHERE w.what = 'breaches') AS breaches,
    count(*) FILTER (WHERE w.what = 'complaints') AS complaints,
    max((w.what IN ('attempts', 'inbound'))::int) AS worked
FROM done w
LEFT JOIN people_teamassignment m
  ON m.user_id = w.user_id AND m.valid_from <= w.earned_on AND (m.valid_to IS NULL OR m.valid_to > w.earned_on)
GROUP BY w.day, w.user_id, m.team_id
