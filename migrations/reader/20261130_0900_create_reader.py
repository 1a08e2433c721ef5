"""Create reader: visits at card readers, the staff's passcodes, and what the receipt systems received.

All of it ends within minutes or an hour, and is removed.
"""

from alembic import op

revision = "20261130_0900"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """CREATE TABLE reader.visits (
            visit_id uuid NOT NULL CONSTRAINT pk_visits PRIMARY KEY,
            reader text NOT NULL,
            browser_digest bytea NOT NULL,
            turn integer NOT NULL,
            step text NOT NULL,
            card_id uuid,
            carrier text NOT NULL,
            has_pin boolean NOT NULL,
            not_before timestamptz,
            not_after timestamptz,
            verification text,
            sealed_pin bytea,
            sealed_until timestamptz,
            consents text[] NOT NULL DEFAULT '{}',
            prescription_form text,
            outcome text,
            ends_at timestamptz NOT NULL,
            CONSTRAINT uq_visits_reader_browser_digest UNIQUE (reader, browser_digest),
            CONSTRAINT ck_visits_sealed CHECK (num_nulls(sealed_pin, sealed_until) IN (0, 2)))""",
        "CREATE INDEX visits_by_end ON reader.visits (ends_at)",
        """CREATE TABLE reader.passcodes (
            institution_code text NOT NULL,
            digest bytea NOT NULL,
            expires_at timestamptz NOT NULL,
            used_at timestamptz,
            CONSTRAINT pk_passcodes PRIMARY KEY (institution_code, digest))""",
        "CREATE INDEX passcodes_by_end ON reader.passcodes (expires_at)",
        """CREATE TABLE reader.screens (
            reader text NOT NULL CONSTRAINT pk_screens PRIMARY KEY,
            cursor text NOT NULL)""",
        """CREATE TABLE reader.receptions (
            reader text NOT NULL,
            check_id uuid NOT NULL,
            place bigint GENERATED ALWAYS AS IDENTITY,
            entry text,
            answer text,
            kept_until timestamptz NOT NULL,
            CONSTRAINT pk_receptions PRIMARY KEY (reader, check_id))""",
        "CREATE INDEX receptions_by_place ON reader.receptions (reader, place)",
        "CREATE INDEX receptions_by_end ON reader.receptions (kept_until)",
        """GRANT SELECT, INSERT, UPDATE, DELETE ON reader.visits, reader.passcodes, reader.screens, reader.receptions
            TO onshi_reader""",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE reader.receptions, reader.screens, reader.passcodes, reader.visits")
