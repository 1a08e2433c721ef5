"""Look people up by birth date and folded name: a table of keys, which the next step fills."""

from alembic import op

revision = "20261130_1900"
down_revision = "20261130_1800"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE registry.person_name_keys (name_key bigint, person_id uuid REFERENCES registry.persons,
        PRIMARY KEY (name_key, person_id))"""
    )
    op.execute("GRANT SELECT, INSERT ON registry.person_name_keys TO onshi_registry")


def downgrade() -> None:
    op.execute("DROP TABLE registry.person_name_keys")
