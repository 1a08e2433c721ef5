"""Count wrong client secrets, for a minute."""

from alembic import op

revision = "20261129_1440"
down_revision = "20261129_1430"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE registry.secret_guesses (guess_id uuid PRIMARY KEY, place text NOT NULL,
        guessed_at timestamptz NOT NULL)"""
    )
    op.execute("CREATE INDEX secret_guesses_by_place ON registry.secret_guesses (place, guessed_at)")
    op.execute("GRANT SELECT, INSERT, DELETE ON registry.secret_guesses TO onshi_registry")


def downgrade() -> None:
    op.execute("DROP TABLE registry.secret_guesses")
