"""Fill ``last_checks`` from the record: what was asked before it was kept counts as it did."""

from alembic import op

revision = "20261129_1011"
down_revision = "20261129_1010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        INSERT INTO eligibility.last_checks
            (person_id, institution_code, checked_at, check_id, as_of, registry_version, card_checked_at)
        SELECT DISTINCT ON (person_id, institution_code)
               person_id, institution_code, checked_at, check_id, as_of, registry_version,
               max(checked_at) FILTER (WHERE method = 'my_number_card') OVER (PARTITION BY person_id, institution_code)
        FROM eligibility_published.disclosures
        WHERE outcome = 'answered' AND rederived_from IS NULL
          AND (method IN ('my_number_card', 'recheck') OR 'limit_certificate' = ANY (chosen_consents))
          AND person_id IS NOT NULL AND institution_code IS NOT NULL
        ORDER BY person_id, institution_code, checked_at DESC, check_id DESC
        ON CONFLICT (person_id, institution_code) DO NOTHING
        """
    )


def downgrade() -> None:
    op.execute("DELETE FROM eligibility.last_checks")
