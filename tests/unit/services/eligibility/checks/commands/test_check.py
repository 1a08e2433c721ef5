"""The order of a check's steps, which no answer shows: what is verified, read and durable before what."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.by_identifiers import check_by_identifier
from services.eligibility.checks.commands.check import check_by_card
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.rules.acts import CardFacts, IdentifierFacts, Known
from services.eligibility.checks.rules.questions import CardRequest, IdentifierRequest
from services.eligibility.checks.store.miss_turns import MissTurns
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.checks.store.trusted_roots import TrustedRoots
from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.leaves import issue_certificate
from shared.clock import FrozenClock
from shared.db.database import Database
from shared.domain.identifiers import InstitutionCode, InsuredNumber, InsuredSymbol, InsurerNumber
from shared.domain.insured import InsuredIdentifiers
from shared.domain.purposes import PurposeOfUse
from shared.domain.roles import GRANTABLE, Role
from shared.domain.world_life import WorldLife
from shared.errors import CardNotRegistered, CertificateUntrusted, NonceForeign, ProofMismatch, SignatureInvalid
from shared.pki.nonce import NonceMint
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.tokens import Caller
from shared.published.eligibility.miss_budget import MissBudget
from shared.worlds.world import World
from tests import builders
from tests.unit.services.eligibility.checks.commands.fakes import FakeLog, FakeReads

CLINIC = InstitutionCode("9910000018")
NOON = datetime.fromisoformat("2026-11-20T12:00:00+09:00")
WITHIN_S = 5
PERSON = builders.person()
CALLER = Caller("clinic", Role.INSTITUTION, frozenset(GRANTABLE[Role.INSTITUTION]), "default", NOON, CLINIC)


@cache
def authority(_name: str) -> Authority:
    return make_authority(3, date(2026, 11, 20))


@cache
def key(_name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(issuer: str = "trusted") -> x509.Certificate:
    return issue_certificate(
        authority(issuer),
        key("card").public_key(),
        common_name="SIM0000000001A",
        serial_number=1001,
        not_before=NOON - timedelta(days=365),
        not_after=NOON + timedelta(days=365),
        policy=AUTHENTICATION_POLICY,
    )


@dataclass
class Desk:
    """A check's ports with a read and a write that say when they are used."""

    steps: list[str]
    ports: CheckPorts
    reads: FakeReads
    log: FakeLog

    async def by_card(self, *, issuer: str = "trusted", signer: str = "card", **claims: Any) -> CheckAnswer:
        nonce = self.ports.nonces.issue(InstitutionCode(claims.pop("asked_by", CLINIC)), NOON)
        proof = builders.proof(key(signer), certificate(issuer), builders.claims(nonce, NOON, **claims))
        return await check_by_card(CardRequest(proof, None, CLINIC, None), CALLER, self.ports)

    async def by_number(self, purpose: PurposeOfUse = PurposeOfUse.CARE_VISIT) -> CheckAnswer:
        number = InsuredIdentifiers(
            InsurerNumber("02999918"), InsuredSymbol("シミュ-1"), InsuredNumber("1024"), None, PERSON.birthdate
        )
        request = IdentifierRequest(number, purpose, False, NOON.date(), None)
        return await check_by_identifier(request, CALLER, self.ports)


@pytest.fixture
def desk() -> Desk:
    clock = FrozenClock(NOON)
    steps: list[str] = []
    # There is none: whoever asked it would fail.
    world = World("default", clock, lambda length: b"\1" * length, cast("Database", None))
    roots = TrustedRoots(world)
    root = authority("trusted")
    roots.pin({root.key_id: root.certificate.public_bytes(Encoding.DER)}, NOON)
    known = Known()
    reads = FakeReads(
        steps,
        CardFacts(PERSON, known, is_revoked=False, status_fresh_until=NOON + timedelta(hours=1)),
        IdentifierFacts([(PERSON, PERSON.coverages[0])], {PERSON.person_id: known}, False, False, 0, None),
    )
    log = FakeLog(steps)
    budget = MissBudget(5, timedelta(hours=1))
    nonces = NonceMint(b"\1" * 32, WorldLife("default"), timedelta(minutes=5), world.random_bytes)
    return Desk(
        steps, CheckPorts(world, nonces, roots, reads, log, MissBudgets(budget, budget, MissTurns(5, 5))), reads, log
    )


@pytest.mark.parametrize("ask", [Desk.by_card, Desk.by_number], ids=["by card", "by number"])
async def test_no_answer_leaves_before_its_record_is_durable(desk: Desk, ask: Callable[[Desk], Any]) -> None:
    asking = asyncio.create_task(ask(desk))
    async with asyncio.timeout(WITHIN_S):
        await desk.log.begun.wait()
    assert not asking.done()

    desk.log.may_commit.set()
    answer = await asking

    assert desk.steps == ["read", "write answered", "durable"]
    assert answer.check_id == str(desk.log.records[0].check_id)


async def test_no_refusal_of_a_verification_leaves_before_its_record_is_durable(desk: Desk) -> None:
    asking = asyncio.create_task(desk.by_card(signer="another"))
    async with asyncio.timeout(WITHIN_S):
        await desk.log.begun.wait()
    assert not asking.done()

    desk.log.may_commit.set()
    with pytest.raises(SignatureInvalid):
        await asking

    assert desk.steps == ["read", "write rejected", "durable"]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [({"issuer": "unknown"}, CertificateUntrusted), ({"purpose": "CLAIM", "aud": "onshi-consent"}, ProofMismatch)],
)
async def test_nothing_is_read_for_a_proof_that_cannot_count_but_its_nonce_is_spent(
    desk: Desk, asked: dict[str, Any], refusal: type[Exception]
) -> None:
    desk.log.may_commit.set()

    with pytest.raises(refusal):
        await desk.by_card(**asked)

    assert desk.steps == ["write rejected", "durable"]
    assert desk.log.records[0].nonce is not None


async def test_nothing_that_was_read_counts_before_the_signature_does(desk: Desk) -> None:
    desk.reads.card = CardFacts(None, Known(), is_revoked=False, status_fresh_until=NOON + timedelta(hours=1))
    desk.log.may_commit.set()

    with pytest.raises(SignatureInvalid):
        await desk.by_card(signer="another")
    with pytest.raises(CardNotRegistered):
        await desk.by_card()

    assert [record.code for record in desk.log.records] == ["signature-invalid", "card-not-registered"]
    assert [record.person_id for record in desk.log.records] == [None, None]


async def test_a_nonce_of_somebody_else_is_neither_read_nor_written(desk: Desk) -> None:
    with pytest.raises(NonceForeign):
        await desk.by_card(asked_by="9910000026")

    assert desk.steps == []


async def test_a_purpose_that_is_never_allowed_is_recorded_without_looking_anybody_up(desk: Desk) -> None:
    desk.log.may_commit.set()

    answer = await desk.by_number(PurposeOfUse.EMPLOY_CONTRACT)

    assert answer.outcome == "refused"
    assert desk.steps == ["write refused", "durable"]


async def test_an_emergency_alone_is_read_a_second_time(desk: Desk) -> None:
    desk.log.may_commit.set()

    answer = await desk.by_card(purpose="EMERGENCY")

    assert answer.outcome == "refused"
    assert desk.steps == ["read", "read whether it is opened", "write refused", "durable"]
