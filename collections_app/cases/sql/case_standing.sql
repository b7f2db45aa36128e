-- Which cardholders' cases must be looked at tonight, and where they stand now.
-- Looked at: who is past due without an open case, whose accounts something happened to, who has more or fewer
-- delinquent accounts than the case says (none: he is cured), and of whom the case repeats what is no longer so: cases
-- are handed out by language. The first night of a portfolio needs no road of its own.
CREATE TEMP TABLE case_seen ON COMMIT DROP AS
SELECT cardholder_id, c.id AS case_id, c.bucket AS old_bucket, n.accounts IS NULL AS cured
FROM (
    SELECT p.cardholder_id, count(*) AS accounts, bool_or(p.changed_on = %(on)s) AS changed
    FROM accounts_position p
    WHERE p.bucket >= 0 AND p.cardholder_id %% %(shards)s = %(shard)s
    GROUP BY p.cardholder_id
) n
FULL JOIN (
    SELECT
        k.id, k.cardholder_id, k.bucket, k.accounts,
        (k.kind, k.region, k.language, k.restriction, k.is_demo)
        <> (h.kind, h.region, h.language, h.restriction, h.is_demo) AS outdated
    FROM cases_case k
    JOIN accounts_cardholder h ON h.id = k.cardholder_id
    WHERE k.closed_on IS NULL AND k.cardholder_id %% %(shards)s = %(shard)s
) c USING (cardholder_id)
WHERE c.id IS NULL OR n.changed OR n.accounts IS DISTINCT FROM c.accounts OR c.outdated;

ANALYZE case_seen (cardholder_id, case_id, cured);

-- From here on nobody else works on them: what is decided below is decided on what stands now.
SELECT count(*) FROM (
    SELECT id FROM cases_case WHERE id IN (SELECT case_id FROM case_seen) ORDER BY id FOR NO KEY UPDATE
) locked;

-- The worst bucket drives, then the most past due. Amounts are summed in the currency of the account that drives.
CREATE TEMP TABLE case_now ON COMMIT DROP AS
SELECT DISTINCT ON (p.cardholder_id)
    p.cardholder_id, s.case_id, s.old_bucket,
    p.bucket, p.bucket_since, p.card_account_id AS account_id, p.product_id, p.currency,
    sum(p.past_due) OVER same AS past_due,
    sum(p.balance) OVER same AS balance,
    min(p.anchor_due_date) OVER theirs AS past_due_since,
    count(*) OVER theirs AS accounts,
    h.kind, h.region, h.language, h.restriction, h.is_demo
FROM case_seen s
JOIN accounts_position p ON p.cardholder_id = s.cardholder_id AND p.bucket >= 0
JOIN accounts_cardholder h ON h.id = s.cardholder_id
WHERE NOT s.cured
WINDOW theirs AS (PARTITION BY p.cardholder_id), same AS (PARTITION BY p.cardholder_id, p.currency)
ORDER BY p.cardholder_id, p.bucket DESC, p.past_due DESC, p.card_account_id;

ANALYZE case_now (cardholder_id, case_id)
