"""The tables of the schema ``registry``, as migrations/registry makes them.

Things (persons, insurers, institutions, clients) have a row that writers lock, with the time of their last change;
what is known of them stands in version rows, open while ``superseded_at`` is infinity.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP

SCHEMA = "registry"
INFINITY: ColumnElement[Any] = literal_column("'infinity'::timestamptz")
INSTANT = TIMESTAMP(timezone=True)
_OPEN = text("superseded_at = 'infinity'")

metadata = MetaData(
    naming_convention={
        # PostgreSQL's own names, so that what a migration leaves unnamed is the same here.
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
    }
)


def _needed(name: str, type_: Any = Text, *more: Any) -> Column[Any]:
    return Column(name, type_, *more, nullable=False)


def _of(table: str, key: str) -> ForeignKey:
    return ForeignKey(f"{SCHEMA}.{table}.{key}")


def _locked(name: str, key: str, type_: Any) -> Table:
    return Table(name, metadata, Column(key, type_, primary_key=True), _needed("changed_at", INSTANT), schema=SCHEMA)


def _named(name: str, key: str) -> Table:
    return Table(name, metadata, Column(key, Uuid, primary_key=True), schema=SCHEMA)


def _versioned(name: str, key: tuple[str, ...], *columns: Column[Any] | Index) -> Table:
    return Table(
        name,
        metadata,
        Column("version_id", Uuid, primary_key=True),
        *(column for column in columns if isinstance(column, Column)),
        _needed("recorded_at", INSTANT),
        Column("superseded_at", INSTANT, nullable=False, server_default=text("'infinity'")),
        _needed("recorded_by"),
        *(index for index in columns if isinstance(index, Index)),
        UniqueConstraint(*key, "recorded_at", name=f"{name}_recorded"),
        Index(f"{name}_open", *key, unique=True, postgresql_where=_OPEN),
        schema=SCHEMA,
    )


def _hanging_on_a_coverage(names: Table, *columns: Column[Any]) -> Table:
    (key,) = names.primary_key.columns.keys()
    name = f"{names.name.removesuffix('s')}_versions"
    return _versioned(
        name,
        (key,),
        _needed(key, Uuid, _of(names.name, key)),
        _needed("coverage_id", Uuid, _of("coverages", "coverage_id")),
        *columns,
        Index(f"{name}_by_coverage", "coverage_id"),
    )


persons = _locked("persons", "person_id", Uuid)
insurers = _locked("insurers", "insurer_number", Text)
institutions = _locked("institutions", "institution_code", Text)
clients = _locked("clients", "client_id", Text)
card_reservations = _locked("card_reservations", "reservation_id", Uuid)
coverages = _named("coverages", "coverage_id")
limit_certificates = _named("limit_certificates", "certificate_id")
elderly_certificates = _named("elderly_certificates", "certificate_id")
specific_disease_certificates = _named("specific_disease_certificates", "certificate_id")
medical_tickets = _named("medical_tickets", "ticket_id")

person_versions = _versioned(
    "person_versions",
    ("person_id",),
    _needed("person_id", Uuid, _of("persons", "person_id")),
    _needed("name"),
    Column("name_kana", Text),
    Column("name_other", Text),
    Column("name_other_kana", Text),
    _needed("sex"),
    Column("sex2", Text),
    _needed("birthdate", Date),
    Column("postal_code", Text),
    Column("address", Text),
    _needed("address_hidden", Boolean),
    _needed("self_information_blocked", Boolean),
    Index("person_versions_by_birthdate", "birthdate", postgresql_where=_OPEN),
)
insurer_versions = _versioned(
    "insurer_versions",
    ("insurer_number",),
    _needed("insurer_number", Text, _of("insurers", "insurer_number")),
    _needed("name"),
    _needed("kind"),
)
institution_versions = _versioned(
    "institution_versions",
    ("institution_code",),
    _needed("institution_code", Text, _of("institutions", "institution_code")),
    _needed("name"),
    _needed("role"),
)
client_versions = _versioned(
    "client_versions",
    ("client_id",),
    _needed("client_id", Text, _of("clients", "client_id")),
    _needed("role"),
    _needed("secret_sha256", LargeBinary),
    Column("insurer_number", Text, _of("insurers", "insurer_number")),
    _needed("institution_codes", ARRAY(Text)),
)
coverage_versions = _versioned(
    "coverage_versions",
    ("coverage_id",),
    _needed("coverage_id", Uuid, _of("coverages", "coverage_id")),
    _needed("person_id", Uuid, _of("persons", "person_id")),
    _needed("insurer_number", Text, _of("insurers", "insurer_number")),
    Column("symbol", Text),
    _needed("symbol_folded"),
    _needed("number"),
    _needed("number_folded"),
    Column("branch", Text),
    _needed(
        "identity_key",
        BigInteger,
        Computed(
            "hashtextextended(insurer_number || chr(31) || symbol_folded || chr(31) || number_folded || chr(31)"
            " || coalesce(branch, ''), 0) >> 1",
            persisted=True,
        ),
    ),
    _needed("relationship"),
    _needed("acquired_on", Date),
    Column("lost_on", Date),
    Column("loss_reason", Text),
    _needed("card_kind"),
    Column("issued_on", Date),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("insured_name", Text),
    Column("share_percent", Integer),
    Column("voluntary", Boolean, nullable=False, default=False),
    Index("coverage_versions_by_person", "person_id"),
    Index("coverage_versions_by_identifiers", "insurer_number", "number_folded", "symbol_folded"),
    Index("coverage_versions_by_recording", "recorded_at"),
)
ONE_HOLDER = "coverage_versions_one_holder"
"""The exclusion constraint in the migration: no two open coverages with the same identifiers share a day."""
limit_certificate_versions = _hanging_on_a_coverage(
    limit_certificates,
    _needed("kind"),
    _needed("category"),
    _needed("issued_on", Date),
    _needed("valid_from", Date),
    Column("valid_to", Date),
    Column("long_stay_from", Date),
)
elderly_certificate_versions = _hanging_on_a_coverage(
    elderly_certificates,
    _needed("issued_on", Date),
    _needed("valid_from", Date),
    _needed("valid_to", Date),
    _needed("share_percent", Integer),
)
specific_disease_certificate_versions = _hanging_on_a_coverage(
    specific_disease_certificates,
    _needed("disease"),
    _needed("issued_on", Date),
    _needed("valid_from", Date),
    Column("valid_to", Date),
    _needed("copay_limit_yen", Integer),
)
medical_ticket_versions = _hanging_on_a_coverage(
    medical_tickets,
    _needed("kind"),
    _needed("treatment_month"),
    _needed("valid_from", Date),
    _needed("valid_to", Date),
    _needed("issue_number"),
    _needed("institution_code"),
    _needed("institution_name"),
    _needed("treatment_type"),
    _needed("use"),
    _needed("self_pay_yen", Integer),
)
card_registrations = _versioned(
    "card_registrations",
    ("authority_key_id", "serial_number"),
    _needed("authority_key_id", LargeBinary),
    _needed("serial_number", LargeBinary),
    _needed("person_id", Uuid, _of("persons", "person_id")),
    _needed("channel"),
    Column("renewed_from", Uuid),
    Index("card_registrations_by_person", "person_id"),
)
card_registration_ends = Table(
    "card_registration_ends",
    metadata,
    Column("registration_id", Uuid, primary_key=True),
    _needed("reason"),
    _needed("ended_at", INSTANT),
    _needed("ended_by"),
    schema=SCHEMA,
)
card_reservation_versions = _versioned(
    "card_reservation_versions",
    ("reservation_id",),
    _needed("reservation_id", Uuid, _of("card_reservations", "reservation_id")),
    _needed("authority_key_id", LargeBinary),
    _needed("serial_number", LargeBinary),
    _needed("channel"),
    _needed("state"),
    Column("wanted_person_id", Uuid),
    Column("name", Text),
    Column("name_kana", Text),
    Column("birthdate", Date),
    Column("sex", Text),
    Column("address", Text),
    Column("registered_person_id", Uuid, _of("persons", "person_id")),
    Index("card_reservation_versions_by_person", "wanted_person_id", postgresql_where=_OPEN),
    Index("card_reservation_versions_by_birthdate", "birthdate", postgresql_where=_OPEN),
)
spent_proofs = Table(
    "spent_proofs",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _needed("spent_at", INSTANT),
    _needed("spent_by"),
    schema=SCHEMA,
)
