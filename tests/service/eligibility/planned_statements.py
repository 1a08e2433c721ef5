"""The statements whose plans are tested, by how they are planned and by whose role.

Whatever names a published table must stand here (tests/unit/shared/published/test_statements.py).
"""

from datetime import UTC, datetime
from uuid import UUID

from services.consent.consents import store as consent_store
from services.consent.history import store as history
from services.consent.patients.commands import sessions
from services.eligibility.bulk import store as desk
from services.eligibility.bulk.commands import worker
from services.eligibility.checks.store import check_log, described, earlier, idempotency, nonces
from services.eligibility.checks.store import reads as store
from services.eligibility.medical import store as medical_store
from services.eligibility.record.store import counts as sealed_counts
from services.eligibility.record.store import kept_checks
from services.eligibility.references import store as number_store
from services.eligibility.references.commands import numbers
from shared.db import record_order
from shared.published import consent, heartbeats, jpki, registry, replicated, tickets
from shared.published.eligibility import (
    check_list,
    counts,
    misses,
    months,
    order,
    proofs,
    records,
    retention,
    seals,
    strays,
    trail,
)
from simulator.audit.retention import consents as ended_consents
from simulator.audit.retention import last_checks as ended_last_checks
from tests.service.eligibility.grown_tables import A_CHECK

PLANNED_ONCE = {
    "by card": store._BY_CARD,
    "by identifiers": store._BY_IDENTIFIER,
    "a record": check_log._INSERT,
    "a record with its key": check_log._INSERT_ONCE,
    "who has spent a nonce": records.SPENT_BY,
    "a month": months.MAKE_MONTHS,
    "which records are there": records.ON_RECORD,
    "who has taken a key": idempotency._FIND,
    "keys that are free again": idempotency._FORGET,
    "nonces that are too old": nonces._FORGET,
    "a page of the list": check_list.PAGE_OF_CHECKS,
    "who waits": check_list.WHO_HAS_NEW_CHECKS,
    "what is on record": kept_checks._KEPT,
    "what a re-inquiry follows": kept_checks._FOLLOWED,
    "what consents an answer rested on": consent.NAMED_CONSENTS,
    "what is asked again about": earlier._EARLIER,
    "which consents stand": consent.STANDING_CONSENTS,
    "whether it is opened": consent.IS_OPENED,
    "who was born on a day": registry.PEOPLE_BORN_ON,
    "what medical data rests on": medical_store._CHECK,
    "which consents medical data rests on": consent.CONSENTS_OF_CHECK,
    "a page of checkpoints": seals.PAGE_OF_CHECKPOINTS,
    "a page of marks": trail.PAGE_OF_MARKS,
    "whether who asks by name may": described._ASKER,
    "a key of checkpoints": seals.KEEP_KEY,
    "a seal": seals.STORE_SEAL,
    "what a seal counts": sealed_counts.COUNT_SEALED,
    "items of a reception that is read whole": desk._ITEMS,
    "numbers that were handed in together": number_store._RECEPTION,
    "what came of each number": number_store._ITEMS,
    "numbers whose week is over": number_store._FORGET,
    "what came of one number": records.REGISTRATION,
}
PLANNED_EACH_TIME = {
    "receptions": (desk._RECEPTIONS, "'9910000018', now(), NULL, NULL, NULL, 101, 'muquc'"),
    "items": (desk._ITEMS, "md5('1')::uuid, 100, 101"),
    "what is handed out": (desk._HAND_OUT, "md5('1')::uuid, ARRAY[1, 2, 3], now()"),
    "receptions that are over": (desk._FORGET, "now()"),
    "what waits to be worked": (worker._TAKE, "32"),
    "what was worked": (
        worker._SETTLE,
        "ARRAY[md5('1')::uuid], ARRAY[1], ARRAY[md5('1')::uuid], ARRAY[NULL::text], ARRAY[true]",
    ),
    "misses": (misses.NEWEST_MISSES, f"'9910000018', now() - interval '1 hour', 30, {A_CHECK}"),
    "misses one by one": (misses.NEWEST_SINGLE_MISSES, f"'9910000018', now() - interval '1 minute', 60, {A_CHECK}"),
    "people of checks": (records.PEOPLE_OF_CHECKS, f"ARRAY[1], ARRAY[{A_CHECK}], '9910000018'"),
    "what opens medical data": (
        records.NEWEST_OPENING,
        "ARRAY[md5('1')::uuid], '9910000018', 'medication', ARRAY['CARE_VISIT']",
    ),
    "people by identifiers": (
        registry.PEOPLE_INSURED_AS,
        "ARRAY[1], ARRAY['02999918'], ARRAY['A'], ARRAY['1'], ARRAY['00'], ARRAY[date '1950-01-02'], now()",
    ),
    "people by numbers": (
        registry.PEOPLE_OF_NUMBERS,
        "ARRAY[1], ARRAY['02999918'], ARRAY['A'], ARRAY['1'], ARRAY['00'], now()",
    ),
    "people with tickets": (tickets.PEOPLE_WITH_TICKETS, "now(), '2026-11', '9910000018'"),
    "checks with consents of some days": (
        consent.CHECKS_CONSENTED,
        "'9910000018', 'home_visit', '2026-11-01', '2026-11-21', now()",
    ),
    "reference numbers": (numbers._LIST, "'9910000018', NULL, NULL, '5', md5('1')::uuid, 101"),
}
CONSENTS = {
    "consents of an institution": (
        consent_store._OF_INSTITUTION,
        "'9910000018', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 101",
    ),
    "recent checks of a person": (
        consent_store._RECENT_OF_PERSON,
        "md5('1')::uuid, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 101",
    ),
    "standing consents of a person": (
        consent_store._STANDING_OF_PERSON,
        "md5('1')::uuid, now(), 'ffffffff-ffff-ffff-ffff-ffffffffffff'",
    ),
}
BY_CONSENT = {
    "a check": (consent_store._BY_ID, A_CHECK),
    "a session": (sessions._SESSION, "sha256(int4send(1)), now()"),
    "proof of a record": (proofs.PROOF_OF_RECORD, A_CHECK),
    "proofs of a consent": (proofs.PROOFS_OF_CONSENT, "md5('s1')::uuid, 100"),
    "proofs of an opening": (proofs.PROOFS_OF_OPENING, "md5('1')::uuid, 100"),
    "a person": (registry.PERSON, "md5('1')::uuid, now()"),
    "a person's cards": (registry.CARDS_OF_PERSON, "md5('1')::uuid, now(), 100"),
    "a consent that ends": (consent.CLOSE_CONSENT, "md5('1')::uuid, '9910000018', md5('s1')::uuid, now()"),
    "a consent": (
        consent.PUBLISH_CONSENT,
        "md5('s1')::uuid, md5('k')::uuid, md5('1')::uuid, '1', 'x', 'given', now(), NULL, NULL, 'x', NULL, now()",
    ),
    "an opening": (
        consent.PUBLISH_OPENING,
        "md5('1')::uuid, 'DISASTER_READ', ARRAY['9910000018'], now(), now(), now()",
    ),
    "an opening that ends": (consent.CLOSE_OPENING, "md5('1')::uuid, now()"),
}
BY_REGISTRY = {
    "a card's certificate": (registry.CARD_CERTIFICATE, "'\\x01', int4send(1), now()"),
    "a card's holder": (jpki.CARD_HOLDER, "'\\x01', int4send(1), now()"),
    "the holders of some cards": (jpki.CARD_HOLDERS, "ARRAY['\\x01'::bytea], ARRAY[int4send(1)], now()"),
    "how many checks there were": (counts.CHECK_COUNTS, "ARRAY['2026-01', '2026-12']"),
    "a card's certificate at J-LIS": (jpki.CERTIFICATE, "'\\x01', int4send(1)"),
    "a resident's cards": (jpki.CERTIFICATES_OF_RESIDENT, "int4send(1), now()"),
}
BY_JLIS = {
    "a certificate that is to be followed": (
        jpki.IS_TO_BE_FOLLOWED,
        "'\\x01', int4send(1), '\\x01', int4send(2), now()",
    ),
}
BY_OWNER = {
    "the seal of a record": (retention.SEAL_AT, f"'1', {A_CHECK}"),
    "some seals in brief": (retention.SEALS_IN_BRIEF, "1, 2, now()"),
    "some seals": (retention.SEALS_BETWEEN, "1, 2"),
    "records of seals": (retention.RECORDS_OF_SEALS, f"ARRAY[{A_CHECK}::text]"),
    "lines of seals": (retention.LINES_OF_SEALS, f"ARRAY[{A_CHECK}::text]"),
    "records that end": (retention.REMOVE_RECORDS, f"ARRAY[{A_CHECK}::text]"),
    "acts that end": (retention.REMOVE_ACTS, "ARRAY[md5('k1')]"),
    "seals that are emptied": (retention.EMPTY_SEALS, "1, 2"),
    "a mark": (retention.STORE_MARK, "1, 2, '00', 2, 0, 30, now(), 'key', NULL"),
    "last checks that end": (ended_last_checks._END, "now(), ARRAY[md5('1')::uuid], ARRAY['9910000018']"),
    "versions of consents": (consent.REMOVE_CONSENTS, "ARRAY[md5('k1')::uuid]"),
    "acts of consents": (consent.REMOVE_ACTS_OF_CONSENTS, "ARRAY[md5('k1')::uuid]"),
    "old misses that end": (misses.REMOVE_OLD_MISSES, "'00000000-0000-0000-0000-000000000001', now(), 10"),
}
"""The rule on how long records are kept (保存期間)."""
FROM_AN_END = {
    "whether anything is sealed": retention.IS_SEALED,
    "how far seals have ended": retention.LAST_ENDED,
    "the newest seal": seals.NEWEST_SEAL,
    "how much is not sealed": seals.COUNT_UNSEALED,
    "whether the order of the record is kept": order.IS_KEPT,
    "how far the list can be read": check_list.HORIZON,
    "the keys of checkpoints": seals.CHECKPOINT_KEYS,
    "how old a copy is": heartbeats.READ_AGE,
}
PAGE_OF_HISTORY = history.page_of_history(
    datetime(2026, 11, 20, tzinfo=UTC), history.HistoryFilter(UUID(int=0), UUID(int=(1 << 128) - 1)), 101
)[0]
"""Its plans are tested by what it is narrowed to."""
READ_WHOLE = {
    registry.TRUST_ROOTS: "a handful of roots, read every few seconds",
    jpki.CERTIFICATES_TO_FOLLOW: "all phones and renewals, which an index of their own holds: few beside all cards",
    jpki.NEW_CERTIFICATES: "what J-LIS has made since the last look, in its order; all of it once, at the start",
    registry.TOKEN_KEYS: "a handful of keys, read every few seconds",
    registry.PEOPLE_AFTER: "only where a fault shows another person: a few rows in the order of their ids",
    registry.KNOWN_INSTITUTIONS: "an operator opens reading, seldom, for all institutions of a prefecture",
    proofs.PROOF_OF_REMOVED: "an operator asks for what is not on record; the lists of seals have no index",
    retention.LAST_OF_ACTS_ALONE: "once a day: the first record of each month, and seals behind the last ended one",
    months.PARTS: "the catalogue: a row for each month",
    ended_last_checks._END_CARD: "once a day; while nothing is analysed, it may walk the index of what shows limits",
    ended_consents._CLOSE: "once a day, beside the checks: all standing consents are looked at",
    ended_consents._OVER: "once a day, beside the checks: all versions of consents are looked at",
    **dict.fromkeys(
        (
            trail.COUNTS,
            trail.ALL_KEYS,
            trail.ALL_MARKS,
            trail.ALL_SEALS,
            trail.ALL_RECORDS,
            trail.ALL_ACTS,
            trail.COUNTS_OF_CELL,
            trail.MARKS_OF_CELL,
            trail.SEALS_OF_CELL,
            trail.RECORDS_OF_CELL,
            strays.ALL_STRAYS,
        ),
        "an audit exports the whole trail",
    ),
    **dict.fromkeys(order.MOVE_BEHIND_SEALS, "once, after a restore"),
    order.COUNT_BEHIND_SEALS: "once an hour and after a start of PostgreSQL: all places are counted",
    replicated.MAKE_BEAT: "nothing is read: one row is written by its key, once",
    heartbeats.BEAT: "nothing is read: the one row is written by its key",
    record_order._NEXT_BASE: "once, after a start of PostgreSQL",
    seals.UNSEALED_RECORDS: "looks at all that is under way; of the record test_sealing.py shows it",
}
"""What may read a table whole, and why."""
