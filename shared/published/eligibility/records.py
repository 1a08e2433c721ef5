"""The record of checks: storing what came of a check, and finding one by its id, its nonce or whom it was about.

It is kept by month (months.py), and an id begins with its time: what looks one up by its id looks in one month.
"""

from shared.published.by_key import one_row

SHOWS_LIMIT = """
       d.outcome = 'answered' AND d.rederived_from IS NULL
       AND (d.method IN ('my_number_card', 'recheck') OR 'limit_certificate' = ANY (d.chosen_consents))"""
"""Of a record d: it did not keep the limit from the institution. By identifiers, the patient's consent opens it."""

_WAS_ANSWERED = "d.outcome = 'answered' AND d.rederived_from IS NULL"

# A commit of its own, which comes after that of what it finds: a message in the log (WAL) has no other effect.
ON_RECORD = """
SELECT q.check_id, pg_logical_emit_message(true, 'onshi on record', '')
FROM unnest($1::uuid[], $2::timestamptz[]) AS q (check_id, checked_at)
CROSS JOIN LATERAL (
    SELECT FROM eligibility_published.disclosures
    WHERE check_id = q.check_id AND checked_at = q.checked_at LIMIT 1) d
"""
"""Which of some records are there, by their ids and when they were checked, as durable as what is committed now."""

PEOPLE_OF_CHECKS = f"""
SELECT q.place, d.person_id
FROM unnest($1::int[], $2::uuid[]) AS q (place, check_id)
JOIN eligibility_published.disclosures d
  ON d.check_id = q.check_id AND d.institution_code = $3 AND {_WAS_ANSWERED}
WHERE d.person_id IS NOT NULL
"""  # noqa: S608 - put together from a constant

NEWEST_OPENING = f"""
SELECT d.check_id
FROM unnest($1::uuid[]) AS p (person_id)
CROSS JOIN LATERAL (
    SELECT d.check_id FROM eligibility_published.disclosures d
    WHERE d.person_id = p.person_id AND d.institution_code = $2 AND {_WAS_ANSWERED}
      AND $3 = ANY (d.kinds) AND d.purpose = ANY ($4::text[])
    ORDER BY d.check_id DESC LIMIT 1) d
"""  # noqa: S608 - put together from a constant
"""Of each of some people the newest check of an institution, for some purposes, that opened a kind of data."""

REGISTRATION = """
SELECT d.checked_at, d.code FROM eligibility_published.disclosures d
WHERE d.check_id = $1 AND d.institution_code = $2 AND d.outcome IN ('registered', 'not_registered')
"""
"""When a number was registered by identifiers, and what came of it."""

ANSWERED_CHECKS = f"""
SELECT d.check_id, d.checked_at, d.person_id, d.institution_code, d.role, d.method, d.purpose, d.kinds,
       d.chosen_consents, d.certificate_state
FROM eligibility_published.disclosures d
WHERE {_WAS_ANSWERED} AND d.person_id IS NOT NULL AND d.institution_code IS NOT NULL
"""  # noqa: S608 - put together from a constant
"""Of one person at one institution; what follows narrows it further (AND …)."""


_COLUMNS = """
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, person_id, kinds,
    rules, registry_version, coverage_ids, consent_versions, holder_verification, certificate_state, chosen_consents,
    prescription_form, client_reference, rederived_from, nonce, proof_digest"""


def storing(records: str, returned: str, only: str = "") -> str:
    """Return the parts of WITH that store ``records``, the parameter with a JSON array of them, and spend their nonces.

    ``stored`` has the ``returned`` columns of each record ``d`` that was stored: not of one whose nonce another check
    has spent. ``only`` narrows (WHERE …) which records are looked at.
    """
    return f"""given ({_COLUMNS}) AS MATERIALIZED (
SELECT check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, person_id,
       coalesce(kinds, '{{}}'), coalesce(rules, '{{}}'), registry_version, coalesce(coverage_ids, '{{}}'),
       coalesce(consent_versions, '{{}}'), holder_verification, certificate_state, coalesce(chosen_consents, '{{}}'),
       prescription_form, client_reference, rederived_from, decode(nonce, 'hex'), decode(proof_digest, 'hex')
FROM json_to_recordset({records}::json) AS record (
    check_id uuid, checked_at timestamptz, client_id text, role text, institution_code text, method text,
    purpose text, as_of date, outcome text, code text, person_id uuid, kinds text[], rules text[],
    registry_version uuid, coverage_ids uuid[], consent_versions uuid[], holder_verification text,
    certificate_state text, chosen_consents text[], prescription_form text, client_reference text,
    rederived_from uuid, nonce text, proof_digest text) {only}),
spent AS (
INSERT INTO eligibility.nonces AS n (nonce, check_id)
SELECT g.nonce, g.check_id FROM given g WHERE g.nonce IS NOT NULL ON CONFLICT (nonce) DO NOTHING RETURNING n.check_id),
stored AS (
INSERT INTO eligibility_published.disclosures AS d ({_COLUMNS})
SELECT g.* FROM given g WHERE g.nonce IS NULL OR g.check_id IN (SELECT s.check_id FROM spent s)
ON CONFLICT DO NOTHING RETURNING {returned})"""  # noqa: S608 - put together from names


def record_of(name: str, check_id: str) -> str:
    """Return the join of ``name``: the record of this id, or no row at all.

    LIMIT keeps the look-up by key apart: joined, PostgreSQL may begin with all records while they are few, and keep to
    that.
    """
    found = f"SELECT * FROM eligibility_published.disclosures WHERE check_id = {check_id} LIMIT 1"  # noqa: S608 - constants
    return f"CROSS JOIN LATERAL ({found}) {name}"


SPENT_BY = f"""
SELECT d.check_id, d.institution_code, encode(d.proof_digest, 'hex')
FROM eligibility.nonces n {record_of("d", "n.check_id")} WHERE n.nonce = decode($1, 'hex')
"""  # noqa: S608 - put together from constants


def answered_check(name: str, check_id: str) -> str:
    """Return the subquery ``name``: the record of this id, if it is of a check that was answered."""
    return f"""(
    SELECT * FROM eligibility_published.disclosures d WHERE d.check_id = {check_id} AND {_WAS_ANSWERED}) {name}"""  # noqa: S608 - constants


def limit_shown_before(name: str, person: str, check: str) -> str:
    """Return the join of ``name``: the institution's last record before ``check`` that could have shown a limit."""
    found = f"""
FROM eligibility_published.disclosures d
WHERE d.person_id = {person}.person_id AND d.institution_code = {check}.institution_code
  AND d.check_id < {check}.check_id AND {SHOWS_LIMIT}
ORDER BY d.check_id DESC"""
    return one_row(name, "d.as_of, d.registry_version", found)
