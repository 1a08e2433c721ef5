"""What PostgreSQL's catalogue says of some schemas, as one line for each thing: two states are compared by it.

The order of columns is no part of it, as a column that was taken away comes back at the end; nor what a role may do
that it may do by default. A part of the record (disclosures_2026_11, _before) is as its whole is, and is left out.
"""

import json

import asyncpg

Contents = dict[str, list[dict[str, str | None]]]
"""The rows of each table, each value as PostgreSQL writes it."""
_RELATIONS = """
SELECT oid FROM pg_class
WHERE relnamespace::regnamespace::text = ANY ($1) AND relname NOT LIKE 'alembic_version%'
  AND relname !~ '^disclosures_(before|[0-9]{4}_[0-9]{2})$'
"""
_OF_SCHEMAS = (
    """SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole,
              ARRAY(SELECT unnest(coalesce(nspacl, acldefault('n', nspowner)))::text ORDER BY 1)::text)
       FROM pg_namespace WHERE nspname = ANY ($1)""",
    # The base of the order of the record is a constant in place_of, and anew wherever the order begins anew.
    """SELECT concat_ws(' ', 'function', proowner::regrole,
              regexp_replace(pg_get_functiondef(oid), '[+] [0-9]+[)]', '+ base)'),
              ARRAY(SELECT unnest(coalesce(proacl, acldefault('f', proowner)))::text ORDER BY 1)::text)
       FROM pg_proc WHERE pronamespace::regnamespace::text = ANY ($1)""",
)
_OF_RELATIONS = (
    """SELECT concat_ws(' ', 'relation', oid::regclass, relkind, relpersistence, relowner::regrole, reloptions::text,
              pg_get_partkeydef(oid), CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) END,
              ARRAY(SELECT unnest(coalesce(relacl, acldefault('r', relowner)))::text ORDER BY 1)::text)
       FROM pg_class WHERE oid = ANY ($1) AND relkind IN ('r', 'p', 'v', 'S')""",
    """SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
              attidentity, attgenerated, attstorage, pg_get_expr(adbin, adrelid),
              ARRAY(SELECT unnest(attacl)::text ORDER BY 1)::text)
       FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
       WHERE attrelid IN (SELECT oid FROM pg_class WHERE oid = ANY ($1) AND relkind IN ('r', 'p', 'v'))
         AND attnum > 0 AND NOT attisdropped""",
    """SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE conrelid = ANY ($1)""",
    """SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisunique)
       FROM pg_index WHERE indrelid = ANY ($1)""",
    """SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(oid), tgenabled)
       FROM pg_trigger WHERE tgrelid = ANY ($1) AND NOT tgisinternal""",
)
_TABLES = "SELECT oid::regclass::text FROM pg_class WHERE oid = ANY ($1) AND relkind IN ('r', 'p') ORDER BY 1"
_ROWS = "SELECT (SELECT json_object_agg(key, value) FROM json_each_text(row_to_json(t))) FROM {} t"


async def catalogue(admin: asyncpg.Connection, schemas: tuple[str, ...]) -> set[str]:
    """Return everything in these schemas."""
    relations = await _relations(admin, schemas)
    found = [row[0] for query in _OF_SCHEMAS for row in await admin.fetch(query, schemas)]
    found += [row[0] for query in _OF_RELATIONS for row in await admin.fetch(query, relations)]
    return set(found)


async def contents(admin: asyncpg.Connection, schemas: tuple[str, ...]) -> Contents:
    """Return all rows of every table; a table that is kept in parts is one."""
    tables = [row[0] for row in await admin.fetch(_TABLES, await _relations(admin, schemas))]
    return {table: [json.loads(row[0]) for row in await admin.fetch(_ROWS.format(table))] for table in tables}


async def _relations(admin: asyncpg.Connection, schemas: tuple[str, ...]) -> list[int]:
    return [row["oid"] for row in await admin.fetch(_RELATIONS, schemas)]
