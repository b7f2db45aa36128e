-- Each entry row with its sign, component and dates, beside the entry stored under the same reference.
-- A reversal takes value date and component from the entry it reverses: `entries_targets.sql`.
CREATE TEMPORARY TABLE resolved_entries AS
SELECT t.line_no,
       t.account_no,
       t.source_ref,
       t.kind,
       t.component AS stated_component,
       CASE t.kind
           WHEN 'PURCHASE' THEN 'PURCHASE'
           WHEN 'CASH_ADVANCE' THEN 'CASH'
           WHEN 'INSTALMENT' THEN 'INSTALMENT'
           WHEN 'INTEREST' THEN 'INTEREST'
           WHEN 'LATE_FEE' THEN 'LATE_FEE'
           WHEN 'OTHER_FEE' THEN 'OTHER_FEE'
           WHEN 'WAIVER' THEN COALESCE(t.component, '')
           ELSE ''
       END AS component,
       CASE WHEN t.kind IN ('PAYMENT', 'REFUND', 'CHARGE_REVERSAL', 'WAIVER') THEN -t.amount ELSE t.amount END AS amount,
       t.posting_date,
       t.value_date AS stated_value_date,
       COALESCE(t.value_date, t.posting_date) AS value_date,
       t.reverses_ref,
       COALESCE(t.description, '') AS description,
       t.recorded_date,
       CASE
           WHEN %(business_date)s::date IS NULL THEN COALESCE(t.recorded_date, t.posting_date)
           ELSE GREATEST(COALESCE(t.recorded_date, %(recording_day)s::date), %(business_date)s::date)
       END AS recorded_on,
       account.id AS card_account_id,
       account.cardholder_id,
       account.charges_by,
       known.id AS known_id,
       known.kind AS known_kind,
       known.amount AS known_amount,
       known.posting_date AS known_posting_date,
       known.value_date AS known_value_date,
       known.component AS known_component,
       reversed.source_ref AS known_reverses_ref,
       repeated.first_line
FROM typed_entries t
LEFT JOIN accounts_cardaccount account ON account.account_no = t.account_no
LEFT JOIN accounts_ledgerentry known ON known.card_account_id = account.id AND known.source_ref = t.source_ref
LEFT JOIN accounts_ledgerentry reversed ON reversed.id = known.reverses_id
LEFT JOIN repeated_lines repeated ON repeated.line_no = t.line_no
