-- Payments that took effect since `since`, of cardholders with an open case on their value date, and whose each is:
-- the rule is `rules/attribution.py`. An entry gets one row, ever. Yields the days concerned.
WITH paid AS MATERIALIZED (
    SELECT e.id, e.card_account_id, e.value_date, -e.amount AS amount, a.currency, a.cardholder_id
    FROM accounts_ledgerentry e
    JOIN accounts_cardaccount a ON a.id = e.card_account_id
    WHERE e.effective_on >= %(since)s AND e.effective_on < %(on)s AND e.kind = 'PAYMENT'
      AND NOT EXISTS (SELECT FROM results_recovery r WHERE r.entry_id = e.id)
), in_collection AS MATERIALIZED (
    SELECT
        p.*, k.id AS case_id,
        coalesce(
            (
                SELECT s.attribution_days FROM results_scorecardscheme s
                WHERE s.valid_from <= p.value_date ORDER BY s.valid_from DESC LIMIT 1
            ),
            %(within_days)s
        )::int AS within_days
    FROM paid p
    CROSS JOIN LATERAL (
        SELECT c.id FROM cases_case c
        WHERE c.cardholder_id = p.cardholder_id
          AND c.opened_on <= p.value_date
          AND (c.closed_on IS NULL OR c.closed_on > p.value_date)
        ORDER BY c.id DESC LIMIT 1
    ) k
), credited AS (
    SELECT
        i.id, i.value_date, i.amount, i.currency, i.case_id, p.promise_id, t.contact_id,
        coalesce(p.user_id, t.user_id) AS user_id, coalesce(p.made_on, t.day) AS earned_on
    FROM in_collection i
    LEFT JOIN LATERAL (
        SELECT q.id AS promise_id, q.user_id, q.made_on
        FROM arrangements_promisetopay q
        WHERE q.cardholder_id = i.cardholder_id
          AND q.user_id IS NOT NULL
          AND q.status NOT IN ('CANCELLED', 'SUPERSEDED')
          AND i.card_account_id = ANY (q.account_ids)
          AND i.value_date BETWEEN q.made_on AND q.last_due_on + q.grace_days
        ORDER BY q.id DESC LIMIT 1
    ) p ON true
    LEFT JOIN LATERAL (
        SELECT c.id AS contact_id, w.user_id, (c.at AT TIME ZONE %(zone)s)::date AS day
        FROM contacts_contact c
        CROSS JOIN LATERAL (SELECT {whose} AS user_id) w
        WHERE p.promise_id IS NULL
          AND c.cardholder_id = i.cardholder_id
          AND c.right_party
          AND i.card_account_id = ANY (c.account_ids)
          AND c.at >= (i.value_date - i.within_days)::timestamp AT TIME ZONE %(zone)s
          AND c.at < (i.value_date + 1)::timestamp AT TIME ZONE %(zone)s
          AND w.user_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM contacts_contact n WHERE n.corrects_id = c.id)
        ORDER BY c.at DESC, c.id DESC LIMIT 1
    ) t ON true
), written AS (
    INSERT INTO results_recovery
        (entry_id, day, user_id, team_id, case_id, currency, amount, why, promise_id, contact_id)
    SELECT
        c.id, c.value_date, c.user_id, m.team_id, c.case_id, c.currency, c.amount,
        CASE WHEN c.promise_id IS NOT NULL THEN 'PROMISE' WHEN c.contact_id IS NOT NULL THEN 'CONTACT' ELSE 'NOBODY' END,
        c.promise_id, c.contact_id
    FROM credited c
    LEFT JOIN people_teamassignment m
      ON m.user_id = c.user_id AND m.valid_from <= c.earned_on AND (m.valid_to IS NULL OR m.valid_to > c.earned_on)
    ON CONFLICT (entry_id) DO NOTHING
    RETURNING day
)
SELECT DISTINCT day FROM written
