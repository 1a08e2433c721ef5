"""Record that an insurer accepted a late application for 任意継続 (健康保険法37条1項ただし書)."""

from alembic import op

revision = "20261129_1410"
down_revision = "20261129_1040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE registry.coverage_versions ADD accepted_late boolean NOT NULL DEFAULT false")
    op.execute("ALTER TABLE registry.coverage_versions ALTER accepted_late DROP DEFAULT")


def downgrade() -> None:
    op.execute("ALTER TABLE registry.coverage_versions DROP accepted_late")
