-- The policy version of each product on each statement date of the file (B5): the profile the product follows that day,
-- or the default profile, and its version in force. Before the first version, the first.
CREATE TEMPORARY TABLE policies_in_force AS
SELECT asked.product_id, asked.statement_date, version.id AS policy_version_id, version.grace_days
FROM (SELECT DISTINCT product_id, statement_date FROM matched_statements WHERE product_id IS NOT NULL) asked
LEFT JOIN LATERAL (
    SELECT followed.profile_id
    FROM accounts_productpolicy followed
    WHERE followed.product_id = asked.product_id
    ORDER BY followed.valid_from <= asked.statement_date DESC, abs(followed.valid_from - asked.statement_date)
    LIMIT 1
) followed ON true
CROSS JOIN LATERAL (
    SELECT v.id, v.grace_days
    FROM accounts_policyversion v
    JOIN accounts_policyprofile profile ON profile.id = v.profile_id
    WHERE v.profile_id = followed.profile_id OR (followed.profile_id IS NULL AND profile.is_default)
    ORDER BY v.valid_from <= asked.statement_date DESC, abs(v.valid_from - asked.statement_date)
    LIMIT 1
) version
