"""Count the faces that did not match: ten in a row lock the face way."""

from alembic import op

revision = "20261130_0810"
down_revision = "20261129_1100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """ALTER TABLE jpki.cards ADD COLUMN face_tries_left smallint NOT NULL DEFAULT 10,
        ADD CONSTRAINT ck_cards_face_tries_left CHECK (face_tries_left BETWEEN 0 AND 10)"""
    )
    op.execute("GRANT UPDATE (face_tries_left) ON jpki.cards TO onshi_jpki")


def downgrade() -> None:
    op.execute("ALTER TABLE jpki.cards DROP COLUMN face_tries_left")
