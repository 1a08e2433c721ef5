"""State on medical tickets what the interface has codes for (社会保険, 感染症37条の2, 後期高齢者, 都道府県費)."""

from alembic import op

revision = "20261130_1710"
down_revision = "20261130_1700"
branch_labels = None
depends_on = None

_STATED = ("has_social_insurance", "is_under_infection_law", "is_late_elderly", "has_prefectural_expenses")


def upgrade() -> None:
    for name in _STATED:
        # Of tickets that were filed before, none of it was said.
        op.execute(f"ALTER TABLE registry.medical_ticket_versions ADD COLUMN {name} boolean NOT NULL DEFAULT false")
        op.execute(f"ALTER TABLE registry.medical_ticket_versions ALTER COLUMN {name} DROP DEFAULT")


def downgrade() -> None:
    for name in _STATED:
        op.execute(f"ALTER TABLE registry.medical_ticket_versions DROP COLUMN {name}")
