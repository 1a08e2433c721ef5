"""Count the records that are sealed already; those that have ended by rule are counted nowhere."""

from alembic import op

revision = "20261130_1611"
down_revision = "20261130_1610"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """INSERT INTO eligibility.check_counts (month, fee_table, method, checks)
        SELECT to_char(d.checked_at AT TIME ZONE 'UTC' + interval '9 hours', 'YYYY-MM'),
               CASE WHEN substr(d.institution_code, 3, 1) IN ('1', '3', '4', '6')
                    THEN substr(d.institution_code, 3, 1) ELSE '' END,
               d.method, count(*)
        FROM eligibility_published.disclosures d
        WHERE d.outcome = 'answered' AND d.rederived_from IS NULL
          AND (d.listed_in, d.check_id) <= (
              SELECT s.through_listed_in, s.through_check_id FROM eligibility_published.seals s
              ORDER BY s.sequence DESC LIMIT 1)
        GROUP BY 1, 2, 3"""
    )


def downgrade() -> None:
    op.execute("DELETE FROM eligibility.check_counts")
