"""Rows that PostgreSQL must find by key, whatever it knows of their table when it plans.

A statement on the bare pool is planned once. Planned while a table holds next to nothing, a plain join of it may read
it whole for each row beside it, for that costs the same then; and the plan is kept while the table grows. A subquery
with LIMIT is planned for itself, so its condition is what it is looked up by (docs/decisions/0029).
"""


def one_row(name: str, columns: str, found: str) -> str:
    """Return the LEFT JOIN of ``name``, the one row of ``found`` (a FROM with its WHERE) or NULLs."""
    return f"LEFT JOIN LATERAL (SELECT {columns} {found} LIMIT 1) {name} ON true"
