"""The whole trail, as an audit exports it: keys, marks, seals, and every record and act in its order."""

from shared.published.eligibility.seals import SEALS
from shared.seal.acts import ACT_SQL
from shared.seal.records import RECORD_SQL

COUNTS = """
SELECT (SELECT count(*) FROM eligibility_published.checkpoint_keys) AS keys,
       (SELECT count(*) FROM eligibility_published.seals) AS seals,
       (SELECT count(*) FROM eligibility_published.disclosures) AS records,
       (SELECT count(*) FROM consent_published.acts) AS acts,
       (SELECT count(*) FROM eligibility_published.retention_marks) AS marks
"""
COUNTS_OF_CELL = """
SELECT (SELECT count(*) FROM eligibility_published.checkpoint_keys) AS keys,
       (SELECT count(*) FROM eligibility_published.seals WHERE cell = $1) AS seals,
       (SELECT count(*) FROM eligibility_published.disclosures WHERE cell = $1) AS records,
       (SELECT count(*) FROM eligibility_published.retention_marks WHERE cell = $1) AS marks
"""
"""Of the chain that one cell made. Acts of consent are the hub's (simulator/cells)."""
ALL_KEYS = "SELECT key_id, public_key_pem FROM eligibility_published.checkpoint_keys ORDER BY key_id"
_MARKS = """
SELECT from_sequence, through_sequence, encode(through_hash, 'hex') AS through_hash, record_count, changed_count,
       kept_days, to_char(removed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS removed_at, key_id,
       encode(signature, 'hex') AS signature
FROM eligibility_published.retention_marks"""
ALL_MARKS = f"{_MARKS} ORDER BY from_sequence"
PAGE_OF_MARKS = f"{_MARKS} WHERE from_sequence < $1 ORDER BY from_sequence DESC LIMIT $2"
"""The newest marks of those before one."""
MARKS_OF_CELL = f"{_MARKS} WHERE cell = $1 ORDER BY from_sequence"
ALL_SEALS = f"{SEALS} ORDER BY s.sequence"
SEALS_OF_CELL = f"{SEALS} WHERE s.cell = $1 ORDER BY s.sequence"
ALL_RECORDS = f"SELECT {RECORD_SQL} FROM eligibility_published.disclosures d ORDER BY d.listed_in, d.check_id"  # noqa: S608
RECORDS_OF_CELL = f"""
SELECT {RECORD_SQL} FROM eligibility_published.disclosures d WHERE d.cell = $1 ORDER BY d.listed_in, d.check_id
"""  # noqa: S608 - put together from what stands in shared/seal
ALL_ACTS = f"SELECT {ACT_SQL} FROM consent_published.acts a ORDER BY a.listed_in, a.act_id"  # noqa: S608
