"""Create registry: the truth about persons, coverage and who is known, bitemporal from the first row.

Every fact is a version row: it counts as known from ``recorded_at`` up to ``superseded_at`` (infinity: still), and
the one change it ever sees is that ``superseded_at`` is closed. The days on which a fact holds are its columns. The
tables without versions name a thing and when it last changed: their rows are what writers lock.
"""

from alembic import op

revision = "20261120_1610"
down_revision = "20261120_1600"
branch_labels = None
depends_on = None

LOCKED = {
    "persons": "person_id uuid",
    "insurers": "insurer_number text",
    "institutions": "institution_code text",
    "clients": "client_id text",
}
NAMED = {"coverages": "coverage_id uuid", "limit_certificates": "certificate_id uuid"}
VERSIONED = {
    "person_versions": (
        "person_id",
        """person_id uuid NOT NULL REFERENCES registry.persons,
        name text NOT NULL, name_kana text, name_other text, name_other_kana text, sex text NOT NULL, sex2 text,
        birthdate date NOT NULL, postal_code text, address text, address_hidden boolean NOT NULL,
        self_information_blocked boolean NOT NULL""",
    ),
    "insurer_versions": (
        "insurer_number",
        "insurer_number text NOT NULL REFERENCES registry.insurers, name text NOT NULL, kind text NOT NULL",
    ),
    "institution_versions": (
        "institution_code",
        "institution_code text NOT NULL REFERENCES registry.institutions, name text NOT NULL, role text NOT NULL",
    ),
    "client_versions": (
        "client_id",
        """client_id text NOT NULL REFERENCES registry.clients, role text NOT NULL, secret_sha256 bytea NOT NULL,
        insurer_number text REFERENCES registry.insurers, institution_codes text[] NOT NULL""",
    ),
    # The key is a hash, because an exclusion constraint over text would need a contrib module; among 2^63 values a
    # chance collision (a period wrongly called in conflict) is not to be expected.
    "coverage_versions": (
        "coverage_id",
        """coverage_id uuid NOT NULL REFERENCES registry.coverages,
        person_id uuid NOT NULL REFERENCES registry.persons,
        insurer_number text NOT NULL REFERENCES registry.insurers,
        symbol text, symbol_folded text NOT NULL, number text NOT NULL, number_folded text NOT NULL, branch text,
        identity_key bigint NOT NULL GENERATED ALWAYS AS (hashtextextended(insurer_number || chr(31) || symbol_folded
            || chr(31) || number_folded || chr(31) || coalesce(branch, ''), 0) >> 1) STORED,
        relationship text NOT NULL, acquired_on date NOT NULL, lost_on date, loss_reason text, card_kind text NOT NULL,
        issued_on date, valid_from date, valid_to date, insured_name text, share_percent integer,
        CHECK (acquired_on <= lost_on), CHECK (loss_reason IS NULL OR lost_on IS NOT NULL),
        CHECK (valid_from <= valid_to),
        CONSTRAINT coverage_versions_one_holder EXCLUDE USING gist (
            int8range(identity_key, identity_key, '[]') WITH =, daterange(acquired_on, lost_on) WITH &&
        ) WHERE (superseded_at = 'infinity')""",
    ),
    "limit_certificate_versions": (
        "certificate_id",
        """certificate_id uuid NOT NULL REFERENCES registry.limit_certificates,
        coverage_id uuid NOT NULL REFERENCES registry.coverages, kind text NOT NULL, category text NOT NULL,
        issued_on date NOT NULL, valid_from date NOT NULL, valid_to date, long_stay_from date,
        CHECK (valid_from <= valid_to)""",
    ),
    "card_registrations": (
        "authority_key_id, serial_number",
        """authority_key_id bytea NOT NULL, serial_number bytea NOT NULL,
        person_id uuid NOT NULL REFERENCES registry.persons, channel text NOT NULL""",
    ),
}


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION registry.supersede_only_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.superseded_at <> 'infinity' THEN
                RAISE EXCEPTION 'a version is superseded once'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    for table, key in LOCKED.items():
        op.execute(f"CREATE TABLE registry.{table} ({key} PRIMARY KEY, changed_at timestamptz NOT NULL)")
        # A row lock needs the right to update some column; this is the one.
        op.execute(f"GRANT SELECT, INSERT, UPDATE (changed_at) ON registry.{table} TO onshi_registry")
    for table, key in NAMED.items():
        op.execute(f"CREATE TABLE registry.{table} ({key} PRIMARY KEY)")
        op.execute(f"GRANT SELECT, INSERT ON registry.{table} TO onshi_registry")
    for table, (key, columns) in VERSIONED.items():
        op.execute(
            f"""CREATE TABLE registry.{table} (
            version_id uuid PRIMARY KEY, {columns},
            recorded_at timestamptz NOT NULL, superseded_at timestamptz NOT NULL DEFAULT 'infinity',
            recorded_by text NOT NULL, CHECK (recorded_at < superseded_at),
            CONSTRAINT {table}_recorded UNIQUE ({key}, recorded_at))"""
        )
        op.execute(f"CREATE UNIQUE INDEX {table}_open ON registry.{table} ({key}) WHERE superseded_at = 'infinity'")
        op.execute(
            f"""CREATE TRIGGER supersede_only_once BEFORE UPDATE ON registry.{table}
            FOR EACH ROW EXECUTE FUNCTION registry.supersede_only_once()"""
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE (superseded_at) ON registry.{table} TO onshi_registry")
    op.execute("CREATE INDEX coverage_versions_by_person ON registry.coverage_versions (person_id)")
    op.execute(
        "CREATE INDEX limit_certificate_versions_by_coverage ON registry.limit_certificate_versions (coverage_id)"
    )
    op.execute("CREATE INDEX card_registrations_by_person ON registry.card_registrations (person_id)")
    # What is published about one person is compared with the truth at each change.
    op.execute("CREATE INDEX insured_identifiers_by_person ON registry_published.insured_identifiers (person_id)")


def downgrade() -> None:
    op.execute("DROP INDEX registry_published.insured_identifiers_by_person")
    tables = ", ".join(f"registry.{table}" for table in (*VERSIONED, *NAMED, *LOCKED))
    op.execute(f"DROP TABLE {tables}")
    op.execute("DROP FUNCTION registry.supersede_only_once()")
