"""Count misses by institution and by the way of asking; record who registered a number for whom (照会番号登録).

A registration names a person by identifiers and tells whether they exist, so it is a disclosure: it is recorded as
``registered`` or ``not_registered``, and what fits nobody counts as a miss.
"""

from alembic import op

revision = "20261120_1750"
down_revision = "20261120_1740"
branch_labels = None
depends_on = None

_OUTCOMES = "ALTER TABLE eligibility_published.disclosures ADD CONSTRAINT disclosures_outcome_check CHECK (outcome IN "


def upgrade() -> None:
    for statement in (
        "ALTER TABLE eligibility_published.disclosures DROP CONSTRAINT disclosures_outcome_check",
        _OUTCOMES + "('answered', 'refused', 'rejected', 'registered', 'not_registered'))",
        "DROP INDEX eligibility_published.disclosures_misses",
        """CREATE INDEX disclosures_misses ON eligibility_published.disclosures
            (coalesce(institution_code, 'client ' || client_id), method, checked_at)
            WHERE code IN ('not_found', 'insured-not-found') AND rederived_from IS NULL""",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "DROP INDEX eligibility_published.disclosures_misses",
        """CREATE INDEX disclosures_misses ON eligibility_published.disclosures (client_id, checked_at)
            WHERE code = 'not_found' AND method = 'insured_identifier' AND rederived_from IS NULL""",
        "ALTER TABLE eligibility_published.disclosures DROP CONSTRAINT disclosures_outcome_check",
        # What was registered stays on record.
        _OUTCOMES + "('answered', 'refused', 'rejected')) NOT VALID",
    ):
        op.execute(statement)
