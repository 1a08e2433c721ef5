"""Proving that a record, or an act of the consent service, stands in a seal: what it is, and the seal that it is in."""

from shared.published.eligibility.seals import CHECKPOINT_COLUMNS
from shared.seal.acts import ACT_LEAF_SQL, ACT_SQL
from shared.seal.records import LEAF_SQL, RECORD_SQL


def _seal_of(listed_in: str, name: str) -> str:
    """Return the join of ``s``, the first seal that is not before what stands at this place; or NULLs."""
    return f"""LEFT JOIN LATERAL (
    SELECT * FROM eligibility_published.seals s
     WHERE (s.through_listed_in, s.through_check_id) >= ({listed_in}, {name})
     ORDER BY s.through_listed_in, s.through_check_id LIMIT 1) s ON true"""  # noqa: S608 - put together from constants


PROOF_OF_RECORD = f"""
SELECT {LEAF_SQL} AS leaf, {RECORD_SQL} AS record, d.institution_code, d.person_id,
       array_position(s.check_ids, d.check_id) AS place, s.leaves, {CHECKPOINT_COLUMNS}
FROM eligibility_published.disclosures d
{_seal_of("d.listed_in", "d.check_id")}
WHERE d.check_id = $1
"""  # noqa: S608 - put together from what stands in shared/seal

# The lists of all seals, without an index: asked for what is not on record only, by the operator.
PROOF_OF_REMOVED = f"""
SELECT NULL::bytea AS leaf, NULL AS record, NULL AS institution_code, array_position(s.check_ids, $1::uuid) AS place,
       s.leaves, {CHECKPOINT_COLUMNS}
FROM eligibility_published.seals s WHERE s.check_ids @> ARRAY[$1::uuid] ORDER BY s.sequence LIMIT 1
"""  # noqa: S608 - put together from the above


def _proofs_of_acts(about: str) -> str:
    return f"""
SELECT {ACT_LEAF_SQL} AS leaf, {ACT_SQL} AS record, a.act_id,
       array_position(s.check_ids, a.act_id) AS place, s.leaves, {CHECKPOINT_COLUMNS}
FROM consent_published.acts a
{_seal_of("a.listed_in", "a.act_id")}
WHERE a.{about} = $1 ORDER BY a.listed_in, a.act_id LIMIT $2
"""  # noqa: S608 - put together from what stands in shared/seal


PROOFS_OF_CONSENT = _proofs_of_acts("consent_id")
PROOFS_OF_OPENING = _proofs_of_acts("opening_id")
