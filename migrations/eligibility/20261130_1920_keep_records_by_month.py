"""Keep the record of checks by month: parts that are found by the time in a check's id, and that end as a whole.

What is on record stays where it is, as the part of everything before; nothing is copied. Its months follow when the
program makes them (``make_month``). Nonces are spent in a table of their own, which is emptied after their lifetime:
a key over all months would have to carry the month, and a nonce may be spent on either side of one's end.

Writes wait while three indexes are built, about ten seconds for a million records; reads at the end of that alone.
docs/decisions/0159, 0160.
"""

from alembic import op

revision = "20261130_1920"
down_revision = "20261130_1611"
branch_labels = None
depends_on = None

_TABLE = "eligibility_published.disclosures"
_BEFORE = "eligibility_published.disclosures_before"
_ASKED_BY = "coalesce(institution_code, 'client ' || client_id)"
_IS_MISS = "WHERE code IN ('not_found', 'insured-not-found') AND rederived_from IS NULL"
_SHOWS_LIMIT = """WHERE outcome = 'answered' AND rederived_from IS NULL
    AND (method IN ('my_number_card', 'recheck') OR 'limit_certificate' = ANY (chosen_consents))"""
_INDEXES = {
    "disclosures_listed": "(institution_code, listed_in, check_id) WHERE rederived_from IS NULL",
    "disclosures_by_person": "(person_id, check_id)",
    "disclosures_by_institution": "(institution_code, check_id)",
    # The whole order of sealing: months are merged in it, and a backlog is never sorted.
    "disclosures_to_seal": "(listed_in, check_id)",
    # The order of the ids, which is that of the months, where it was that of the clock.
    "disclosures_misses": f"({_ASKED_BY}, method, check_id) {_IS_MISS}",
    "disclosures_that_show_limits": f"(person_id, institution_code, check_id) {_SHOWS_LIMIT}",
}
_ORDERED_ANEW = {
    "disclosures_to_seal": "(listed_in)",
    "disclosures_misses": f"({_ASKED_BY}, method, checked_at) {_IS_MISS}",
    "disclosures_that_show_limits": f"(person_id, institution_code, checked_at) {_SHOWS_LIMIT}",
}
"""As they were before."""
_MISS_COLUMNS = "checked_at, client_id, institution_code, method, code, rederived_from"
_GRANTS = (
    "GRANT SELECT, INSERT ON {table} TO onshi_eligibility",
    "GRANT SELECT ON {table} TO onshi_consent",
    "GRANT SELECT (check_id) ON {table} TO onshi_consent_owner",
)

# A month of Japan, by the milliseconds that the ids of its checks begin with. Attaching a part stops nobody who reads
# or writes the others. An owner's right, lent for this alone; a part that is there already is left as it is.
_MAKE_MONTH = f"""
CREATE FUNCTION eligibility_published.make_month(at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first timestamptz := date_trunc('month', at, 'Asia/Tokyo');
    behind timestamptz := date_trunc('month', first + interval '40 days', 'Asia/Tokyo');
    name text := 'disclosures_' || to_char(first AT TIME ZONE 'Asia/Tokyo', 'YYYY_MM');
    ends_before uuid;
BEGIN
    IF to_regclass('eligibility_published.' || name) IS NOT NULL THEN
        RETURN;
    END IF;
    LOCK TABLE ONLY {_TABLE} IN SHARE UPDATE EXCLUSIVE MODE;
    -- Another one was quicker, or it belongs to what was recorded before there were months.
    SELECT substring(pg_get_expr(relpartbound, oid) FROM 'TO \\(''([0-9a-f-]{{36}})''\\)')::uuid INTO ends_before
      FROM pg_class WHERE oid = to_regclass('{_BEFORE}') AND relispartition;
    IF to_regclass('eligibility_published.' || name) IS NOT NULL
       OR eligibility_published.first_id_at(first) < ends_before THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE eligibility_published.%I (LIKE {_TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                   name);
    EXECUTE format('ALTER TABLE {_TABLE} ATTACH PARTITION eligibility_published.%I FOR VALUES FROM (%L) TO (%L)',
                   name, eligibility_published.first_id_at(first), eligibility_published.first_id_at(behind));
END $$
"""  # noqa: S608 - put together from constants

# The newest record may be of a clock that was moved ahead: all up to the end of the month behind it is of before. A
# nonce that was spent before can so be spent again nowhere else within its life: its key stays with the part.
_ATTACH_BEFORE = f"""
DO $$
DECLARE
    newest timestamptz := (
        SELECT to_timestamp(('x' || left(replace(check_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
          FROM {_BEFORE} ORDER BY check_id DESC LIMIT 1);
    behind uuid := eligibility_published.first_id_at(
        date_trunc('month', date_trunc('month', newest, 'Asia/Tokyo') + interval '70 days', 'Asia/Tokyo'));
BEGIN
    IF newest IS NULL THEN
        DROP TABLE {_BEFORE};
        RETURN;
    END IF;
    EXECUTE format('ALTER TABLE {_BEFORE} ADD CONSTRAINT is_before CHECK (check_id < %L)', behind);
    EXECUTE format('ALTER TABLE {_TABLE} ATTACH PARTITION {_BEFORE} FOR VALUES FROM (MINVALUE) TO (%L)', behind);
    ALTER TABLE {_BEFORE} DROP CONSTRAINT is_before;
END $$
"""  # noqa: S608 - put together from constants

_CELL = "ADD COLUMN cell text NOT NULL DEFAULT ''"


def upgrade() -> None:
    for name, columns in _ORDERED_ANEW.items():
        assert columns != _INDEXES[name]  # noqa: S101 - it would be built for nothing
        op.execute(f"CREATE INDEX {name}_in_order ON {_TABLE} {_INDEXES[name]}")
    for statement in (
        """CREATE FUNCTION eligibility_published.first_id_at(timestamptz) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
            AS $$ SELECT (lpad(to_hex(greatest(floor(extract(epoch FROM $1) * 1000), 0)::bigint), 12, '0')
                          || repeat('0', 20))::uuid $$""",
        *(f"DROP INDEX eligibility_published.{name}" for name in _ORDERED_ANEW),
        *(f"ALTER INDEX eligibility_published.{name}_in_order RENAME TO {name}" for name in _ORDERED_ANEW),
        f"ALTER TABLE {_TABLE} RENAME TO disclosures_before",
        *(
            f"ALTER INDEX eligibility_published.{name} RENAME TO {name.replace('disclosures', 'disclosures_before')}"
            for name in ("disclosures_pkey", *_INDEXES)
        ),
        f"ALTER TABLE {_BEFORE} {_CELL}",
        f"""CREATE TABLE {_TABLE} (LIKE {_BEFORE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (check_id))
            PARTITION BY RANGE (check_id)""",
        *(f"CREATE INDEX {name} ON {_TABLE} {columns}" for name, columns in _INDEXES.items()),
        *(grant.format(table=_TABLE) for grant in _GRANTS),
        f"GRANT SELECT ({_MISS_COLUMNS}, check_id) ON {_TABLE} TO onshi_registry",
        f"REVOKE ALL ON {_BEFORE} FROM onshi_eligibility, onshi_consent, onshi_consent_owner, onshi_registry",
        _ATTACH_BEFORE,
        _MAKE_MONTH,
        "REVOKE ALL ON FUNCTION eligibility_published.make_month(timestamptz) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION eligibility_published.make_month(timestamptz) TO onshi_eligibility",
        """CREATE TABLE eligibility.nonces (
            nonce bytea PRIMARY KEY,
            check_id uuid NOT NULL,
            spent_at timestamptz NOT NULL DEFAULT now())""",
        "GRANT SELECT, INSERT, DELETE ON eligibility.nonces TO onshi_eligibility",
        # A chain of seals is a cell's, and its numbers are.
        f"ALTER TABLE eligibility_published.seals {_CELL}",
        f"ALTER TABLE eligibility_published.retention_marks {_CELL}",
        """ALTER TABLE eligibility_published.retention_marks
            DROP CONSTRAINT retention_marks_through_sequence_fkey,
            DROP CONSTRAINT retention_marks_through_sequence_key, DROP CONSTRAINT retention_marks_pkey""",
        """ALTER TABLE eligibility_published.seals
            DROP CONSTRAINT seals_pkey, DROP CONSTRAINT seals_previous_hash_key,
            ADD PRIMARY KEY (sequence, cell), ADD UNIQUE (previous_hash, cell)""",
        """ALTER TABLE eligibility_published.retention_marks
            ADD PRIMARY KEY (from_sequence, cell), ADD UNIQUE (through_sequence, cell),
            ADD FOREIGN KEY (through_sequence, cell) REFERENCES eligibility_published.seals""",
    ):
        op.execute(statement)


# Whatever months there are is copied into the part of before, or into a table that takes its place.
_COLLECT = f"""
DO $$
DECLARE
    names text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = '{_TABLE}'::regclass AND attnum > 0 AND NOT attisdropped);
BEGIN
    IF to_regclass('{_BEFORE}') IS NULL THEN
        CREATE TABLE {_BEFORE} (LIKE {_TABLE} INCLUDING ALL);
        ALTER TABLE {_BEFORE} ADD CONSTRAINT disclosures_nonce_key UNIQUE (nonce);
    ELSE
        ALTER TABLE {_TABLE} DETACH PARTITION {_BEFORE};
    END IF;
    EXECUTE format('INSERT INTO {_BEFORE} (%1$s) SELECT %1$s FROM {_TABLE}', names);
    DROP TABLE {_TABLE};
END $$
"""  # noqa: S608 - put together from constants
# By its columns: what it is called depends on who made it.
_RENAME_INDEXES = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT indexrelid::regclass::text AS index,
               CASE WHEN indisprimary THEN 'disclosures_pkey'
                    WHEN pg_get_indexdef(indexrelid) LIKE '%(institution_code, listed_in, check_id)%'
                        THEN 'disclosures_listed'
                    WHEN pg_get_indexdef(indexrelid) LIKE '%(person_id, check_id)%' THEN 'disclosures_by_person'
                    WHEN pg_get_indexdef(indexrelid) LIKE '%(institution_code, check_id)%'
                        THEN 'disclosures_by_institution' END AS name
          FROM pg_index WHERE indrelid = 'eligibility_published.disclosures'::regclass
    LOOP
        IF found.name IS NULL THEN
            IF found.index NOT LIKE '%disclosures_nonce_key' THEN
                EXECUTE 'DROP INDEX ' || found.index;
            END IF;
        ELSE
            EXECUTE format('ALTER INDEX %s RENAME TO %I', found.index, found.name);
        END IF;
    END LOOP;
END $$
"""


def downgrade() -> None:
    for statement in (
        "DROP FUNCTION eligibility_published.make_month(timestamptz)",
        _COLLECT,
        "DROP TABLE eligibility.nonces",
        "DROP FUNCTION eligibility_published.first_id_at(timestamptz)",
        f"ALTER TABLE {_BEFORE} RENAME TO disclosures",
        _RENAME_INDEXES,
        *(f"CREATE INDEX {name} ON {_TABLE} {columns}" for name, columns in _ORDERED_ANEW.items()),
        f"ALTER TABLE {_TABLE} DROP COLUMN cell",
        *(grant.format(table=_TABLE) for grant in _GRANTS),
        f"GRANT SELECT ({_MISS_COLUMNS}) ON {_TABLE} TO onshi_registry",
        """ALTER TABLE eligibility_published.retention_marks
            DROP CONSTRAINT retention_marks_through_sequence_cell_fkey,
            DROP CONSTRAINT retention_marks_through_sequence_cell_key, DROP CONSTRAINT retention_marks_pkey,
            DROP COLUMN cell""",
        """ALTER TABLE eligibility_published.seals
            DROP CONSTRAINT seals_pkey, DROP CONSTRAINT seals_previous_hash_cell_key, DROP COLUMN cell,
            ADD PRIMARY KEY (sequence), ADD UNIQUE (previous_hash)""",
        """ALTER TABLE eligibility_published.retention_marks
            ADD PRIMARY KEY (from_sequence), ADD UNIQUE (through_sequence),
            ADD FOREIGN KEY (through_sequence) REFERENCES eligibility_published.seals""",
    ):
        op.execute(statement)
