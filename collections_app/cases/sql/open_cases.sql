-- The first account of a cardholder left CURRENT: the last case opens again when it closed not long ago, else a new
-- one begins. Holds nobody released go with the person: what protected him yesterday protects him in the new case.
CREATE TEMP TABLE case_relapsed ON COMMIT DROP AS
SELECT n.cardholder_id, l.id AS case_id
FROM case_now n
CROSS JOIN LATERAL (
    SELECT c.id, c.closed_on FROM cases_case c WHERE c.cardholder_id = n.cardholder_id ORDER BY c.id DESC LIMIT 1
) l
WHERE n.case_id IS NULL AND %(on)s - l.closed_on <= %(reopen_within_days)s;

ANALYZE case_relapsed (cardholder_id);

INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'case.reopened', 'night', %(on)s, n.cardholder_id, jsonb_build_object('case', r.case_id, 'bucket', n.bucket)
FROM case_relapsed r
JOIN case_now n USING (cardholder_id);

UPDATE cases_case c
SET closed_on = NULL,
    close_reason = '',
    reopened = c.reopened + 1,
    reopened_on = %(on)s,
    bucket = n.bucket,
    bucket_since = n.bucket_since,
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
    is_demo = n.is_demo
FROM case_relapsed r
JOIN case_now n USING (cardholder_id)
WHERE c.id = r.case_id;

CREATE TEMP TABLE case_fresh ON COMMIT DROP AS
SELECT n.*
FROM case_now n
WHERE n.case_id IS NULL AND NOT EXISTS (SELECT FROM case_relapsed r WHERE r.cardholder_id = n.cardholder_id);

INSERT INTO cases_case (
    cardholder_id, opened_on, close_reason, reopened, kind, region, language, restriction, is_demo,
    bucket, bucket_since, account_id, product_id, currency, past_due, balance, past_due_since, accounts,
    failures_in_a_row, broken_promises, work_stopped
)
SELECT
    cardholder_id, %(on)s, '', 0, kind, region, language, restriction, is_demo,
    bucket, bucket_since, account_id, product_id, currency, past_due, balance, past_due_since, accounts,
    0, 0, false
FROM case_fresh
ORDER BY cardholder_id;

INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'case.opened', 'night', %(on)s, c.cardholder_id, jsonb_build_object('case', c.id, 'bucket', c.bucket)
FROM case_fresh f
JOIN cases_case c ON c.cardholder_id = f.cardholder_id AND c.closed_on IS NULL;

CREATE TEMP TABLE hold_carried ON COMMIT DROP AS
SELECT h.id, h.case_id AS from_case, c.id AS to_case
FROM case_fresh f
JOIN cases_case c ON c.cardholder_id = f.cardholder_id AND c.closed_on IS NULL
JOIN cases_case before ON before.cardholder_id = f.cardholder_id AND before.closed_on IS NOT NULL
JOIN cases_casehold h ON h.case_id = before.id AND h.released_at IS NULL;

UPDATE cases_casehold h SET case_id = v.to_case FROM hold_carried v WHERE h.id = v.id;

SELECT (SELECT count(*) FROM case_relapsed) + (SELECT count(*) FROM case_fresh)
