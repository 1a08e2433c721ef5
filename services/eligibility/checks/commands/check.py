"""THE HOT PATH: one eligibility check (資格確認) by card, from a readable request to the answer.

The steps are numbered in the order of the code. What must hold of it: what is cheap is checked first; nothing that was
read counts before the signature does; the nonce is spent whatever the verification says; the answer leaves after the
record is durable, never before. The caller (token, role, scope) and the body were judged by the face that the request
came through. Nothing here calls another service.
"""

from datetime import datetime

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.rules.acts import Act, Asked, Asker, CardFacts, CardQuestion, Question
from services.eligibility.checks.rules.pipeline import judge, record_of
from services.eligibility.checks.rules.questions import CardRequest
from services.eligibility.rules import permissions
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import PurposeOfUse, judge_purpose
from shared.domain.roles import Role
from shared.errors import DATABASE_FAILURES, CardNotRegistered, CardNotUsable, Overloaded, ServiceError
from shared.ids import new_id
from shared.pki import presence
from shared.pki.certificate_life import CertificateState
from shared.pki.nonce import Nonce
from shared.pki.presence import (
    ANOTHER_INSTITUTION,
    FAR_FROM_NONCE,
    Expected,
    PresencePolicy,
    Words,
    certificate_must_fit,
)
from shared.pki.proof import PresenceProof, parse_proof, verify_signature
from shared.pki.serials import serial_bytes
from shared.pki.tokens import Caller
from shared.worlds.world import World

POLICY = PresencePolicy(
    audience="onshi-eligibility",
    other_institution=ANOTHER_INSTITUTION,
    signed_too_far=FAR_FROM_NONCE,
    faces_not_compared=Words(
        "Face and visual checks count only from a reader.", "顔認証・目視確認は読取端末からのみ有効です。"
    ),
    accepts_grace=True,
)


def begin(caller: Asker, world: World, at: datetime | None = None) -> Act:
    """Return a new act of ``caller``, now or at an instant that was read for several."""
    now = (at or world.clock.now()).astimezone(JAPAN)
    return Act(new_id(now, world.random_bytes), now, now.date(), caller)


async def check_by_card(request: CardRequest, caller: Caller, ports: CheckPorts) -> CheckAnswer:
    """Answer for the person whose card signed; raises every refusal from the proof's to the load's."""
    act = begin(caller, ports.world)
    # 1. The proof can be read, and its nonce is ours, fresh and this institution's. Until then nothing is stored.
    proof = parse_proof(request.presence_proof)
    nonce = ports.nonces.recognise(proof.claims.nonce, request.institution_code, act.at)
    asked = _asked(request, proof, nonce, act)
    try:
        # 2. What was signed fits this request.
        claims_must_fit(proof, nonce, request.purpose, caller)
        # 3. The certificate, within its time: it says whose facts to read. What names no root of ours ends here.
        presented = await ports.roots.present(proof.certificate_der, act.at)
        # 4. One read: who holds the certificate, its status, and whether its chain was verified before.
        serial_number = serial_bytes(presented.serial_number)
        facts = await ports.reads.by_card(
            CardQuestion(presented.authority_key_id, serial_number, caller.institution_code)
        )
        # 5. The certificate's chain, unless these very bytes were verified under a root and rules that still hold.
        certificate, state = await ports.roots.accept(presented, facts.verified_before, act.at)
        certificate_must_fit(proof, certificate, state, POLICY)
        # 6. The signature, then the holder.
        verify_signature(proof, certificate.public_key)
        person = holder_of(facts, act.at)
        # 7. What comes of it.
        question = await _question(proof, asked, person, facts, state, act, ports)
        outcome = judge(question, act)
    except (*DATABASE_FAILURES, Overloaded):
        raise
    except ServiceError as refusal:
        # 8. One write, here too; a nonce that was spent before outranks every other refusal.
        await ports.log.store(record_of(act, asked, refusal))
        raise
    # 8. One write: it spends the nonce and stores the record.
    await ports.log.store(record_of(act, asked, outcome))
    # 9. The answer.
    return await ports.answers.answer(act, question, outcome)


def claims_must_fit(proof: PresenceProof, nonce: Nonce, purpose: PurposeOfUse | None, caller: Caller) -> None:
    """Hold what the card signed against this request; raises ProofMismatch with every difference."""
    expected = Expected(
        # A caller without an institution cannot present a card.
        institution=caller.institution_code or "",
        around=nonce.issued_at,
        takes_compared_faces=caller.role is Role.READER,
        purpose=purpose,
    )
    presence.claims_must_fit(proof, POLICY, expected)


def holder_of(facts: CardFacts, at: datetime) -> PersonRecord:
    """Return who holds the certificate.

    Raises, in this order: CertificateRevoked, CertificateStatusUnknown, CardNotRegistered, CardNotUsable.
    """
    # A copy that has fallen behind may lack a revocation: what it holds of the list is not fresh.
    fresh_until = facts.status_fresh_until if facts.is_current else None
    presence.status_must_hold(at, is_revoked=facts.is_revoked, fresh_until=fresh_until)
    if facts.person is None:
        raise CardNotRegistered
    if facts.person.self_information_blocked:
        raise CardNotUsable
    return facts.person


def _asked(request: CardRequest, proof: PresenceProof, nonce: Nonce, act: Act) -> Asked:
    claims = proof.claims
    return Asked(
        method=CheckMethod.MY_NUMBER_CARD,
        purpose=claims.purpose,
        as_of=act.today,
        client_reference=request.client_reference,
        chosen=claims.consents,
        prescription_form=claims.prescription_form,
        holder_verification=claims.holder_verification,
        nonce=nonce.value.hex(),
        proof_digest=proof.digest.hex(),
    )


async def _question(
    proof: PresenceProof,
    asked: Asked,
    person: PersonRecord,
    facts: CardFacts,
    state: CertificateState,
    act: Act,
    ports: CheckPorts,
) -> Question:
    purpose, caller = asked.purpose, act.caller
    # Emergencies alone are read a second time: every other check would carry the look-up (docs/decisions/0044).
    opened = purpose is PurposeOfUse.EMERGENCY and await ports.reads.is_opened(purpose, caller.institution_code)
    verdict = judge_purpose(purpose, caller.role, asked.method, act.today, opened=opened)
    return Question(
        asked=asked,
        subject=person,
        permission=permissions.by_card(
            verdict.opens, state, asked.chosen, act.at, purpose, proof.claims.holder_verification
        ),
        refusal=verdict.refusal,
        known={person.person_id: facts.known},
        person_id=person.person_id,
        certificate_state=state,
    )
