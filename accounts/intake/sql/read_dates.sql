-- Which day does each distinct date text of the file mean? 2025-03-05, 2025/3/5 and 20250305 are read; years 1900 to 2100.
CREATE TEMPORARY TABLE read_dates AS
WITH parted AS (
    SELECT raw,
           CASE
               WHEN raw ~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$' THEN string_to_array(raw, '-')::int[]
               WHEN raw ~ '^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$' THEN string_to_array(raw, '/')::int[]
               WHEN raw ~ '^[0-9]{8}$' THEN ARRAY[left(raw, 4), substr(raw, 5, 2), right(raw, 2)]::int[]
           END AS part
    FROM date_texts
),
placed AS (
    SELECT raw,
           part,
           CASE
               WHEN part IS NULL THEN 'not_a_date'
               WHEN part[1] NOT BETWEEN 1900 AND 2100 THEN 'out_of_range'
               WHEN part[2] NOT BETWEEN 1 AND 12 OR part[3] = 0 THEN 'impossible_date'
               WHEN part[3] > extract(day FROM make_date(part[1], part[2], 1) + interval '1 month' - interval '1 day')
                   THEN 'impossible_date'
           END AS fault
    FROM parted
)
SELECT raw, fault, CASE WHEN fault IS NULL THEN make_date(part[1], part[2], part[3]) END AS day
FROM placed
