"""THE HOT PATH: one eligibility check (資格確認), from a request that could be read to an answer that may leave.

What must be achieved, in this order:

 1. Cheap checks: the proof can be read, its nonce is ours, fresh and this institution's, its claims fit the request.
 2. One read: who holds the certificate or whom the identifiers fit, and the certificate's status.
 3. Pure work: verify certificate and signature, judge the purpose, decide the validity, choose what to show.
 4. One write: spend the nonce and store the record with its outcome, whatever step 3 said.
 5. The answer leaves after that commit, never before.

The caller (token, role, scope) and the body were judged by the face that the request came through. Nothing here calls
another service.
"""

from dataclasses import dataclass

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.rules.facts import CardQuestion, IdentifierQuestion
from services.eligibility.checks.rules.outcomes import (
    Answered,
    CheckAct,
    Outcome,
    Refused,
    answer_of,
    numbered,
    record_of_card,
    record_of_identifier,
)
from services.eligibility.checks.rules.presence import POLICY, claims_must_fit, holder_of
from services.eligibility.checks.rules.questions import CardRequest, IdentifierRequest, agreed_at_desk
from services.eligibility.checks.store.check_log import CheckLog, TakenKey
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.checks.store.reads import CheckReads
from services.eligibility.checks.store.trusted_roots import TrustedRoots
from services.eligibility.rules import permissions
from services.eligibility.rules.decision import decide_by_card, decide_by_identifier
from services.eligibility.rules.disclosure import disclose
from services.eligibility.rules.limit_change import is_worth_a_notice
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.domain.purposes import PurposeOfUse, RefusalCode, judge_purpose, refusal_of
from shared.errors import DATABASE_FAILURES, Overloaded, ServiceError
from shared.ids import new_id
from shared.pki.nonce import NonceMint
from shared.pki.presence import certificate_must_fit
from shared.pki.proof import PresenceProof, parse_proof, verify_signature
from shared.pki.serials import serial_bytes
from shared.pki.tokens import Caller
from shared.worlds.world import World


@dataclass(frozen=True, slots=True)
class CheckPorts:
    """What a check touches in its world."""

    world: World
    nonces: NonceMint
    roots: TrustedRoots
    reads: CheckReads
    log: CheckLog
    misses: MissBudgets


async def check_by_card(request: CardRequest, caller: Caller, ports: CheckPorts) -> CheckAnswer:
    """Answer for the person whose card signed; raises every refusal from the proof's to the load's."""
    act = _begin(caller, ports)
    # 1. Until the nonce is known to be ours and fresh, nothing is spent and nothing stored.
    proof = parse_proof(request.presence_proof)
    nonce = ports.nonces.recognise(proof.claims.nonce, request.institution_code, act.at)
    try:
        claims_must_fit(proof, nonce, request.purpose, caller)
        outcome = await _judge_card(proof, act, ports)
    except (*DATABASE_FAILURES, Overloaded):
        raise
    except ServiceError as refusal:
        # 4. The nonce is spent whatever the verification says; one spent before outranks every other refusal.
        await ports.log.store(record_of_card(act, request, proof, nonce, refusal))
        raise
    await ports.log.store(record_of_card(act, request, proof, nonce, outcome))
    # 5.
    return answer_of(act, CheckMethod.MY_NUMBER_CARD, act.today, outcome, request.client_reference, proof)


async def check_by_identifier(
    request: IdentifierRequest, caller: Caller, ports: CheckPorts, key: TakenKey | None = None
) -> CheckAnswer:
    """Answer for whom the identifiers fit; raises TooManyMisses, KeyTaken, Overloaded, DatabaseUnavailable."""
    act = _begin(caller, ports)
    outcome = await _judge_identifiers(request, act, ports)
    # 4. The write alone says whose an Idempotency-Key is.
    await ports.log.store(record_of_identifier(act, request, outcome), key)
    # 5.
    return answer_of(act, CheckMethod.INSURED_IDENTIFIER, request.as_of, outcome, request.client_reference)


def _begin(caller: Caller, ports: CheckPorts) -> CheckAct:
    # With the offset of Japan, as its times are shown.
    now = ports.world.clock.now().astimezone(JAPAN)
    return CheckAct(new_id(now, ports.world.random_bytes), now, now.date(), caller)


async def _judge_card(proof: PresenceProof, act: CheckAct, ports: CheckPorts) -> Outcome:
    # 3. The chain first: it says whose facts to read.
    certificate, state = await ports.roots.verify(proof.certificate_der, act.at)
    certificate_must_fit(proof, certificate, state, POLICY)
    # 2.
    facts = await ports.reads.by_card(
        CardQuestion(certificate.authority_key_id, serial_bytes(certificate.serial_number), act.caller.institution_code)
    )
    # 3. Nothing that was read counts before the signature does.
    verify_signature(proof, certificate.public_key)
    person = holder_of(facts, act.at)
    claims, caller = proof.claims, act.caller
    opened = claims.purpose is PurposeOfUse.EMERGENCY and await ports.reads.is_opened(
        claims.purpose, caller.institution_code
    )
    verdict = judge_purpose(claims.purpose, caller.role, CheckMethod.MY_NUMBER_CARD, act.today, opened=opened)
    if verdict.refusal is not None:
        return Refused(verdict.refusal, person.person_id, facts.version_id, state)
    decision = decide_by_card(person, act.today, caller.institution_code)
    permission = permissions.by_card(
        verdict.opens, state, claims.consents, act.at, claims.purpose, claims.holder_verification
    )
    shown = numbered(disclose(decision, act.today, permission), facts.reference_number)
    limit_changed = is_worth_a_notice(facts.last_check, decision, act.today, verdict.opens)
    return Answered(
        decision,
        shown,
        facts.version_id,
        state,
        limit_changed=limit_changed,
        is_unasked=permission.is_unasked,
    )


async def _judge_identifiers(request: IdentifierRequest, act: CheckAct, ports: CheckPorts) -> Outcome:
    today, method, caller = act.today, CheckMethod.INSURED_IDENTIFIER, act.caller
    # 1. What could never be allowed is refused without looking anybody up.
    at_best = judge_purpose(request.purpose, caller.role, method, today, prior_card_check=True, opened=True)
    if at_best.refusal is not None:
        return Refused(at_best.refusal)
    if request.purpose is PurposeOfUse.INSURER and request.insured.insurer_number != caller.insurer_number:
        return Refused(refusal_of(request.purpose, RefusalCode.OTHER_INSURER))
    # 2.
    facts = await ports.reads.by_identifier(
        IdentifierQuestion(request.insured, caller.client_id, caller.institution_code)
    )
    if facts.decisive_miss is not None:
        raise ports.misses.single.refusal(facts.decisive_miss, act.at)
    # 3.
    verdict = judge_purpose(
        request.purpose,
        caller.role,
        method,
        today,
        prior_card_check=facts.prior_card_check,
        opened=facts.opened,
    )
    decision = decide_by_identifier(facts.matches, request.as_of, caller.institution_code)
    person_id = "" if decision.person is None else decision.person.person_id
    version_id = facts.versions.get(person_id)
    if verdict.refusal is not None:
        return Refused(verdict.refusal, person_id or None, version_id)
    permission = permissions.by_identifier(verdict.opens, agreed_at_desk(request), act.at, request.purpose)
    shown = numbered(disclose(decision, request.as_of, permission), facts.reference_numbers.get(person_id))
    limit_changed = is_worth_a_notice(facts.last_checks.get(person_id), decision, request.as_of, verdict.opens)
    coverage_ids = facts.coverage_ids_of(person_id)
    return Answered(
        decision,
        shown,
        version_id,
        coverage_ids=coverage_ids,
        limit_changed=limit_changed,
        is_unasked=permission.is_unasked,
    )
