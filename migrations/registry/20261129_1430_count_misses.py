"""Publish what the registry was asked about nobody, so that it counts with what checks ask."""

from alembic import op

revision = "20261129_1430"
down_revision = "20261129_1420"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE registry_published.misses (question_id uuid PRIMARY KEY, asker text NOT NULL,
        missed_at timestamptz NOT NULL)"""
    )
    op.execute("CREATE INDEX misses_by_asker ON registry_published.misses (asker, missed_at)")
    op.execute("GRANT SELECT, INSERT ON registry_published.misses TO onshi_registry")
    op.execute("GRANT SELECT ON registry_published.misses TO onshi_eligibility")


def downgrade() -> None:
    op.execute("DROP TABLE registry_published.misses")
