-- Charges compared in a span of days, by what they are and their currency: alike, ours higher, the bank's higher.
SELECT
    c.what, a.currency, count(*) AS compared,
    count(*) FILTER (WHERE c.ours = c.banks) AS alike,
    count(*) FILTER (WHERE c.ours > c.banks) AS ours_higher,
    coalesce(sum(c.ours - c.banks) FILTER (WHERE c.ours > c.banks), 0) AS ours_higher_by,
    count(*) FILTER (WHERE c.ours < c.banks) AS banks_higher,
    coalesce(sum(c.banks - c.ours) FILTER (WHERE c.ours < c.banks), 0) AS banks_higher_by
FROM accounts_chargecomparison c
JOIN accounts_cardaccount a ON a.id = c.card_account_id
WHERE c.banks IS NOT NULL AND c.compared_on >= %(since)s AND c.compared_on < %(until)s
GROUP BY c.what, a.currency
ORDER BY c.what, a.currency
