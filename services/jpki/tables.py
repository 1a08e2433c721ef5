"""The tables of schema ``jpki``: nobody but this service reads them. Private keys of cards exist nowhere else.

Two tables are published, to the registry alone: whose each card is, and its certificates for authentication.

Certificates and lists are DER, private keys PKCS#8 DER, digests SHA-256.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

metadata = MetaData(
    schema="jpki",
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    },
)

authorities = Table(
    "authorities",
    metadata,
    # 利用者証明用 or 署名用: each counts generations and serial numbers of its own.
    Column("kind", Text, primary_key=True, server_default="authentication"),
    Column("generation", SmallInteger, primary_key=True, autoincrement=False),
    Column("certificate", LargeBinary, nullable=False),
    Column("private_key", LargeBinary, nullable=False),
    Column("last_serial", BigInteger, nullable=False),
    # How many rows revocations has: whoever polls the list costs one row, not a count.
    Column("revoked_count", BigInteger, nullable=False, server_default="0"),
    # Of a generation after the first three: from when it issues, and the one before vouches for its key.
    Column("issues_from", Date),
    Column("link", LargeBinary),
    CheckConstraint("kind IN ('authentication', 'signature')", name="kind"),
)

cards = Table(
    "cards",
    metadata,
    Column("card_id", Uuid, primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    # Of the request that made the card, so that the same one again can be told from another.
    Column("request_digest", LargeBinary, nullable=False),
    Column("birthdate", Date, nullable=False),
    # In the clear: no hash hides four digits, and a simulated card has no chip to hide them in.
    # Null on a face-authentication card.
    Column("pin", Text),
    Column("pin_tries_left", SmallInteger, nullable=False),
    Column("face_tries_left", SmallInteger, nullable=False, server_default="10"),
    Column("carrier", Text, nullable=False),
    # The card that a phone was made from, where that is known.
    Column("phone_of", Uuid, ForeignKey("jpki.cards.card_id")),
    CheckConstraint("pin_tries_left BETWEEN 0 AND 3", name="pin_tries_left"),
    CheckConstraint("face_tries_left BETWEEN 0 AND 10", name="face_tries_left"),
    CheckConstraint("carrier IN ('card', 'android', 'iphone')", name="carrier"),
    Index("cards_by_card", "phone_of", postgresql_where=text("phone_of IS NOT NULL")),
    # Of cards of the mass: the key that they share with others. Null: a key of the card's own.
    Column("shared_key", SmallInteger, ForeignKey("jpki.shared_keys.number")),
)

shared_keys = Table(
    "shared_keys",
    metadata,
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("private_key", LargeBinary, nullable=False),
)

card_tricks = Table(
    "card_tricks",
    metadata,
    Column("card_id", Uuid, ForeignKey(cards.c.card_id), primary_key=True),
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("trick", Text, nullable=False),
)

certificates = Table(
    "certificates",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("generation", SmallInteger, primary_key=True),
    Column("serial_number", BigInteger, primary_key=True),
    Column("card_id", Uuid, ForeignKey(cards.c.card_id), nullable=False),
    # Counts up with each renewal; the newest is the one that the card signs with.
    Column("renewal", SmallInteger, nullable=False, server_default="0"),
    Column("not_before", DateTime(timezone=True), nullable=False),
    Column("not_after", DateTime(timezone=True), nullable=False),
    # Of the key of the request that renewed, so that the same one again can be told from another.
    Column("request_digest", LargeBinary),
    ForeignKeyConstraint(["kind", "generation"], [authorities.c.kind, authorities.c.generation]),
    UniqueConstraint("card_id", "kind", "renewal"),
    CheckConstraint("not_before < not_after", name="life"),
)

certificate_keys = Table(
    "certificate_keys",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("generation", SmallInteger, primary_key=True),
    Column("serial_number", BigInteger, primary_key=True),
    Column("private_key", LargeBinary, nullable=False),
    Column("certificate", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["kind", "generation", "serial_number"],
        [certificates.c.kind, certificates.c.generation, certificates.c.serial_number],
    ),
)

revocations = Table(
    "revocations",
    metadata,
    Column("kind", Text, primary_key=True, server_default="authentication"),
    Column("generation", SmallInteger, primary_key=True),
    Column("serial_number", BigInteger, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("revoked_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(
        ["kind", "generation", "serial_number"],
        [certificates.c.kind, certificates.c.generation, certificates.c.serial_number],
    ),
)

revocation_lists = Table(
    "revocation_lists",
    metadata,
    Column("kind", Text, primary_key=True, server_default="authentication"),
    Column("generation", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("revoked_count", BigInteger, nullable=False),
    Column("this_update", DateTime(timezone=True), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(["kind", "generation"], [authorities.c.kind, authorities.c.generation]),
)

published_certificates = Table(
    "certificates",
    metadata,
    Column("authority_key_id", LargeBinary, primary_key=True),
    Column("serial_number", LargeBinary, primary_key=True),
    Column("certificate", LargeBinary, nullable=False),
    # In which order they were made: the registry reads what is new.
    Column("number", BigInteger, Identity(always=True), nullable=False, unique=True),
    schema="jpki_published",
)

card_holders = Table(
    "card_holders",
    metadata,
    Column("authority_key_id", LargeBinary, primary_key=True),
    Column("serial_number", LargeBinary, primary_key=True),
    # Stands for what J-LIS and the fund derive from the My Number: the same for all cards and phones of one person.
    Column("resident_key", LargeBinary, nullable=False),
    Column("name", Text),
    Column("name_kana", Text),
    Column("birthdate", Date),
    Column("sex", Text),
    Column("address", Text),
    # Which certificate of the same person came before: a phone's card, or (``replaces``) the one that was renewed.
    Column("follows_authority_key_id", LargeBinary),
    Column("follows_serial_number", LargeBinary),
    Column("replaces", Boolean, nullable=False, server_default=text("false")),
    Column("known_from", DateTime(timezone=True), primary_key=True),
    Column("known_to", DateTime(timezone=True), nullable=False, server_default=text("'infinity'")),
    CheckConstraint("num_nulls(name, birthdate, sex, address) IN (0, 4)", name="described"),
    Index("card_holders_by_resident", "resident_key"),
    Index(
        "card_holders_by_followed",
        "follows_authority_key_id",
        "follows_serial_number",
        postgresql_where=text("follows_serial_number IS NOT NULL"),
    ),
    schema="jpki_published",
)
