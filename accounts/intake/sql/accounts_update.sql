-- Terms that changed on accounts already known, each with an event that tells before and after. Due days change in place
-- only before an account's first night; later they are a calendar change (accounts_change_calendars.sql).
WITH compared AS (
    SELECT known.id,
           known.cardholder_id,
           jsonb_build_object(
               'opened_on', known.opened_on, 'due_rule', known.due_rule, 'due_day', known.due_day,
               'due_offset_days', known.due_offset_days, 'credit_limit', known.credit_limit,
               'cash_limit', known.cash_limit, 'card_last4', known.card_last4, 'card_token', known.card_token,
               'status', known.status, 'status_since', known.status_since
           ) AS before,
           jsonb_build_object(
               'opened_on', r.opened_on, 'due_rule', r.kept_due_rule, 'due_day', r.kept_due_day,
               'due_offset_days', r.kept_due_offset_days, 'credit_limit', r.credit_limit,
               'cash_limit', r.cash_limit, 'card_last4', r.card_last4, 'card_token', r.card_token,
               'status', r.status, 'status_since', r.status_since
           ) AS after
    FROM resolved_accounts r
    JOIN accounts_cardaccount known ON known.id = r.known_id
),
changed AS (
    SELECT * FROM compared WHERE before <> after
),
locked AS (
    -- In the order in which bulk payments lock theirs, so that neither waits for the other crosswise.
    SELECT id FROM accounts_cardaccount WHERE id IN (SELECT id FROM changed) ORDER BY id FOR NO KEY UPDATE
),
written AS (
    UPDATE accounts_cardaccount account
    SET opened_on = r.opened_on, due_rule = r.kept_due_rule, due_day = r.kept_due_day,
        due_offset_days = r.kept_due_offset_days,
        credit_limit = r.credit_limit, cash_limit = r.cash_limit, card_last4 = r.card_last4,
        card_token = r.card_token, status = r.status, status_since = r.status_since
    FROM resolved_accounts r
    JOIN locked ON locked.id = r.known_id
    WHERE account.id = r.known_id
)
INSERT INTO events_event (kind, actor, api_key, business_date, account_id, cardholder_id, data)
SELECT 'account.changed', %(actor)s, %(api_key)s, %(recording_day)s::date, changed.id, changed.cardholder_id,
       jsonb_build_object(
           'delivery', %(delivery_id)s,
           'before', (SELECT jsonb_object_agg(o.key, o.value) FROM jsonb_each(changed.before) o
                      WHERE o.value <> changed.after -> o.key),
           'after', (SELECT jsonb_object_agg(n.key, n.value) FROM jsonb_each(changed.after) n
                     WHERE n.value <> changed.before -> n.key)
       )
FROM changed
RETURNING account_id
