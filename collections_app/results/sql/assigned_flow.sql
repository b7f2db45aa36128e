INSERT INTO results_assignedflow (month, user_id, team_id, currency, from_bucket, to_bucket, accounts, balance)
SELECT month, user_id, team_id, currency, bucket, to_bucket, count(*), sum(balance)
FROM results_assignedaccount
WHERE month = %(month)s AND to_bucket IS NOT NULL
GROUP BY month, user_id, team_id, currency, bucket, to_bucket
