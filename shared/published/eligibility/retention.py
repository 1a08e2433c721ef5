"""Ending records by rule (保存期間): what is removed of the record of checks and the acts in it, and the mark for it.

Only the simulator's audit/retention writes with these, as the schema's owner: no service's role can remove a record.
"""

from shared.published.eligibility.seals import SEALS
from shared.seal.acts import ACT_LEAF_SQL, ACT_SQL
from shared.seal.records import LEAF_SQL, RECORD_SQL

IS_SEALED = "SELECT EXISTS (SELECT FROM eligibility_published.seals)"
LAST_ENDED = "SELECT coalesce(max(through_sequence), 0) FROM eligibility_published.retention_marks"
SEAL_AT = """
SELECT sequence FROM eligibility_published.seals
WHERE (through_listed_in, through_check_id) >= ($1::text::xid8, $2::uuid)
ORDER BY through_listed_in, through_check_id LIMIT 1
"""
"""The seal that a record of this place stands in; none: it is not sealed yet."""
SEALS_IN_BRIEF = """
SELECT count(*) AS seals, coalesce(sum(record_count), 0)::bigint AS records,
       count(*) FILTER (WHERE sealed_at <= $3) AS old
FROM eligibility_published.seals WHERE sequence BETWEEN $1 AND $2
"""
LAST_OF_ACTS_ALONE = """
WITH first_record AS MATERIALIZED (
    SELECT listed_in, check_id FROM eligibility_published.disclosures ORDER BY listed_in, check_id LIMIT 1),
first_seal AS MATERIALIZED (
    SELECT least(
        (SELECT s.sequence FROM eligibility_published.seals s, first_record f
          WHERE (s.through_listed_in, s.through_check_id) >= (f.listed_in, f.check_id)
          ORDER BY s.through_listed_in, s.through_check_id LIMIT 1),
        (SELECT s.sequence FROM eligibility_published.seals s WHERE s.sequence > $1 AND s.sealed_at > $2
          ORDER BY s.sequence LIMIT 1)) AS sequence)
SELECT max(s.sequence) FROM eligibility_published.seals s
WHERE s.sequence > $1 AND s.sequence < coalesce((SELECT f.sequence FROM first_seal f), 9223372036854775807)
"""
"""The last of the seals behind one that hold acts alone and are old enough; what is not sealed yet is behind them."""
SEALS_BETWEEN = f"{SEALS} WHERE s.sequence BETWEEN $1 AND $2 ORDER BY s.sequence"
RECORDS_OF_SEALS = f"""
SELECT d.check_id::text AS id, d.checked_at AS made_at, {LEAF_SQL} AS leaf, d.tableoid::regclass::text AS part
FROM eligibility_published.disclosures d WHERE d.check_id = ANY($1::text[]::uuid[])
UNION ALL
SELECT a.act_id::text, a.acted_at, {ACT_LEAF_SQL}, NULL
FROM consent_published.acts a WHERE a.act_id = ANY($1::text[]::uuid[])
"""  # noqa: S608 - put together from what stands in shared/seal
"""Records, with the part that has each, and acts, which none has."""
LINES_OF_SEALS = f"""
SELECT {RECORD_SQL} AS line, false AS is_act
FROM eligibility_published.disclosures d WHERE d.check_id = ANY($1::text[]::uuid[])
UNION ALL
SELECT {ACT_SQL}, true FROM consent_published.acts a WHERE a.act_id = ANY($1::text[]::uuid[])
"""  # noqa: S608 - put together from what stands in shared/seal
"""The same as canonical text, for an archive."""
REMOVE_RECORDS = "DELETE FROM eligibility_published.disclosures WHERE check_id = ANY($1::text[]::uuid[])"
REMOVE_ACTS = "DELETE FROM consent_published.acts WHERE act_id = ANY($1::text[]::uuid[])"
EMPTY_SEALS = "UPDATE eligibility_published.seals SET check_ids = '{}', leaves = '' WHERE sequence BETWEEN $1 AND $2"
STORE_MARK = """
INSERT INTO eligibility_published.retention_marks (
    from_sequence, through_sequence, through_hash, record_count, changed_count, kept_days, removed_at, key_id,
    signature)
VALUES ($1, $2, decode($3, 'hex'), $4, $5, $6, $7, $8, $9)
"""


def has_no_record(check_id: str) -> str:
    """Return the SQL that tells whether the check of this id is on record no more."""
    return f"NOT EXISTS (SELECT FROM eligibility_published.disclosures d WHERE d.check_id = {check_id})"


def _around(instant: str) -> str:
    """Return the SQL that tells of a record d, by its id alone, that it may be of this instant."""
    first_id = "eligibility_published.first_id_at"
    return f"d.check_id BETWEEN {first_id}({instant} - interval '1 s') AND {first_id}({instant} + interval '1 s')"


def has_no_card_check(last: str) -> str:
    """Return the SQL that tells whether the answer by card that row ``last`` knows of is on record no more."""
    return f"""NOT EXISTS (SELECT FROM eligibility_published.disclosures d
                    WHERE d.person_id = {last}.person_id AND d.institution_code = {last}.institution_code
                      AND d.checked_at = {last}.card_checked_at AND {_around(f"{last}.card_checked_at")}
                      AND d.method = 'my_number_card'
                      AND d.outcome = 'answered' AND d.rederived_from IS NULL)"""


def has_no_act(version_id: str) -> str:
    """Return the SQL that tells whether what was done by this version of a consent is on record no more."""
    return f"NOT EXISTS (SELECT FROM consent_published.acts a WHERE a.act_id = {version_id})"
