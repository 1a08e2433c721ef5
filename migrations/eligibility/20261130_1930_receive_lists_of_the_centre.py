"""Receive what asks for lists of the centre (一括取得) beside 一括照会: a reception has a kind.

An item of such a list may stand for an earlier check whose patient is asked about again, in the place of identifiers.
As they do, it stands there only until the item is worked.
"""

from alembic import op

revision = "20261130_1930"
down_revision = "20261130_1920"
branch_labels = None
depends_on = None

_WAITS = "bulk_items_check1"


def upgrade() -> None:
    for statement in (
        "ALTER TABLE eligibility.bulk_receptions ADD COLUMN kind text NOT NULL DEFAULT 'muquc'",
        "ALTER TABLE eligibility.bulk_items ADD COLUMN recheck_of uuid",
        f"ALTER TABLE eligibility.bulk_items DROP CONSTRAINT {_WAITS}",
        f"""ALTER TABLE eligibility.bulk_items ADD CONSTRAINT {_WAITS} CHECK (
            (number IS NULL AND recheck_of IS NULL) = (check_id IS NOT NULL OR error IS NOT NULL))""",
        "GRANT UPDATE (recheck_of) ON eligibility.bulk_items TO onshi_eligibility",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "DELETE FROM eligibility.bulk_receptions WHERE kind <> 'muquc'",
        f"ALTER TABLE eligibility.bulk_items DROP CONSTRAINT {_WAITS}",
        f"""ALTER TABLE eligibility.bulk_items ADD CONSTRAINT {_WAITS} CHECK (
            (number IS NULL) = (check_id IS NOT NULL OR error IS NOT NULL))""",
        "ALTER TABLE eligibility.bulk_items DROP COLUMN recheck_of",
        "ALTER TABLE eligibility.bulk_receptions DROP COLUMN kind",
    ):
        op.execute(statement)
