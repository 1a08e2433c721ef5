"""Add what else hangs on a coverage (高齢受給者証, 特定疾病療養受療証, 医療券), 任意継続, and the life of a 初回登録.

A certificate that is ended on the day before it began never held; a coverage that is lost on the day on which it was
acquired never was. A card registration ends without a new version: its end stands in a table of its own.
"""

from alembic import op

revision = "20261120_1700"
down_revision = "20261120_1610"
branch_labels = None
depends_on = None

CERTIFICATES = {
    "elderly_certificates": (
        "certificate_id",
        "issued_on date NOT NULL, valid_from date NOT NULL, valid_to date NOT NULL, share_percent integer NOT NULL",
    ),
    "specific_disease_certificates": (
        "certificate_id",
        """disease text NOT NULL, issued_on date NOT NULL, valid_from date NOT NULL, valid_to date,
        copay_limit_yen integer NOT NULL""",
    ),
    "medical_tickets": (
        "ticket_id",
        """kind text NOT NULL, treatment_month text NOT NULL, valid_from date NOT NULL, valid_to date NOT NULL,
        issue_number text NOT NULL, institution_code text NOT NULL, institution_name text NOT NULL,
        treatment_type text NOT NULL, use text NOT NULL, self_pay_yen integer NOT NULL""",
    ),
}
LIMIT_DAYS = "limit_certificate_versions_check"


def upgrade() -> None:
    op.execute("ALTER TABLE registry.coverage_versions ADD voluntary boolean NOT NULL DEFAULT false")
    op.execute("ALTER TABLE registry.coverage_versions ALTER voluntary DROP DEFAULT")
    op.execute("ALTER TABLE registry.card_registrations ADD renewed_from uuid")
    op.execute(
        f"""ALTER TABLE registry.limit_certificate_versions DROP CONSTRAINT {LIMIT_DAYS},
        ADD CONSTRAINT {LIMIT_DAYS} CHECK (valid_from <= valid_to + 1)"""
    )
    for name, (key, columns) in CERTIFICATES.items():
        _create_versioned(
            name,
            key,
            f"""{key} uuid NOT NULL REFERENCES registry.{name}, coverage_id uuid NOT NULL REFERENCES registry.coverages,
            {columns}, CHECK (valid_from <= valid_to + 1)""",
            f"{key} uuid PRIMARY KEY",
        )
        op.execute(f"GRANT SELECT, INSERT ON registry.{name} TO onshi_registry")
        table = f"{name.removesuffix('s')}_versions"
        op.execute(f"CREATE INDEX {table}_by_coverage ON registry.{table} (coverage_id)")
    # Whom a reservation waits for is named by id, or by name, birth date, sex and address.
    _create_versioned(
        "card_reservations",
        "reservation_id",
        """reservation_id uuid NOT NULL REFERENCES registry.card_reservations, authority_key_id bytea NOT NULL,
        serial_number bytea NOT NULL, channel text NOT NULL, state text NOT NULL, wanted_person_id uuid,
        name text, name_kana text, birthdate date, sex text, address text,
        registered_person_id uuid REFERENCES registry.persons""",
        "reservation_id uuid PRIMARY KEY, changed_at timestamptz NOT NULL",
    )
    op.execute("GRANT SELECT, INSERT, UPDATE (changed_at) ON registry.card_reservations TO onshi_registry")
    for index, column in (("person", "wanted_person_id"), ("birthdate", "birthdate")):
        op.execute(
            f"""CREATE INDEX card_reservation_versions_by_{index} ON registry.card_reservation_versions ({column})
            WHERE superseded_at = 'infinity'"""
        )
    op.execute(
        """CREATE TABLE registry.card_registration_ends (registration_id uuid PRIMARY KEY, reason text NOT NULL,
        ended_at timestamptz NOT NULL, ended_by text NOT NULL)"""
    )
    op.execute(
        """CREATE TABLE registry.spent_proofs (digest bytea PRIMARY KEY, spent_at timestamptz NOT NULL,
        spent_by text NOT NULL)"""
    )
    op.execute("GRANT SELECT, INSERT ON registry.card_registration_ends, registry.spent_proofs TO onshi_registry")
    op.execute(
        """CREATE INDEX coverage_versions_by_identifiers
        ON registry.coverage_versions (insurer_number, number_folded, symbol_folded)"""
    )
    op.execute("CREATE INDEX coverage_versions_by_recording ON registry.coverage_versions (recorded_at)")
    op.execute(
        """CREATE INDEX person_versions_by_birthdate ON registry.person_versions (birthdate)
        WHERE superseded_at = 'infinity'"""
    )


def _create_versioned(name: str, key: str, columns: str, naming_columns: str) -> None:
    table = f"{name.removesuffix('s')}_versions"
    op.execute(f"CREATE TABLE registry.{name} ({naming_columns})")
    op.execute(
        f"""CREATE TABLE registry.{table} (
        version_id uuid PRIMARY KEY, {columns},
        recorded_at timestamptz NOT NULL, superseded_at timestamptz NOT NULL DEFAULT 'infinity',
        recorded_by text NOT NULL, CHECK (recorded_at < superseded_at),
        CONSTRAINT {table}_recorded UNIQUE ({key}, recorded_at))"""
    )
    op.execute(f"CREATE UNIQUE INDEX {table}_open ON registry.{table} ({key}) WHERE superseded_at = 'infinity'")
    op.execute(
        f"""CREATE TRIGGER supersede_only_once BEFORE UPDATE ON registry.{table}
        FOR EACH ROW EXECUTE FUNCTION registry.supersede_only_once()"""
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE (superseded_at) ON registry.{table} TO onshi_registry")


def downgrade() -> None:
    op.execute("DROP INDEX registry.person_versions_by_birthdate")
    op.execute("DROP INDEX registry.coverage_versions_by_recording")
    op.execute("DROP INDEX registry.coverage_versions_by_identifiers")
    op.execute("DROP TABLE registry.spent_proofs, registry.card_registration_ends")
    names = (*CERTIFICATES, "card_reservations")
    versions = ", ".join(f"registry.{name.removesuffix('s')}_versions" for name in names)
    op.execute(f"DROP TABLE {versions}")
    op.execute(f"DROP TABLE {', '.join(f'registry.{name}' for name in names)}")
    # Certificates that were ended before they began are kept, so the stricter rule holds for new rows only.
    op.execute(
        f"""ALTER TABLE registry.limit_certificate_versions DROP CONSTRAINT {LIMIT_DAYS},
        ADD CONSTRAINT {LIMIT_DAYS} CHECK (valid_from <= valid_to) NOT VALID"""
    )
    op.execute("ALTER TABLE registry.card_registrations DROP renewed_from")
    op.execute("ALTER TABLE registry.coverage_versions DROP voluntary")
