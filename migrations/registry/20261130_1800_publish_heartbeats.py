"""Publish when the registry last beat: a cell that reads a copy of what is published sees by it how old the copy is.

One row, which is no version of anything: it is overwritten, and only the newest beat is of use.
"""

from alembic import op

revision = "20261130_1800"
down_revision = "20261130_1730"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "CREATE TABLE registry_published.heartbeats (source text PRIMARY KEY, beaten_at timestamptz NOT NULL)",
        "GRANT SELECT, INSERT, UPDATE (beaten_at) ON registry_published.heartbeats TO onshi_registry",
        "GRANT SELECT ON registry_published.heartbeats TO onshi_eligibility",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE registry_published.heartbeats")
