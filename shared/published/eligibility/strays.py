"""What checks obey beside what was sealed of it: consents and openings that no act made, or not so.

An act that has ended by rule says nothing any more: what began before the last seal that a rule has emptied is not held
against anything. What ends a version is no act's: the next version has its own.
"""

_LAST_EMPTIED = """coalesce((SELECT s.sealed_at FROM eligibility_published.seals s
                  JOIN eligibility_published.retention_marks m ON m.through_sequence = s.sequence
                  ORDER BY s.sequence DESC LIMIT 1), '-infinity')"""

_STRAY_CONSENTS = f"""
SELECT coalesce(a.act_id, c.version_id)::text AS id,
       CASE WHEN a.act_id IS NULL THEN 'unlisted' WHEN c.version_id IS NULL THEN 'gone' ELSE 'different' END AS how
FROM (SELECT * FROM consent_published.acts WHERE consent_id IS NOT NULL) a
FULL JOIN consent_published.consents c ON c.version_id = a.act_id
LEFT JOIN eligibility_published.disclosures d ON d.check_id = a.check_id
WHERE (a.act_id IS NULL AND c.known_from > {_LAST_EMPTIED}) OR c.version_id IS NULL
   OR (a.act_id IS NOT NULL
       AND (a.consent_id, a.check_id, a.kind, a.institution_code, a.channel, a.given_at, a.viewable_until, a.reason)
           IS DISTINCT FROM
           (c.consent_id, c.check_id, c.kind, c.institution_code, c.channel, c.given_at, c.viewable_until, c.reason))
   OR (d.check_id IS NOT NULL AND c.person_id IS DISTINCT FROM d.person_id)
"""  # noqa: S608 - put together from constants

# What was opened reaches institutions one by one: a row for each.
_STRAY_OPENINGS = f"""
SELECT coalesce(a.act_id, o.opening_id)::text AS id,
       CASE WHEN a.act_id IS NULL THEN 'unlisted' WHEN o.opening_id IS NULL THEN 'gone' ELSE 'different' END AS how
FROM (SELECT made.*, code FROM consent_published.acts made CROSS JOIN LATERAL unnest(made.institution_codes) AS code
       WHERE made.act = 'opening_made') a
FULL JOIN consent_published.openings o ON o.opening_id = a.opening_id AND o.institution_code = a.code
WHERE (a.act_id IS NULL AND o.known_from > {_LAST_EMPTIED}) OR o.opening_id IS NULL
   OR (a.act_id IS NOT NULL
       AND (a.purpose, a.opened_at, a.ends_at) IS DISTINCT FROM (o.purpose, o.opened_at, o.ends_at))
   OR (a.act_id IS NOT NULL AND o.known_to < 'infinity' AND NOT EXISTS (
       SELECT FROM consent_published.acts closed
        WHERE closed.opening_id = o.opening_id AND closed.act = 'opening_closed'))
   OR (o.known_to = 'infinity' AND EXISTS (
       SELECT FROM consent_published.acts closed
        WHERE closed.opening_id = o.opening_id AND closed.act = 'opening_closed'))
"""  # noqa: S608 - put together from constants

ALL_STRAYS = f"SELECT DISTINCT * FROM ({_STRAY_CONSENTS} UNION ALL {_STRAY_OPENINGS}) s ORDER BY id, how"  # noqa: S608
"""Of each the act's id, or that of the version or opening that is in none, and how it does not fit."""
