"""Counting checks by month, kind of institution and method as they are sealed.

A seal takes each record once and beside the check path; so each is counted once, and no check waits for a count.
"""

from shared.published.eligibility.records import record_of

COUNT_SEALED = f"""
INSERT INTO eligibility.check_counts AS kept (month, fee_table, method, checks)
SELECT to_char(d.checked_at AT TIME ZONE 'UTC' + interval '9 hours', 'YYYY-MM') AS month,
       CASE WHEN substr(d.institution_code, 3, 1) IN ('1', '3', '4', '6')
            THEN substr(d.institution_code, 3, 1) ELSE '' END AS fee_table, d.method, count(*)
FROM unnest($1::uuid[]) AS q (check_id)
{record_of("d", "q.check_id")}
WHERE d.outcome = 'answered' AND d.rederived_from IS NULL
GROUP BY 1, 2, 3
ON CONFLICT (month, fee_table, method) DO UPDATE SET checks = kept.checks + excluded.checks
"""  # noqa: S608 - put together from constants
"""Counts what a seal holds: ids of records, and of acts, which count for nothing."""
