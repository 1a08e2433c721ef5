"""Let the consent service read what verifies a card: roots, revocations and how fresh they are.

Patients sign in to their own view with the card, so that service verifies proofs of its own.
"""

from alembic import op

revision = "20261120_1735"
down_revision = "20261120_1700"
branch_labels = None
depends_on = None

_TABLES = "registry_published.trust_roots, registry_published.revocations, registry_published.status_lists"


def upgrade() -> None:
    op.execute(f"GRANT SELECT ON {_TABLES} TO onshi_consent")


def downgrade() -> None:
    op.execute(f"REVOKE SELECT ON {_TABLES} FROM onshi_consent")  # noqa: S608 - fixed names
