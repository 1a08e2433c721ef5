"""Record when patients read their own medical data: who signed in with which card, and which kind, never the data."""

from alembic import op

revision = "20261130_0900"
down_revision = "20261129_2350"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """CREATE TABLE consent.own_readings (
            reading_id uuid PRIMARY KEY,
            read_at timestamptz NOT NULL,
            person_id uuid NOT NULL,
            kind text NOT NULL,
            authority_key_id bytea NOT NULL,
            serial_number bytea NOT NULL)""",
        "GRANT SELECT, INSERT ON consent.own_readings TO onshi_consent",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE consent.own_readings")
