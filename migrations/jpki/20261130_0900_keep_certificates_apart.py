"""A card has several certificates: one after the other by renewal, and one of each kind of authority."""

from alembic import op

revision = "20261130_0900"
down_revision = "20261130_0850"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "ALTER TABLE jpki.cards DROP CONSTRAINT fk_cards_authorities",
        "ALTER TABLE jpki.revocations DROP CONSTRAINT fk_revocations_cards, DROP CONSTRAINT pk_revocations",
        """ALTER TABLE jpki.revocation_lists DROP CONSTRAINT fk_revocation_lists_authorities,
            DROP CONSTRAINT pk_revocation_lists""",
        """ALTER TABLE jpki.authorities DROP CONSTRAINT pk_authorities,
            ADD COLUMN kind text NOT NULL DEFAULT 'authentication'
            CONSTRAINT ck_authorities_kind CHECK (kind IN ('authentication', 'signature')),
            ADD CONSTRAINT pk_authorities PRIMARY KEY (kind, generation)""",
        """CREATE TABLE jpki.certificates (
            kind text NOT NULL,
            generation smallint NOT NULL,
            serial_number bigint NOT NULL,
            card_id uuid NOT NULL CONSTRAINT fk_certificates_cards REFERENCES jpki.cards,
            renewal smallint NOT NULL DEFAULT 0,
            not_before timestamptz NOT NULL,
            not_after timestamptz NOT NULL,
            CONSTRAINT pk_certificates PRIMARY KEY (kind, generation, serial_number),
            CONSTRAINT fk_certificates_authorities FOREIGN KEY (kind, generation) REFERENCES jpki.authorities,
            CONSTRAINT uq_certificates_card_id_kind_renewal UNIQUE (card_id, kind, renewal),
            CONSTRAINT ck_certificates_life CHECK (not_before < not_after))""",
        """INSERT INTO jpki.certificates (kind, generation, serial_number, card_id, not_before, not_after)
            SELECT 'authentication', generation, serial_number, card_id, not_before, not_after FROM jpki.cards""",
        """CREATE TABLE jpki.certificate_keys (
            kind text NOT NULL,
            generation smallint NOT NULL,
            serial_number bigint NOT NULL,
            private_key bytea NOT NULL,
            certificate bytea NOT NULL,
            CONSTRAINT pk_certificate_keys PRIMARY KEY (kind, generation, serial_number),
            CONSTRAINT fk_certificate_keys_certificates FOREIGN KEY (kind, generation, serial_number)
                REFERENCES jpki.certificates)""",
        """INSERT INTO jpki.certificate_keys
            SELECT 'authentication', generation, serial_number, private_key, certificate
            FROM jpki.cards JOIN jpki.card_keys USING (card_id)""",
        "DROP TABLE jpki.card_keys",
        """ALTER TABLE jpki.cards DROP COLUMN generation, DROP COLUMN serial_number, DROP COLUMN not_before,
            DROP COLUMN not_after""",
        """ALTER TABLE jpki.revocations ADD COLUMN kind text NOT NULL DEFAULT 'authentication',
            ADD CONSTRAINT pk_revocations PRIMARY KEY (kind, generation, serial_number),
            ADD CONSTRAINT fk_revocations_certificates FOREIGN KEY (kind, generation, serial_number)
            REFERENCES jpki.certificates""",
        """ALTER TABLE jpki.revocation_lists ADD COLUMN kind text NOT NULL DEFAULT 'authentication',
            ADD CONSTRAINT pk_revocation_lists PRIMARY KEY (kind, generation),
            ADD CONSTRAINT fk_revocation_lists_authorities FOREIGN KEY (kind, generation)
            REFERENCES jpki.authorities""",
        "GRANT SELECT, INSERT ON jpki.certificates, jpki.certificate_keys TO onshi_jpki",
    ):
        op.execute(statement)


def downgrade() -> None:
    """Go back to one certificate a card: the newest for authentication; others, and their revocations, are lost."""
    current = """FROM jpki.certificates c WHERE c.kind = 'authentication' AND c.renewal =
        (SELECT max(n.renewal) FROM jpki.certificates n WHERE n.kind = c.kind AND n.card_id = c.card_id)"""
    for statement in (
        "ALTER TABLE jpki.revocations DROP CONSTRAINT fk_revocations_certificates",
        "ALTER TABLE jpki.revocation_lists DROP CONSTRAINT fk_revocation_lists_authorities",
        """ALTER TABLE jpki.cards ADD COLUMN generation smallint, ADD COLUMN serial_number bigint,
            ADD COLUMN not_before timestamptz, ADD COLUMN not_after timestamptz""",
        f"""UPDATE jpki.cards SET generation = o.generation, serial_number = o.serial_number,
            not_before = o.not_before, not_after = o.not_after
            FROM (SELECT c.* {current}) o WHERE o.card_id = cards.card_id""",  # noqa: S608 - put together from constants
        """ALTER TABLE jpki.cards ALTER COLUMN generation SET NOT NULL, ALTER COLUMN serial_number SET NOT NULL,
            ALTER COLUMN not_before SET NOT NULL, ALTER COLUMN not_after SET NOT NULL,
            ADD CONSTRAINT uq_cards_generation_serial_number UNIQUE (generation, serial_number),
            ADD CONSTRAINT ck_cards_life CHECK (not_before < not_after)""",
        """CREATE TABLE jpki.card_keys (
            card_id uuid NOT NULL CONSTRAINT pk_card_keys PRIMARY KEY
                CONSTRAINT fk_card_keys_cards REFERENCES jpki.cards,
            private_key bytea NOT NULL,
            certificate bytea NOT NULL)""",
        """INSERT INTO jpki.card_keys SELECT c.card_id, k.private_key, k.certificate
            FROM jpki.cards c JOIN jpki.certificate_keys k ON k.kind = 'authentication'
            AND k.generation = c.generation AND k.serial_number = c.serial_number""",
        """DELETE FROM jpki.revocations r WHERE r.kind <> 'authentication' OR NOT EXISTS (SELECT FROM jpki.cards c
            WHERE c.generation = r.generation AND c.serial_number = r.serial_number)""",
        """ALTER TABLE jpki.revocations DROP CONSTRAINT pk_revocations, DROP COLUMN kind,
            ADD CONSTRAINT pk_revocations PRIMARY KEY (generation, serial_number),
            ADD CONSTRAINT fk_revocations_cards FOREIGN KEY (generation, serial_number)
            REFERENCES jpki.cards (generation, serial_number)""",
        "DROP TABLE jpki.certificate_keys, jpki.certificates",
        # Lists are made anew from what is left.
        "DELETE FROM jpki.revocation_lists",
        """ALTER TABLE jpki.revocation_lists DROP CONSTRAINT pk_revocation_lists, DROP COLUMN kind,
            ADD CONSTRAINT pk_revocation_lists PRIMARY KEY (generation)""",
        "DELETE FROM jpki.authorities WHERE kind <> 'authentication'",
        """ALTER TABLE jpki.authorities DROP CONSTRAINT pk_authorities, DROP COLUMN kind,
            ADD CONSTRAINT pk_authorities PRIMARY KEY (generation)""",
        """UPDATE jpki.authorities a SET revoked_count =
            (SELECT count(*) FROM jpki.revocations r WHERE r.generation = a.generation)""",
        """ALTER TABLE jpki.cards ADD CONSTRAINT fk_cards_authorities
            FOREIGN KEY (generation) REFERENCES jpki.authorities""",
        """ALTER TABLE jpki.revocation_lists ADD CONSTRAINT fk_revocation_lists_authorities
            FOREIGN KEY (generation) REFERENCES jpki.authorities""",
        "GRANT SELECT, INSERT ON jpki.card_keys TO onshi_jpki",
    ):
        op.execute(statement)
