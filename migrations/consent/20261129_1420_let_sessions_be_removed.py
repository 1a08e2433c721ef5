"""Let the consent service remove sessions of patients that are long over, and find them by their end.

A session names a person and a card. Signing out goes with it.
"""

from alembic import op

revision = "20261129_1420"
down_revision = "20261120_1770"
branch_labels = None
depends_on = None

_REFERENCE = "ALTER TABLE consent.session_ends DROP CONSTRAINT session_ends_token_digest_fkey"


def upgrade() -> None:
    for statement in (
        f"""{_REFERENCE}, ADD CONSTRAINT session_ends_token_digest_fkey
            FOREIGN KEY (token_digest) REFERENCES consent.sessions ON DELETE CASCADE""",
        "CREATE INDEX sessions_by_end ON consent.sessions (expires_at)",
        "GRANT DELETE ON consent.sessions TO onshi_consent",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "REVOKE DELETE ON consent.sessions FROM onshi_consent",
        "DROP INDEX consent.sessions_by_end",
        f"""{_REFERENCE}, ADD CONSTRAINT session_ends_token_digest_fkey
            FOREIGN KEY (token_digest) REFERENCES consent.sessions""",
    ):
        op.execute(statement)
