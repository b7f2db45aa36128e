-- Open cases follow their accounts; only rows that change are written. Another bucket may allow what was not allowed:
-- such a case wakes.
INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'case.moved', 'night', %(on)s, cardholder_id,
    jsonb_build_object('case', case_id, 'from', old_bucket, 'to', bucket)
FROM case_now
WHERE bucket <> old_bucket;

UPDATE cases_case c
SET bucket = n.bucket,
    bucket_since = CASE WHEN c.bucket = n.bucket THEN c.bucket_since ELSE %(on)s END,
    account_id = n.account_id,
    product_id = n.product_id,
    currency = n.currency,
    past_due = n.past_due,
    balance = n.balance,
    past_due_since = n.past_due_since,
    accounts = n.accounts,
    kind = n.kind,
    region = n.region,
    language = n.language,
    restriction = n.restriction,
    is_demo = n.is_demo,
    sleeps_until = CASE WHEN c.bucket = n.bucket THEN c.sleeps_until END
FROM case_now n
WHERE c.id = n.case_id
  AND (
      (n.bucket, n.account_id, n.product_id, n.currency, n.past_due, n.balance, n.past_due_since, n.accounts)
      IS DISTINCT FROM
      (c.bucket, c.account_id, c.product_id, c.currency, c.past_due, c.balance, c.past_due_since, c.accounts)
      OR (n.kind, n.region, n.language, n.restriction, n.is_demo)
      IS DISTINCT FROM (c.kind, c.region, c.language, c.restriction, c.is_demo)
  )
