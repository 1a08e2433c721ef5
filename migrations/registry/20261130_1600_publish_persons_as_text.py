"""Publish a person's record as text, and what others ask inside it as columns of their own.

A record is read whole and handed to what reads JSON: nobody asks PostgreSQL for a part of it but the two flags that
count as they stand today (不開示該当, 自己情報提供不可). As text it costs PostgreSQL half to read.
"""

from alembic import op

revision = "20261130_1600"
down_revision = "20261129_1440"
branch_labels = None
depends_on = None

_FLAGS = ("address_hidden", "self_information_blocked")


def upgrade() -> None:
    for flag in _FLAGS:
        op.execute(f"ALTER TABLE registry_published.persons ADD COLUMN {flag} boolean")
    # The table is written anew once, for all three columns; no version is changed.
    flags = ", ".join(
        f"ALTER COLUMN {flag} TYPE boolean USING coalesce((document ->> '{flag}')::boolean, false),"
        f" ALTER COLUMN {flag} SET NOT NULL"
        for flag in _FLAGS
    )
    op.execute(f"ALTER TABLE registry_published.persons ALTER COLUMN document TYPE text USING document::text, {flags}")


def downgrade() -> None:
    op.execute("ALTER TABLE registry_published.persons ALTER COLUMN document TYPE jsonb USING document::jsonb")
    for flag in _FLAGS:
        op.execute(f"ALTER TABLE registry_published.persons DROP COLUMN {flag}")
