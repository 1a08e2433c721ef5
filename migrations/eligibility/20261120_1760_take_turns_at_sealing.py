"""Let workers take turns at sealing by a row of their own: an advisory lock is anybody's who can log in."""

from alembic import op

revision = "20261120_1760"
down_revision = "20261120_1750"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """CREATE TABLE eligibility.sealing_turn (
            is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one))""",
        "INSERT INTO eligibility.sealing_turn DEFAULT VALUES",
        # To lock a row takes the right to change it; its one value cannot become another.
        "GRANT SELECT, UPDATE (is_the_one) ON eligibility.sealing_turn TO onshi_eligibility",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE eligibility.sealing_turn")
