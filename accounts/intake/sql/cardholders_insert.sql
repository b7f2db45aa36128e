-- Cardholders seen for the first time.
INSERT INTO accounts_cardholder (id, customer_no, kind, region, language, is_demo, recorded_on)
SELECT cardholder_id, customer_no, kind, COALESCE(region, ''), COALESCE(language, ''), %(demo)s, recorded_on
FROM resolved_cardholders
WHERE known_id IS NULL
ORDER BY line_no
