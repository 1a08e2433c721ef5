"""Note which items of a 一括照会 were handed out: their record stands for the first time, each other gets its own."""

from alembic import op

revision = "20261120_1761"
down_revision = "20261120_1760"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE eligibility.bulk_items ADD COLUMN handed_out_at timestamptz")
    op.execute("GRANT UPDATE (handed_out_at) ON eligibility.bulk_items TO onshi_eligibility")


def downgrade() -> None:
    op.execute("ALTER TABLE eligibility.bulk_items DROP COLUMN handed_out_at")
