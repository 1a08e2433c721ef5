"""Create jpki: authorities, cards, their keys, and what was revoked."""

from alembic import op

revision = "20261120_1600"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """CREATE TABLE jpki.authorities (
            generation smallint NOT NULL CONSTRAINT pk_authorities PRIMARY KEY,
            certificate bytea NOT NULL,
            private_key bytea NOT NULL,
            last_serial bigint NOT NULL,
            revoked_count bigint NOT NULL DEFAULT 0)""",
        """CREATE TABLE jpki.cards (
            card_id uuid NOT NULL CONSTRAINT pk_cards PRIMARY KEY,
            created_at timestamptz NOT NULL,
            request_digest bytea NOT NULL,
            birthdate date NOT NULL,
            pin text,
            pin_tries_left smallint NOT NULL,
            carrier text NOT NULL,
            generation smallint NOT NULL CONSTRAINT fk_cards_authorities REFERENCES jpki.authorities,
            serial_number bigint NOT NULL,
            not_before timestamptz NOT NULL,
            not_after timestamptz NOT NULL,
            CONSTRAINT uq_cards_generation_serial_number UNIQUE (generation, serial_number),
            CONSTRAINT ck_cards_pin_tries_left CHECK (pin_tries_left BETWEEN 0 AND 3),
            CONSTRAINT ck_cards_carrier CHECK (carrier IN ('card', 'android', 'iphone')),
            CONSTRAINT ck_cards_life CHECK (not_before < not_after))""",
        """CREATE TABLE jpki.card_keys (
            card_id uuid NOT NULL CONSTRAINT pk_card_keys PRIMARY KEY
                CONSTRAINT fk_card_keys_cards REFERENCES jpki.cards,
            private_key bytea NOT NULL,
            certificate bytea NOT NULL)""",
        """CREATE TABLE jpki.revocations (
            generation smallint NOT NULL,
            serial_number bigint NOT NULL,
            reason text NOT NULL,
            revoked_at timestamptz NOT NULL,
            CONSTRAINT pk_revocations PRIMARY KEY (generation, serial_number),
            CONSTRAINT fk_revocations_cards FOREIGN KEY (generation, serial_number)
                REFERENCES jpki.cards (generation, serial_number))""",
        """CREATE TABLE jpki.revocation_lists (
            generation smallint NOT NULL CONSTRAINT pk_revocation_lists PRIMARY KEY
                CONSTRAINT fk_revocation_lists_authorities REFERENCES jpki.authorities,
            number bigint NOT NULL,
            revoked_count bigint NOT NULL,
            this_update timestamptz NOT NULL,
            digest bytea NOT NULL,
            content bytea NOT NULL)""",
        # A root, a key and a revocation are for ever; what counts, and the PIN, may change.
        "GRANT SELECT, INSERT, UPDATE (last_serial, revoked_count) ON jpki.authorities TO onshi_jpki",
        "GRANT SELECT, INSERT, UPDATE (pin, pin_tries_left) ON jpki.cards TO onshi_jpki",
        "GRANT SELECT, INSERT ON jpki.card_keys, jpki.revocations TO onshi_jpki",
        "GRANT SELECT, INSERT, UPDATE ON jpki.revocation_lists TO onshi_jpki",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE jpki.revocation_lists, jpki.revocations, jpki.card_keys, jpki.cards, jpki.authorities")
