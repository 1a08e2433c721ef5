"""The months of the record of checks: a part of the table for each, found by the time that an id begins with.

A part takes what is stored in its month, by the clock of Japan and of the world, and ends as a whole when the rule on
how long records are kept ends all of it.
"""

MAKE_MONTHS = "SELECT eligibility_published.make_month(at) FROM unnest($1::timestamptz[]) AS at"
"""Makes the months of these instants, where they are not there; nobody waits who reads or stores in another one."""
