"""A certificate knows which request has renewed it, so that the same request again renews nothing more."""

from alembic import op

revision = "20261130_1640"
down_revision = "20261130_0910"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE jpki.certificates ADD COLUMN request_digest bytea")


def downgrade() -> None:
    op.execute("ALTER TABLE jpki.certificates DROP COLUMN request_digest")
