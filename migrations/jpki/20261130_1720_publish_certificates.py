"""Publish certificates to the registry, which verifies those of cards that it registers without seeing them."""

from alembic import op

revision = "20261130_1720"
down_revision = "20261130_1650"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE jpki_published.certificates (
            authority_key_id bytea NOT NULL, serial_number bytea NOT NULL, certificate bytea NOT NULL,
            number bigint GENERATED ALWAYS AS IDENTITY,
            CONSTRAINT pk_certificates PRIMARY KEY (authority_key_id, serial_number),
            CONSTRAINT uq_certificates_number UNIQUE (number))"""
    )
    op.execute("GRANT SELECT, INSERT ON jpki_published.certificates TO onshi_jpki")
    op.execute("GRANT SELECT ON jpki_published.certificates TO onshi_registry")


def downgrade() -> None:
    op.execute("DROP TABLE jpki_published.certificates")
