-- Accounts known since the last night that have no position yet. Which ones, two indexes tell without their tables.
CREATE TEMP TABLE waiting ON COMMIT DROP AS
WITH unopened AS MATERIALIZED (
    SELECT a.id
    FROM accounts_cardaccount a
    WHERE NOT EXISTS (SELECT FROM accounts_position p WHERE p.card_account_id = a.id)
)
SELECT a.id, a.cardholder_id, a.product_id, a.currency, a.opened_on, a.statement_day, a.first_statement_date
FROM unopened
JOIN accounts_cardaccount a USING (id)
WHERE a.recorded_on < %(on)s
  AND a.cardholder_id %% %(shards)s = %(shard)s;

ANALYZE waiting
