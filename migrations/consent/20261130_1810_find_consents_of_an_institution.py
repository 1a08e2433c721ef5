"""Find the consents that an institution was given in some way within some days, whom the centre lists for it."""

from alembic import op

revision = "20261130_1810"
down_revision = "20261130_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE INDEX consents_by_institution
        ON consent_published.consents (institution_code, channel, given_at)"""
    )


def downgrade() -> None:
    op.execute("DROP INDEX consent_published.consents_by_institution")
