"""A refusal that a fault makes: what is recorded of it, and what is left behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

import pytest

from services.eligibility.checks.rules.acts import DisclosureRecord
from shared.clock import FrozenClock
from shared.db.database import Database
from shared.errors import CertificateRevoked, NonceExpired, RequestInvalid, ServiceError, TooManyMisses
from shared.worlds.fault_plan import NOBODY, Fired, Who, person_key
from shared.worlds.world import World
from simulator.faults.refusals.log import FaultyLog
from tests import builders

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
BY_CARD = DisclosureRecord(
    check_id=UUID("01900000-0000-7000-8000-000000000001"),
    checked_at=NOON,
    client_id="clinic",
    role="institution",
    institution_code="9910000018",
    method="my_number_card",
    purpose="CARE_VISIT",
    as_of=date(2026, 11, 20),
    outcome="answered",
    code="valid",
    kinds=["coverage"],
    rules=["purposes-1"],
    person_id=builders.PERSON_ID,
    registry_version=UUID(int=7),
    certificate_state="current",
    client_reference="receipt-1",
    nonce="00ff",
    proof_digest="ff00",
)
BY_NUMBER = DisclosureRecord(
    check_id=UUID("01900000-0000-7000-8000-000000000002"),
    checked_at=NOON,
    client_id="clinic",
    role="institution",
    institution_code="9910000018",
    method="insured_identifier",
    purpose="CARE_VISIT",
    as_of=date(2026, 11, 20),
    outcome="answered",
    code="valid",
    person_id=builders.PERSON_ID,
)


@dataclass
class OneRule:
    """A world with one rule, which fires each time it is asked for and fits."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    asked: list[Who] = field(default_factory=list)
    is_empty: bool = False

    async def fired(
        self, kind: str, who: Who = NOBODY, *, fits: Callable[[Mapping[str, Any]], bool] = lambda _: True, **_: Any
    ) -> Fired | None:
        self.asked.append(who)
        return Fired("fault-1", kind, self.parameters) if kind == self.kind and fits(self.parameters) else None


@dataclass
class Kept:
    records: list[tuple[DisclosureRecord, str | None]] = field(default_factory=list)

    async def store(self, record: DisclosureRecord, key: str | None = None) -> None:
        self.records.append((record, key))


def faulty(rule: OneRule, kept: Kept) -> FaultyLog[str]:
    world = World("default", FrozenClock(NOON), bytes, cast("Database", None), faults=rule)
    return FaultyLog(world, kept)


async def test_a_refusal_from_after_the_nonce_is_a_rejected_check_that_spends_it() -> None:
    kept = Kept()

    with pytest.raises(CertificateRevoked):
        await faulty(OneRule("refusal", {"code": "certificate-revoked"}), kept).store(BY_CARD)

    ((record, key),) = kept.records
    assert (record.outcome, record.code, record.nonce, record.check_id) == (
        "rejected",
        "certificate-revoked",
        "00ff",
        BY_CARD.check_id,
    )
    assert (record.person_id, record.registry_version, record.kinds, record.certificate_state) == (None, None, [], None)
    assert (record.client_reference, record.proof_digest, key) == ("receipt-1", "ff00", None)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [("nonce-expired", NonceExpired), ("too-many-misses", TooManyMisses), ("request-invalid", RequestInvalid)],
)
async def test_a_refusal_from_before_the_nonce_or_of_the_load_leaves_nothing(
    code: str, refusal: type[ServiceError]
) -> None:
    kept = Kept()

    with pytest.raises(refusal):
        await faulty(OneRule("refusal", {"code": code}), kept).store(BY_CARD, "key")

    assert kept.records == []


async def test_a_refusal_of_the_caller_comes_before_anything_is_judged() -> None:
    kept = Kept()

    await faulty(OneRule("refusal", {"code": "token-expired"}), kept).store(BY_CARD)

    assert kept.records == [(BY_CARD, None)]


@pytest.mark.parametrize("kind", ["revoked_by_mistake", "status_unknown"])
async def test_a_card_that_is_revoked_by_mistake_is_no_fault_of_a_number(kind: str) -> None:
    kept = Kept()

    await faulty(OneRule(kind), kept).store(BY_NUMBER, "key")
    with pytest.raises(ServiceError) as refused:
        await faulty(OneRule(kind), kept).store(BY_CARD)

    code = {"revoked_by_mistake": "certificate-revoked", "status_unknown": "certificate-status-unknown"}[kind]
    assert [(record.outcome, record.code) for record, _ in kept.records] == [("answered", "valid"), ("rejected", code)]
    assert refused.value.code == code


async def test_a_code_of_cards_is_no_refusal_of_a_number() -> None:
    kept = Kept()

    await faulty(OneRule("refusal", {"code": "certificate-expired"}), kept).store(BY_NUMBER, "key")

    assert kept.records == [(BY_NUMBER, "key")]


async def test_a_rule_is_asked_about_the_person_of_the_check() -> None:
    rule = OneRule("refusal", {"code": "token-expired"})

    await faulty(rule, Kept()).store(BY_NUMBER)

    assert rule.asked == [frozenset({person_key(UUID(builders.PERSON_ID))})]


async def test_what_is_refused_or_read_again_anyway_is_kept_as_it_is() -> None:
    kept = Kept()
    rule = OneRule("refusal", {"code": "certificate-revoked"})
    rejected = DisclosureRecord(**{**_members(BY_CARD), "outcome": "rejected", "code": "signature-invalid"})
    again = DisclosureRecord(**{**_members(BY_CARD), "rederived_from": BY_NUMBER.check_id})

    await faulty(rule, kept).store(rejected)
    await faulty(rule, kept).store(again)

    assert kept.records == [(rejected, None), (again, None)]
    assert rule.asked == []


async def test_a_world_without_rules_is_asked_nothing_but_that() -> None:
    kept, rule = Kept(), OneRule("refusal", {"code": "certificate-revoked"}, is_empty=True)

    await faulty(rule, kept).store(BY_CARD)

    assert (kept.records, rule.asked) == ([(BY_CARD, None)], [])


def _members(record: DisclosureRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}
