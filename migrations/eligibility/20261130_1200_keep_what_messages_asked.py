"""Keep what messages of many people asked, as it was sent, and what came of numbers that were registered together.

The interface's answers repeat what was asked (BulkConfirmUnit, BulkRegistrationUnit), as literal text. It is kept
as long as the reception is, a week, and goes with it; a reception by REST keeps nothing of the kind.
"""

from alembic import op

revision = "20261130_1200"
down_revision = "20261129_1430"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "ALTER TABLE eligibility.bulk_receptions ADD COLUMN sent text",
        "ALTER TABLE eligibility.bulk_items ADD COLUMN sent text",
        """CREATE TABLE eligibility.number_receptions (
            reception_number uuid PRIMARY KEY,
            received_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            institution_code text NOT NULL,
            client_reference text,
            sent text)""",
        "CREATE INDEX number_receptions_by_expiry ON eligibility.number_receptions (expires_at)",
        """CREATE TABLE eligibility.number_items (
            reception_number uuid NOT NULL REFERENCES eligibility.number_receptions ON DELETE CASCADE,
            place integer NOT NULL,
            reference_number text,
            error text,
            sent text,
            PRIMARY KEY (reception_number, place))""",
        "GRANT SELECT, INSERT, DELETE ON eligibility.number_receptions TO onshi_eligibility",
        "GRANT SELECT, INSERT ON eligibility.number_items TO onshi_eligibility",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "DROP TABLE eligibility.number_items, eligibility.number_receptions",
        "ALTER TABLE eligibility.bulk_items DROP COLUMN sent",
        "ALTER TABLE eligibility.bulk_receptions DROP COLUMN sent",
    ):
        op.execute(statement)
