"""Find published people by their birth date, with which a check by name and address begins (氏名等による照会)."""

from alembic import op

revision = "20261120_1745"
down_revision = "20261120_1735"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX insured_identifiers_by_birthdate ON registry_published.insured_identifiers (birthdate)")


def downgrade() -> None:
    op.execute("DROP INDEX registry_published.insured_identifiers_by_birthdate")
