"""Publish to the registry whose each card is: an opaque resident key, and 4情報 where they are known."""

import sqlalchemy as sa
from alembic import op
from cryptography import x509

revision = "20261129_1100"
down_revision = "20261120_1600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """CREATE TABLE jpki_published.card_holders (
            authority_key_id bytea NOT NULL,
            serial_number bytea NOT NULL,
            resident_key bytea NOT NULL,
            name text,
            name_kana text,
            birthdate date,
            sex text,
            address text,
            known_from timestamptz NOT NULL,
            known_to timestamptz NOT NULL DEFAULT 'infinity',
            CONSTRAINT pk_card_holders PRIMARY KEY (authority_key_id, serial_number, known_from),
            CONSTRAINT ck_card_holders_described CHECK (num_nulls(name, birthdate, sex, address) IN (0, 4)))""",
        "CREATE INDEX card_holders_by_resident ON jpki_published.card_holders (resident_key)",
        "GRANT SELECT, INSERT, UPDATE (known_to) ON jpki_published.card_holders TO onshi_jpki",
        # The registry alone: no other service may tell that two cards are one person's.
        "GRANT USAGE ON SCHEMA jpki_published TO onshi_registry",
        "GRANT SELECT ON jpki_published.card_holders TO onshi_registry",
    ):
        op.execute(statement)
    # Cards of a world that was kept from before: each holder is somebody, though nobody said who is the same.
    connection = op.get_bind()
    for generation, certificate in connection.execute(
        sa.text("SELECT generation, certificate FROM jpki.authorities")
    ).all():
        key_id = x509.load_der_x509_certificate(certificate).extensions.get_extension_for_class(
            x509.SubjectKeyIdentifier
        )
        connection.execute(
            sa.text(
                """INSERT INTO jpki_published.card_holders (authority_key_id, serial_number, resident_key, known_from)
                SELECT :key_id, ltrim(int8send(serial_number), '\\x00'::bytea), uuid_send(gen_random_uuid()), created_at
                FROM jpki.cards WHERE generation = :generation"""
            ),
            {"key_id": key_id.value.digest, "generation": generation},
        )


def downgrade() -> None:
    op.execute("DROP TABLE jpki_published.card_holders")
    op.execute("REVOKE USAGE ON SCHEMA jpki_published FROM onshi_registry")
