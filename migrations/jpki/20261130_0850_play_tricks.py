"""Tricks that a card plays with its next presence proofs, each once."""

from alembic import op

revision = "20261130_0850"
down_revision = "20261130_0830"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE jpki.card_tricks (
        card_id uuid NOT NULL CONSTRAINT fk_card_tricks_cards REFERENCES jpki.cards (card_id),
        number bigint GENERATED ALWAYS AS IDENTITY,
        trick text NOT NULL,
        CONSTRAINT pk_card_tricks PRIMARY KEY (card_id, number))"""
    )
    # UPDATE is for the lock of the next one: no trick is ever changed.
    op.execute("GRANT SELECT, INSERT, DELETE, UPDATE (trick) ON jpki.card_tricks TO onshi_jpki")


def downgrade() -> None:
    op.execute("DROP TABLE jpki.card_tricks")
