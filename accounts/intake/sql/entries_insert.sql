-- Entries seen for the first time; those that name another entry come in a second round, when it stands. Payments and
-- their reversals leave the same event as at every other door.
WITH written AS (
    INSERT INTO accounts_ledgerentry (
        card_account_id, kind, component, amount, posting_date, value_date, recorded_on, recorded_at, recorded_by,
        source_ref, description, delivery_id, reverses_id
    )
    SELECT r.card_account_id, r.kind, r.component, r.amount, r.posting_date, r.value_date, r.recorded_on,
           %(at)s::timestamptz, %(actor)s, r.source_ref, r.description, %(delivery_id)s, target.id
    FROM resolved_entries r
    LEFT JOIN accounts_ledgerentry target
        ON target.card_account_id = r.card_account_id AND target.source_ref = r.reverses_ref
    WHERE r.known_id IS NULL AND (r.reverses_ref IS NOT NULL) = %(second_round)s
    ORDER BY r.line_no
    RETURNING id, card_account_id, kind, amount, value_date, source_ref, reverses_id
),
noted AS (
    INSERT INTO events_event (kind, actor, business_date, account_id, cardholder_id, data)
    SELECT CASE written.kind WHEN 'PAYMENT' THEN 'payment.posted' ELSE 'payment.reversed' END,
           %(actor)s, %(recording_day)s::date, account.id, account.cardholder_id,
           jsonb_build_object(
               'entry', written.id, 'amount', abs(written.amount)::text, 'value_date', written.value_date,
               'source_ref', written.source_ref, 'reverses', written.reverses_id, 'delivery', %(delivery_id)s
           )
    FROM written
    JOIN accounts_cardaccount account ON account.id = written.card_account_id
    WHERE written.kind IN ('PAYMENT', 'PAYMENT_REVERSAL')
)
SELECT count(*) FROM written
