"""A further generation says from when it issues, and the one before vouches for it."""

from alembic import op

revision = "20261130_0910"
down_revision = "20261130_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE jpki.authorities ADD COLUMN issues_from date, ADD COLUMN link bytea")


def downgrade() -> None:
    op.execute("ALTER TABLE jpki.authorities DROP COLUMN issues_from, DROP COLUMN link")
