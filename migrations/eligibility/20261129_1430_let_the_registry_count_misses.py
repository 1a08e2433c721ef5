"""Let the registry count the misses of checks: who asked, when, and that nobody fitted; nothing else of a record."""

from alembic import op

revision = "20261129_1430"
down_revision = "20261129_1040"
branch_labels = None
depends_on = None

_COLUMNS = "checked_at, client_id, institution_code, method, code, rederived_from"


def upgrade() -> None:
    op.execute("GRANT USAGE ON SCHEMA eligibility_published TO onshi_registry")
    op.execute(f"GRANT SELECT ({_COLUMNS}) ON eligibility_published.disclosures TO onshi_registry")


def downgrade() -> None:
    op.execute(f"REVOKE SELECT ({_COLUMNS}) ON eligibility_published.disclosures FROM onshi_registry")  # noqa: S608 - a constant
    op.execute("REVOKE USAGE ON SCHEMA eligibility_published FROM onshi_registry")
