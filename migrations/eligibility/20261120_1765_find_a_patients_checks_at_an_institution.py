"""Find a person's checks at one institution by key, newest first: each check by card or number asks for the last one.

By person alone, or by institution alone, PostgreSQL may choose to read all of a busy institution's records.
"""

from alembic import op

revision = "20261120_1765"
down_revision = "20261120_1761"
branch_labels = None
depends_on = None

_DROP = "DROP INDEX eligibility_published.disclosures_by_person"
_CREATE = "CREATE INDEX disclosures_by_person ON eligibility_published.disclosures "


def upgrade() -> None:
    op.execute(_DROP)
    op.execute(_CREATE + "(person_id, institution_code, checked_at)")


def downgrade() -> None:
    op.execute(_DROP)
    op.execute(_CREATE + "(person_id, checked_at)")
