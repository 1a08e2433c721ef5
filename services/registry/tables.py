"""The tables of the schema ``registry``, as migrations/registry makes them.

Things (persons, insurers, institutions, clients) have a row that writers lock, with the time of their last change;
what is known of them stands in version rows, open while ``superseded_at`` is infinity.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)

from services.registry.table_forms import (
    INSTANT,
    OPEN,
    SCHEMA,
    hanging_on_a_coverage,
    locked,
    metadata,
    named,
    needed,
    of,
    versioned,
)

persons = locked("persons", "person_id", Uuid)
insurers = locked("insurers", "insurer_number", Text)
institutions = locked("institutions", "institution_code", Text)
clients = locked("clients", "client_id", Text)
card_reservations = locked("card_reservations", "reservation_id", Uuid)
coverages = named("coverages", "coverage_id")
limit_certificates = named("limit_certificates", "certificate_id")
elderly_certificates = named("elderly_certificates", "certificate_id")
specific_disease_certificates = named("specific_disease_certificates", "certificate_id")
medical_tickets = named("medical_tickets", "ticket_id")

person_versions = versioned(
    "person_versions",
    ("person_id",),
    needed("person_id", Uuid, of("persons", "person_id")),
    needed("name"),
    Column("name_kana", Text),
    Column("name_other", Text),
    Column("name_other_kana", Text),
    needed("sex"),
    Column("sex2", Text),
    needed("birthdate", Date),
    Column("postal_code", Text),
    Column("address", Text),
    needed("address_hidden", Boolean),
    needed("self_information_blocked", Boolean),
    Index("person_versions_by_birthdate", "birthdate", postgresql_where=OPEN),
)
person_name_keys = Table(
    "person_name_keys",
    metadata,
    Column("name_key", BigInteger, primary_key=True),
    Column("person_id", Uuid, of("persons", "person_id"), primary_key=True),
    schema=SCHEMA,
)
"""By what persons are looked up (shared/domain/name_keys.py), by names and birth dates of before, too."""
insurer_versions = versioned(
    "insurer_versions",
    ("insurer_number",),
    needed("insurer_number", Text, of("insurers", "insurer_number")),
    needed("name"),
    needed("kind"),
)
institution_versions = versioned(
    "institution_versions",
    ("institution_code",),
    needed("institution_code", Text, of("institutions", "institution_code")),
    needed("name"),
    needed("role"),
)
client_versions = versioned(
    "client_versions",
    ("client_id",),
    needed("client_id", Text, of("clients", "client_id")),
    needed("role"),
    needed("secret_sha256", LargeBinary),
    Column("insurer_number", Text, of("insurers", "insurer_number")),
    needed("institution_codes", ARRAY(Text)),
)
coverage_versions = versioned(
    "coverage_versions",
    ("coverage_id",),
    needed("coverage_id", Uuid, of("coverages", "coverage_id")),
    needed("person_id", Uuid, of("persons", "person_id")),
    needed("insurer_number", Text, of("insurers", "insurer_number")),
    Column("symbol", Text),
    needed("symbol_folded"),
    needed("number"),
    needed("number_folded"),
    Column("branch", Text),
    needed(
        "identity_key",
        BigInteger,
        Computed(
            "hashtextextended(insurer_number || chr(31) || symbol_folded || chr(31) || number_folded || chr(31)"
            " || coalesce(branch, ''), 0) >> 1",
            persisted=True,
        ),
    ),
    needed("relationship"),
    needed("acquired_on", Date),
    Column("lost_on", Date),
    Column("loss_reason", Text),
    needed("card_kind"),
    Column("issued_on", Date),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("insured_name", Text),
    Column("share_percent", Integer),
    Column("voluntary", Boolean, nullable=False, default=False),
    Column("accepted_late", Boolean, nullable=False, default=False),
    Index("coverage_versions_by_person", "person_id", "coverage_id"),
    Index("coverage_versions_by_identifiers", "insurer_number", "number_folded", "symbol_folded"),
    Index("coverage_versions_by_recording", "recorded_at", "version_id"),
    Index(
        "coverage_versions_of_insurer_by_person", "insurer_number", "person_id", "coverage_id", postgresql_where=OPEN
    ),
    Index("coverage_versions_of_insurer_by_recording", "insurer_number", "recorded_at", "version_id"),
)
ONE_HOLDER = "coverage_versions_one_holder"
"""The exclusion constraint in the migration: no two open coverages with the same identifiers share a day."""
limit_certificate_versions = hanging_on_a_coverage(
    limit_certificates,
    needed("kind"),
    needed("category"),
    needed("issued_on", Date),
    needed("valid_from", Date),
    Column("valid_to", Date),
    Column("long_stay_from", Date),
)
elderly_certificate_versions = hanging_on_a_coverage(
    elderly_certificates,
    needed("issued_on", Date),
    needed("valid_from", Date),
    needed("valid_to", Date),
    needed("share_percent", Integer),
)
specific_disease_certificate_versions = hanging_on_a_coverage(
    specific_disease_certificates,
    needed("disease"),
    needed("issued_on", Date),
    needed("valid_from", Date),
    Column("valid_to", Date),
    needed("copay_limit_yen", Integer),
)
medical_ticket_versions = hanging_on_a_coverage(
    medical_tickets,
    needed("kind"),
    needed("treatment_month"),
    needed("valid_from", Date),
    needed("valid_to", Date),
    needed("issue_number"),
    needed("institution_code"),
    needed("institution_name"),
    needed("treatment_type"),
    needed("use"),
    needed("self_pay_yen", Integer),
    needed("has_social_insurance", Boolean),
    needed("is_under_infection_law", Boolean),
    needed("is_late_elderly", Boolean),
    needed("has_prefectural_expenses", Boolean),
)
card_registrations = versioned(
    "card_registrations",
    ("authority_key_id", "serial_number"),
    needed("authority_key_id", LargeBinary),
    needed("serial_number", LargeBinary),
    needed("person_id", Uuid, of("persons", "person_id")),
    needed("channel"),
    Column("renewed_from", Uuid),
    Index("card_registrations_by_person", "person_id"),
)
card_registration_ends = Table(
    "card_registration_ends",
    metadata,
    Column("registration_id", Uuid, primary_key=True),
    needed("reason"),
    needed("ended_at", INSTANT),
    needed("ended_by"),
    schema=SCHEMA,
)
card_reservation_versions = versioned(
    "card_reservation_versions",
    ("reservation_id",),
    needed("reservation_id", Uuid, of("card_reservations", "reservation_id")),
    needed("authority_key_id", LargeBinary),
    needed("serial_number", LargeBinary),
    needed("channel"),
    needed("state"),
    Column("wanted_person_id", Uuid),
    Column("name", Text),
    Column("name_kana", Text),
    Column("birthdate", Date),
    Column("sex", Text),
    Column("address", Text),
    Column("registered_person_id", Uuid, of("persons", "person_id")),
    Index("card_reservation_versions_by_person", "wanted_person_id", postgresql_where=OPEN),
    Index("card_reservation_versions_by_birthdate", "birthdate", postgresql_where=OPEN),
)
spent_proofs = Table(
    "spent_proofs",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    needed("spent_at", INSTANT),
    needed("spent_by"),
    schema=SCHEMA,
)
person_questions = Table(
    "person_questions",
    metadata,
    Column("question_id", Uuid, primary_key=True),
    needed("asked_at", INSTANT),
    needed("asked_by"),
    Column("institution_code", Text),
    needed("way"),
    needed("outcome"),
    Column("person_id", Uuid),
    schema=SCHEMA,
)
secret_guesses = Table(
    "secret_guesses",
    metadata,
    Column("guess_id", Uuid, primary_key=True),
    needed("place"),
    needed("guessed_at", INSTANT),
    Index("secret_guesses_by_place", "place", "guessed_at"),
    schema=SCHEMA,
)
