-- Each cardholder row beside the cardholder stored under the same number; new ones get their id here.
CREATE TEMPORARY TABLE resolved_cardholders AS
SELECT t.*,
       COALESCE(t.home_province, t.registered_province) AS region,
       CASE
           WHEN %(business_date)s::date IS NULL THEN COALESCE(t.recorded_date, %(recording_day)s::date)
           ELSE GREATEST(COALESCE(t.recorded_date, %(recording_day)s::date), %(business_date)s::date)
       END AS recorded_on,
       known.id AS known_id,
       known.kind AS known_kind,
       known.erased_on,
       COALESCE(known.id, nextval(pg_get_serial_sequence('accounts_cardholder', 'id'))) AS cardholder_id,
       repeated.first_line
FROM typed_cardholders t
LEFT JOIN accounts_cardholder known ON known.customer_no = t.customer_no
LEFT JOIN repeated_lines repeated ON repeated.line_no = t.line_no
