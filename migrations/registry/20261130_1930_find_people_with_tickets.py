"""Find the people who have tickets (医療券・調剤券), whom the centre lists for the institution that a ticket names.

A published record is text. A month stands in tickets alone, so those few have an index of their own.
"""

from alembic import op

revision = "20261130_1930"
down_revision = "20261130_1910"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE INDEX persons_with_tickets ON registry_published.persons (person_id)
        WHERE document LIKE '%"treatment_month":%'"""
    )


def downgrade() -> None:
    op.execute("DROP INDEX registry_published.persons_with_tickets")
