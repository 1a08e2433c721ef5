"""The simulated J-LIS may see which certificates are registered: it waits for those that follow one of them."""

from alembic import op

revision = "20261130_1640"
down_revision = "20261130_1600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT USAGE ON SCHEMA registry_published TO onshi_jpki")
    op.execute("GRANT SELECT ON registry_published.card_certificates TO onshi_jpki")


def downgrade() -> None:
    op.execute("REVOKE SELECT ON registry_published.card_certificates FROM onshi_jpki")
    op.execute("REVOKE USAGE ON SCHEMA registry_published FROM onshi_jpki")
