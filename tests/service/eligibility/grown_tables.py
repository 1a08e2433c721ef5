"""What PostgreSQL may know of the tables when it plans: nothing, that they were empty, or that they are large."""

_PEOPLE = """
INSERT INTO registry_published.persons (
    person_id, version_id, document, address_hidden, self_information_blocked, known_from)
SELECT md5(n::text)::uuid, md5('v' || n)::uuid, '{}', false, false, '2026-01-01' FROM generate_series(1, 10000) n
"""
_NAMED = """
INSERT INTO registry_published.insured_identifiers (
    insurer_number, symbol, number, branch, birthdate, person_id, coverage_id, known_from)
SELECT '02999918', 'A', n::text, '00', date '1950-01-01' + n, md5(n::text)::uuid, md5('c' || n)::uuid, '2026-01-01'
FROM generate_series(1, 10000) n
"""


def _at(number: str) -> str:
    return f"(timestamptz '2026-08-15Z' + {number} * interval '9 min')"


def _id(number: str) -> str:
    """Return the SQL of a check's id, which begins with its time: 20,000 of them lie in five months."""
    return f"eligibility_published.first_id_at({_at(number)})"


MONTHS = """
SELECT eligibility_published.make_month(at)
FROM generate_series(timestamptz '2026-08-15Z', '2026-12-15Z', '1 month') at
"""
A_CHECK = "'01a002c0-1d60-0000-0000-000000000000'::uuid"
_RECORDS = f"""
INSERT INTO eligibility_published.disclosures (
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, kinds, rules,
    person_id, registry_version, coverage_ids, consent_versions, chosen_consents)
SELECT {_id("n")}, {_at("n")}, 'clinic', 'institution',
       CASE WHEN n % 100 = 0 THEN '9910000018' ELSE '9910000026' END,
       CASE WHEN n % 2 = 0 THEN 'my_number_card' ELSE 'bulk' END, 'CARE_VISIT', '2026-11-20', 'answered', 'valid',
       '{{}}', '{{}}', md5((n % 500)::text)::uuid, md5('v' || n % 500)::uuid, '{{}}', '{{}}', '{{}}'
FROM generate_series(1, 20000) n
"""  # noqa: S608 - put together from constants
_LAST_CHECKS = """
INSERT INTO eligibility.last_checks
SELECT DISTINCT person_id, institution_code, '2026-11-20'::timestamptz, person_id, '2026-11-20'::date
FROM eligibility_published.disclosures
"""
_NUMBERS = """
INSERT INTO eligibility.reference_numbers
SELECT md5(n::text)::uuid, '9910000018', n::text, '2026-11-20' FROM generate_series(1, 10000) n
"""
_RECEPTIONS = """
INSERT INTO eligibility.bulk_receptions
SELECT md5(n::text)::uuid, '2026-11-20', '2026-11-27', 'clinic', 'institution', '9910000018', '2026-11-20'
FROM generate_series(1, 20) n
"""
_ITEMS = """
INSERT INTO eligibility.bulk_items (reception_number, place, item_reference, check_id)
SELECT md5(n::text)::uuid, place, 'r', md5(n || ' ' || place)::uuid
FROM generate_series(1, 20) n, generate_series(1, 1000) place
"""
_CONSENT_VERSIONS = f"""
INSERT INTO consent.consent_versions (
    version_id, consent_id, check_id, kind, person_id, institution_code, channel, given_at, recorded_at, recorded_by)
SELECT md5('k' || n)::uuid, md5('s' || n)::uuid, {_id("n")}, 'medication', md5((n % 500)::text)::uuid,
       '9910000018', 'reader', '2026-11-20', '2026-11-20', 'clinic'
FROM generate_series(1, 10000) n
"""  # noqa: S608 - put together from constants
_CARDS = """
INSERT INTO registry_published.card_certificates (authority_key_id, serial_number, person_id, known_from)
SELECT '\\x01', int4send(n), md5(n::text)::uuid, '2026-01-01' FROM generate_series(1, 10000) n
"""
_HOLDERS = """
INSERT INTO jpki_published.card_holders (authority_key_id, serial_number, resident_key, known_from)
SELECT '\\x01', int4send(n), int4send(n), '2026-01-01' FROM generate_series(1, 10000) n
"""
_REVOKED = """
INSERT INTO registry_published.revocations (authority_key_id, serial_number, reason, revoked_at, known_from)
SELECT '\\x01', int4send(n), 'superseded', '2026-01-01', '2026-01-01' FROM generate_series(1, 10000) n
"""
_VERIFIED = """
INSERT INTO registry_published.verified_certificates
    (authority_key_id, serial_number, certificate_digest, mark, known_from)
SELECT '\\x01', int4send(n), sha256(int4send(n)), '\\x02', '2026-01-01' FROM generate_series(1, 10000) n
"""
_CERTIFICATES = """
INSERT INTO jpki_published.certificates (authority_key_id, serial_number, certificate)
SELECT '\\x01', int4send(n), '\\x03' FROM generate_series(1, 10000) n
"""
_STATUS_LISTS = """
INSERT INTO registry_published.status_lists (authority_key_id, this_update, next_update, known_from, known_to)
SELECT '\\x01', day, day + interval '1 day', day, day + interval '1 hour'
FROM generate_series('2020-01-01'::timestamptz, '2026-11-20', '1 hour') day
"""
_PUBLISHED_CONSENTS = f"""
INSERT INTO consent_published.consents (
    consent_id, version_id, person_id, institution_code, kind, state, given_at, check_id, channel, known_from)
SELECT md5('s' || n)::uuid, md5('k' || n)::uuid, md5((n % 500)::text)::uuid, '9910000018', 'medication', 'given',
       '2026-11-20', {_id("n")}, 'reader', '2026-11-20'
FROM generate_series(1, 10000) n
"""  # noqa: S608 - put together from constants
_PUBLISHED_OPENINGS = """
INSERT INTO consent_published.openings (opening_id, purpose, institution_code, opened_at, ends_at, known_from)
SELECT md5(n::text)::uuid, 'DISASTER_READ', lpad(n::text, 10, '0'), '2026-11-20', '2026-11-27', '2026-11-20'
FROM generate_series(1, 10000) n
"""
_OPENINGS = """
INSERT INTO consent.openings (
    opening_id, purpose, institution_codes, opened_at, ends_at, recorded_at, recorded_by)
SELECT md5(n::text)::uuid, 'DISASTER_READ', '{9910000018}', '2026-11-20', '2026-11-27', '2026-11-20', 'operator'
FROM generate_series(1, 10000) n
"""
_SESSIONS = """
INSERT INTO consent.sessions (
    token_digest, person_id, authority_key_id, serial_number, nonce, opened_at, expires_at)
SELECT sha256(int4send(n)), md5(n::text)::uuid, '\\x01', int4send(n), int4send(n), '2026-11-20', '2026-11-21'
FROM generate_series(1, 10000) n
"""
_INSTITUTIONS = """
INSERT INTO registry_published.institutions (institution_code, name, role, known_from)
SELECT lpad(n::text, 10, '0'), 'clinic', 'institution', '2026-01-01' FROM generate_series(1, 10000) n
"""
_SEAL_KEY = "INSERT INTO eligibility_published.checkpoint_keys VALUES ('key', 'pem')"
_SEALS = f"""
INSERT INTO eligibility_published.seals (
    sequence, form, record_count, total_count, merkle_root, previous_hash, through_listed_in, through_check_id,
    sealed_at, key_id, signature, check_ids, leaves)
SELECT n, 1, 1, n, sha256(int4send(n)), sha256(int4send(n)), n::text::xid8, {_id("n")}, '2026-11-20', 'key',
       sha512(int4send(n)), ARRAY[{_id("n")}], sha256(int4send(n))
FROM generate_series(1, 5000) n
"""  # noqa: S608 - put together from constants
GROWN = (
    _CONSENT_VERSIONS,
    _PEOPLE,
    _NAMED,
    _RECORDS,
    _LAST_CHECKS,
    _NUMBERS,
    _RECEPTIONS,
    _ITEMS,
    _CARDS,
    _HOLDERS,
    _REVOKED,
    _VERIFIED,
    _CERTIFICATES,
    _STATUS_LISTS,
    _PUBLISHED_CONSENTS,
    _PUBLISHED_OPENINGS,
    _OPENINGS,
    _SESSIONS,
    _INSTITUTIONS,
    _SEAL_KEY,
    _SEALS,
)
KNOWN = {
    "never analysed": (),
    "analysed while empty": ("ANALYZE",),
    "large, never analysed": GROWN,
    "large, analysed": (*GROWN, "ANALYZE"),
}
