"""Count sealed checks by month, kind of institution and method; nobody's data, so the counts outlive records."""

from alembic import op

revision = "20261130_1610"
down_revision = "20261130_1200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        # A row is changed at every seal: room on its page for its next version.
        """CREATE TABLE eligibility.check_counts (
            month text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
            fee_table text NOT NULL CHECK (fee_table IN ('1', '3', '4', '6', '')),
            method text NOT NULL,
            checks bigint NOT NULL CHECK (checks > 0),
            PRIMARY KEY (month, fee_table, method)) WITH (fillfactor = 50)""",
        "GRANT SELECT, INSERT, UPDATE (checks) ON eligibility.check_counts TO onshi_eligibility",
        # A view: what is published is never changed in place, and these are sums.
        "CREATE VIEW eligibility_published.check_counts AS SELECT * FROM eligibility.check_counts",
        "GRANT SELECT ON eligibility_published.check_counts TO onshi_registry",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP VIEW eligibility_published.check_counts")
    op.execute("DROP TABLE eligibility.check_counts")
