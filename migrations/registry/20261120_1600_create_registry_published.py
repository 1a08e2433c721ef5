"""Create registry_published: what the registry lets other services read.

Every table holds append-only versions: a row is known from ``known_from`` up to ``known_to`` (infinity: still), and
the one change it ever sees is that ``known_to`` is closed. So an old answer can be derived again, and a clock moved.
"""

from alembic import op

revision = "20261120_1600"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "persons",
    "card_certificates",
    "insured_identifiers",
    "revocations",
    "status_lists",
    "institutions",
    "token_keys",
    "trust_roots",
)


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION registry_published.close_only_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.known_to <> 'infinity' OR NEW.known_to < OLD.known_from THEN
                RAISE EXCEPTION 'a published version is closed once, not before it began'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    known = (
        "known_from timestamptz NOT NULL, known_to timestamptz NOT NULL DEFAULT 'infinity',"
        " CHECK (known_from <= known_to)"
    )
    for statement in (
        f"""CREATE TABLE registry_published.persons (
            person_id uuid NOT NULL, version_id uuid NOT NULL UNIQUE, document jsonb NOT NULL, {known},
            PRIMARY KEY (person_id, known_from))""",
        f"""CREATE TABLE registry_published.card_certificates (
            authority_key_id bytea NOT NULL, serial_number bytea NOT NULL, person_id uuid NOT NULL, {known},
            PRIMARY KEY (authority_key_id, serial_number, known_from))""",
        f"""CREATE TABLE registry_published.insured_identifiers (
            insurer_number text NOT NULL, symbol text NOT NULL, number text NOT NULL, branch text,
            birthdate date NOT NULL, person_id uuid NOT NULL, coverage_id uuid NOT NULL, {known},
            PRIMARY KEY (insurer_number, number, symbol, coverage_id, known_from))""",
        f"""CREATE TABLE registry_published.revocations (
            authority_key_id bytea NOT NULL, serial_number bytea NOT NULL, reason text NOT NULL,
            revoked_at timestamptz NOT NULL, {known},
            PRIMARY KEY (authority_key_id, serial_number, known_from))""",
        f"""CREATE TABLE registry_published.status_lists (
            authority_key_id bytea NOT NULL, this_update timestamptz NOT NULL,
            next_update timestamptz NOT NULL, {known},
            PRIMARY KEY (authority_key_id, known_from))""",
        f"""CREATE TABLE registry_published.institutions (
            institution_code text NOT NULL, name text NOT NULL, role text NOT NULL, {known},
            PRIMARY KEY (institution_code, known_from))""",
        f"""CREATE TABLE registry_published.token_keys (
            key_id text NOT NULL, jwk jsonb NOT NULL, {known},
            PRIMARY KEY (key_id, known_from))""",
        f"""CREATE TABLE registry_published.trust_roots (
            authority_key_id bytea NOT NULL, certificate bytea NOT NULL, {known},
            PRIMARY KEY (authority_key_id, known_from))""",
    ):
        op.execute(statement)
    for table in TABLES:
        op.execute(
            f"""CREATE TRIGGER close_only_once BEFORE UPDATE ON registry_published.{table}
            FOR EACH ROW EXECUTE FUNCTION registry_published.close_only_once()"""
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE (known_to) ON registry_published.{table} TO onshi_registry")
    # Who reads what: eligibility all of it, consent what names people and callers.
    op.execute("GRANT USAGE ON SCHEMA registry_published TO onshi_eligibility, onshi_consent")
    op.execute("GRANT SELECT ON ALL TABLES IN SCHEMA registry_published TO onshi_eligibility")
    op.execute(
        "GRANT SELECT ON registry_published.persons, registry_published.institutions, registry_published.token_keys,"
        " registry_published.card_certificates TO onshi_consent"
    )


def downgrade() -> None:
    op.execute(f"DROP TABLE {', '.join(f'registry_published.{table}' for table in TABLES)}")
    op.execute("DROP FUNCTION registry_published.close_only_once()")
    op.execute("REVOKE USAGE ON SCHEMA registry_published FROM onshi_eligibility, onshi_consent")
