"""What a check came to, told twice: as the record that stays and as the answer that leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

from services.eligibility import disclosure
from services.eligibility.check_log import DisclosureRecord
from services.eligibility.decision import Decision
from services.eligibility.disclosure import Disclosure
from services.eligibility.notices import certificate_notices
from services.eligibility.requests import CardRequest, IdentifierRequest
from services.eligibility.wire import CheckAnswer, RefusalShown
from shared.clock import JAPAN
from shared.domain import purposes
from shared.domain.codes import CheckMethod
from shared.domain.purposes import PurposeRefusal
from shared.errors import ServiceError
from shared.pki.certificate_life import CertificateState
from shared.pki.nonce import Nonce
from shared.pki.proof import PresenceProof
from shared.pki.tokens import Caller

_RULES = [purposes.RULES_VERSION, disclosure.RULES_VERSION]


@dataclass(frozen=True, slots=True)
class Answered:
    """The purpose was allowed: a validity, and what is shown of it."""

    decision: Decision
    shown: Disclosure
    version_id: UUID | None
    certificate_state: CertificateState | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The purpose was refused. That is an answer too; it shows nothing."""

    refusal: PurposeRefusal
    person_id: str | None = None
    version_id: UUID | None = None
    certificate_state: CertificateState | None = None


Outcome = Answered | Refused


@dataclass(frozen=True, slots=True)
class CheckAct:
    """The act itself: which check, when, by whom."""

    check_id: UUID
    at: datetime
    today: date
    """The day in Japan at ``at``."""
    caller: Caller


def record_of_card(
    act: CheckAct, request: CardRequest, proof: PresenceProof, nonce: Nonce, outcome: Outcome | ServiceError
) -> DisclosureRecord:
    """Return the record of a check by card; a ServiceError is a verification that failed, nonce spent."""
    claims = proof.claims
    told = _told(outcome)
    state = None if isinstance(outcome, ServiceError) else outcome.certificate_state
    return DisclosureRecord(
        check_id=act.check_id,
        checked_at=act.at,
        client_id=act.caller.client_id,
        role=act.caller.role,
        institution_code=act.caller.institution_code,
        method=CheckMethod.MY_NUMBER_CARD.value,
        purpose=claims.purpose,
        as_of=act.today,
        outcome=told.word,
        code=told.code,
        kinds=told.kinds,
        rules=_RULES,
        person_id=told.person_id,
        registry_version=told.version_id,
        holder_verification=claims.holder_verification,
        certificate_state=state,
        chosen_consents=[kind.value for kind in claims.consents],
        prescription_form=claims.prescription_form.value if claims.prescription_form else None,
        client_reference=request.client_reference,
        nonce=nonce.value.hex(),
        proof_digest=sha256(request.presence_proof.encode()).hexdigest(),
    )


def record_of_identifier(act: CheckAct, request: IdentifierRequest, outcome: Outcome) -> DisclosureRecord:
    """Return the record of a check by identifiers."""
    told = _told(outcome)
    return DisclosureRecord(
        check_id=act.check_id,
        checked_at=act.at,
        client_id=act.caller.client_id,
        role=act.caller.role,
        institution_code=act.caller.institution_code,
        method=CheckMethod.INSURED_IDENTIFIER.value,
        purpose=request.purpose,
        as_of=request.as_of,
        outcome=told.word,
        code=told.code,
        kinds=told.kinds,
        rules=_RULES,
        person_id=told.person_id,
        registry_version=told.version_id,
        client_reference=request.client_reference,
    )


def answer_of(
    act: CheckAct,
    method: CheckMethod,
    as_of: date,
    outcome: Outcome,
    client_reference: str | None,
    proof: PresenceProof | None = None,
) -> CheckAnswer:
    """Return the answer to send. A refused purpose shows nothing but why."""
    state = outcome.certificate_state
    if isinstance(outcome, Refused):
        refusal = outcome.refusal
        return CheckAnswer(
            check_id=str(act.check_id),
            checked_at=act.at.astimezone(JAPAN),
            as_of=as_of,
            method=method,
            outcome="refused",
            refusal=RefusalShown(refusal.code, refusal.article, refusal.message, refusal.message_ja),
            validity=None,
            certificate_state=state,
            results=[],
            prescription_form=None,
            notices=[],
            client_reference=client_reference,
        )
    return CheckAnswer(
        check_id=str(act.check_id),
        checked_at=act.at.astimezone(JAPAN),
        as_of=as_of,
        method=method,
        outcome="answered",
        refusal=None,
        validity=outcome.decision.validity,
        certificate_state=state,
        results=outcome.shown.results,
        prescription_form=proof.claims.prescription_form if proof is not None else None,
        notices=list(certificate_notices(state)) if state is not None else [],
        client_reference=client_reference,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    word: Literal["answered", "refused", "rejected"]
    code: str
    kinds: list[str]
    person_id: str | None = None
    version_id: UUID | None = None


def _told(outcome: Outcome | ServiceError) -> _Told:
    if isinstance(outcome, ServiceError):
        return _Told("rejected", outcome.code, [])
    if isinstance(outcome, Refused):
        return _Told("refused", outcome.refusal.code.value, [], outcome.person_id, outcome.version_id)
    person = outcome.decision.person
    return _Told(
        "answered",
        outcome.decision.validity.value,
        sorted(kind.value for kind in outcome.shown.kinds),
        None if person is None else person.person_id,
        outcome.version_id,
    )
