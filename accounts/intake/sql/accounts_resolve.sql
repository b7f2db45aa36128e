-- Each account row beside what it names (cardholder, product) and beside the account stored under the same number.
-- An empty optional column says nothing: a known account keeps what it has. `has_begun`: a night has opened it.
CREATE TEMPORARY TABLE resolved_accounts AS
SELECT t.line_no,
       t.account_no,
       t.customer_no,
       t.product,
       t.currency,
       t.opened_on,
       t.statement_day,
       t.due_day,
       t.due_offset_days,
       CASE WHEN t.due_day IS NULL THEN 'OFFSET' ELSE 'DAY' END AS due_rule,
       CASE WHEN position.card_account_id IS NOT NULL THEN known.due_rule
            WHEN t.due_day IS NULL THEN 'OFFSET' ELSE 'DAY' END AS kept_due_rule,
       CASE WHEN position.card_account_id IS NOT NULL THEN known.due_day ELSE t.due_day END AS kept_due_day,
       CASE WHEN position.card_account_id IS NOT NULL THEN known.due_offset_days ELSE t.due_offset_days END
           AS kept_due_offset_days,
       t.credit_limit,
       COALESCE(t.cash_limit, known.cash_limit, 0) AS cash_limit,
       COALESCE(t.card_last4, known.card_last4, '') AS card_last4,
       COALESCE(t.card_token, known.card_token, '') AS card_token,
       t.first_statement_date AS stated_first,
       COALESCE(t.first_statement_date, known.first_statement_date, opening.first_statement_date)
           AS first_statement_date,
       known.id IS NOT NULL OR COALESCE(stated.on_calendar, true) AS on_calendar,
       t.statements_by,
       t.charges_by,
       COALESCE(t.status, known.status, 'OPEN') AS status,
       COALESCE(
           t.status_since,
           CASE WHEN t.status IS NULL OR t.status = known.status THEN known.status_since ELSE %(recording_day)s::date END
       ) AS status_since,
       t.recorded_date,
       CASE
           WHEN %(business_date)s::date IS NULL THEN COALESCE(t.recorded_date, t.opened_on)
           ELSE GREATEST(COALESCE(t.recorded_date, %(recording_day)s::date), %(business_date)s::date)
       END AS recorded_on,
       holder.id AS cardholder_id,
       product.id AS product_id,
       known.id AS known_id,
       position.card_account_id IS NOT NULL AS has_begun,
       repeated.first_line
FROM typed_accounts t
LEFT JOIN accounts_cardholder holder ON holder.customer_no = t.customer_no
LEFT JOIN accounts_product product ON product.code = t.product
LEFT JOIN accounts_cardaccount known ON known.account_no = t.account_no
LEFT JOIN accounts_position position ON position.card_account_id = known.id
LEFT JOIN first_after_opening opening ON opening.opened_on = t.opened_on AND opening.statement_day = t.statement_day
LEFT JOIN stated_first_dates stated
    ON stated.first_statement_date = t.first_statement_date AND stated.statement_day = t.statement_day
LEFT JOIN repeated_lines repeated ON repeated.line_no = t.line_no
