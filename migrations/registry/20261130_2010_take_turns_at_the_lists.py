"""Let workers take turns at revocation lists by a row of their own: an advisory lock is anybody's who can log in."""

from alembic import op

revision = "20261130_2010"
down_revision = "20261130_1930"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE registry.list_turn (turn integer PRIMARY KEY)")
    op.execute("INSERT INTO registry.list_turn VALUES (1)")
    # To lock a row takes the right to change it.
    op.execute("GRANT SELECT, UPDATE ON registry.list_turn TO onshi_registry")


def downgrade() -> None:
    op.execute("DROP TABLE registry.list_turn")
