"""A phone says whose card it was made from, and the registry is told which certificate follows which."""

from alembic import op

revision = "20261130_0830"
down_revision = "20261130_0810"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE jpki.cards ADD COLUMN phone_of uuid CONSTRAINT fk_cards_cards REFERENCES jpki.cards (card_id)"
    )
    op.execute("CREATE INDEX cards_by_card ON jpki.cards (phone_of) WHERE phone_of IS NOT NULL")
    op.execute(
        """ALTER TABLE jpki_published.card_holders
        ADD COLUMN follows_authority_key_id bytea,
        ADD COLUMN follows_serial_number bytea,
        ADD COLUMN replaces boolean NOT NULL DEFAULT false"""
    )
    op.execute(
        """CREATE INDEX card_holders_by_followed ON jpki_published.card_holders
        (follows_authority_key_id, follows_serial_number) WHERE follows_serial_number IS NOT NULL"""
    )


def downgrade() -> None:
    op.execute("DROP INDEX jpki_published.card_holders_by_followed")
    op.execute(
        """ALTER TABLE jpki_published.card_holders
        DROP COLUMN follows_authority_key_id, DROP COLUMN follows_serial_number, DROP COLUMN replaces"""
    )
    op.execute("ALTER TABLE jpki.cards DROP COLUMN phone_of")
