-- Entries seen for the first time; those that name another entry come in a second round, when it stands. Payments and
-- their reversals leave the same event as at every other door. Numbered in the order of the file, written in the order of
-- account and reference, as bulk payments are (`accounts/sql/bulk_payments.sql`): two who write the same never wait crosswise.
WITH written AS (
    INSERT INTO accounts_ledgerentry (
        id, card_account_id, kind, component, amount, posting_date, value_date, recorded_on, recorded_at, recorded_by,
        source_ref, description, delivery_id, reverses_id
    )
    SELECT r.id, r.card_account_id, r.kind, r.component, r.amount, r.posting_date, r.value_date, r.recorded_on,
           %(at)s::timestamptz, %(actor)s, r.source_ref, r.description, %(delivery_id)s, target.id
    FROM (
        SELECT nextval('accounts_ledgerentry_id_seq') AS id, resolved_entries.*
        FROM resolved_entries
        WHERE known_id IS NULL AND (reverses_ref IS NOT NULL) = %(second_round)s
        ORDER BY line_no
    ) r
    LEFT JOIN accounts_ledgerentry target
        ON target.card_account_id = r.card_account_id AND target.source_ref = r.reverses_ref
    ORDER BY r.card_account_id, r.source_ref
    RETURNING id, card_account_id, kind, amount, value_date, source_ref, reverses_id
),
noted AS (
    INSERT INTO events_event (kind, actor, api_key, business_date, account_id, cardholder_id, data)
    SELECT CASE written.kind WHEN 'PAYMENT' THEN 'payment.posted' ELSE 'payment.reversed' END,
           %(actor)s, %(api_key)s, %(recording_day)s::date, account.id, account.cardholder_id,
           jsonb_build_object(
               'entry', written.id, 'amount', abs(written.amount)::text, 'value_date', written.value_date,
               'source_ref', written.source_ref, 'reverses', written.reverses_id, 'delivery', %(delivery_id)s
           )
    FROM written
    JOIN accounts_cardaccount account ON account.id = written.card_account_id
    WHERE written.kind IN ('PAYMENT', 'PAYMENT_REVERSAL')
)
SELECT count(*) FROM written
