"""Cards of the mass share keys, which an administrator makes before anybody needs one; other cards have their own."""

from alembic import op

revision = "20261130_1650"
down_revision = "20261130_1640"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE jpki.shared_keys (
        number smallint NOT NULL CONSTRAINT pk_shared_keys PRIMARY KEY,
        private_key bytea NOT NULL)"""
    )
    op.execute("GRANT SELECT ON jpki.shared_keys TO onshi_jpki")
    op.execute(
        """ALTER TABLE jpki.cards ADD COLUMN shared_key smallint
        CONSTRAINT fk_cards_shared_keys REFERENCES jpki.shared_keys (number)"""
    )


def downgrade() -> None:
    op.execute("ALTER TABLE jpki.cards DROP COLUMN shared_key")
    op.execute("DROP TABLE jpki.shared_keys")
