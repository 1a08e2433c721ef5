"""The months of the record of checks: a part of the table for each, found by the time that an id begins with.

A part takes what is stored in its month, by the clock of Japan and of the world, and ends as a whole when the rule on
how long records are kept ends all of it.
"""

MAKE_MONTHS = "SELECT eligibility_published.make_month(at) FROM unnest($1::timestamptz[]) AS at"
"""Makes the months of these instants, where they are not there; nobody waits who reads or stores in another one."""

PARTS = r"""
SELECT c.oid::regclass::text AS name,
       substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([0-9a-f-]{36})''\)')::uuid AS ends_before
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'eligibility_published.disclosures'::regclass ORDER BY 2
"""
"""The parts that there are, the oldest first: months, and what was recorded before there were any."""


def last_of(part: str) -> str:
    """Return what asks for the last record of a part in the order of sealing."""
    return f"""
SELECT d.listed_in::text AS listed_in, d.check_id FROM {part} d
ORDER BY d.listed_in DESC, d.check_id DESC LIMIT 1"""  # noqa: S608 - a name of the catalogue


def count_of(part: str) -> str:
    """Return what counts the records of a part."""
    return f"SELECT count(*) FROM {part}"  # noqa: S608 - a name of the catalogue


def removing(part: str) -> str:
    """Return what removes a part; whoever reads or writes records waits for it, and it for them."""
    return f"DROP TABLE {part}"
