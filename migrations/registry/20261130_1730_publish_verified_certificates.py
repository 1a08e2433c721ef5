"""Publish of which certificates the registry has verified the chain, and on what that rests."""

from alembic import op

revision = "20261130_1730"
down_revision = "20261130_1720"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE registry_published.verified_certificates (
            authority_key_id bytea NOT NULL, serial_number bytea NOT NULL, certificate_digest bytea NOT NULL,
            mark bytea NOT NULL, known_from timestamptz NOT NULL, known_to timestamptz NOT NULL DEFAULT 'infinity',
            CHECK (known_from <= known_to), PRIMARY KEY (authority_key_id, serial_number, known_from))"""
    )
    op.execute(
        """CREATE TRIGGER close_only_once BEFORE UPDATE ON registry_published.verified_certificates
        FOR EACH ROW EXECUTE FUNCTION registry_published.close_only_once()"""
    )
    op.execute("GRANT SELECT, INSERT, UPDATE (known_to) ON registry_published.verified_certificates TO onshi_registry")
    op.execute("GRANT SELECT ON registry_published.verified_certificates TO onshi_eligibility")


def downgrade() -> None:
    op.execute("DROP TABLE registry_published.verified_certificates")
