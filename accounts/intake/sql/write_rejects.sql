-- The faults of this file become its list of rejects.
INSERT INTO accounts_reject (delivery_id, line_no, "column", reason, value)
SELECT %(delivery_id)s, line_no, column_name, reason, left(COALESCE(value, ''), 200)
FROM faults
ORDER BY line_no, column_name, reason
