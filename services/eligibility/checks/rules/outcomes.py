"""What a check came to, told twice: as the record that stays and as the answer that leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from services.eligibility.answers.shown import CheckAnswer, RefusalShown
from services.eligibility.checks.rules.questions import CardRequest, IdentifierRequest, agreed_at_desk
from services.eligibility.checks.rules.records import DisclosureRecord
from services.eligibility.rules import disclosure
from services.eligibility.rules.decision import Decision
from services.eligibility.rules.disclosure import Disclosure
from services.eligibility.rules.notices import notices_of
from shared.clock import JAPAN
from shared.domain import purposes
from shared.domain.codes import CheckMethod
from shared.domain.consent import MEDICAL_KINDS
from shared.domain.purposes import PurposeOfUse, PurposeRefusal
from shared.errors import ServiceError
from shared.pki.certificate_life import CertificateState
from shared.pki.nonce import Nonce
from shared.pki.proof import PresenceProof
from shared.pki.tokens import Caller

RULES = [purposes.RULES_VERSION, disclosure.RULES_VERSION]
"""The versions of the rules that every answer rests on."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The purpose was allowed: a validity, and what is shown of it."""

    decision: Decision
    shown: Disclosure
    version_id: UUID | None
    certificate_state: CertificateState | None = None
    coverage_ids: Sequence[str] = ()
    """Without a card: which coverages of the person the identifiers fitted."""
    limit_changed: bool = False
    """Whether the limit certificate is not the one of this institution's last check."""
    is_unasked: bool = False
    """同意取得困難: whatever medical data it opens, the patient was not asked."""


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


def numbered(shown: Disclosure, reference_number: str | None) -> Disclosure:
    """Return what is shown with the asking institution's own number for the person (照会番号), if it has one."""
    if reference_number is None:
        return shown
    results = [msgspec.structs.replace(result, reference_number=reference_number) for result in shown.results]
    return Disclosure(results, shown.kinds)


def record_of_card(
    act: CheckAct, request: CardRequest, proof: PresenceProof, nonce: Nonce, outcome: Outcome | ServiceError
) -> DisclosureRecord:
    """Return the record of a check by card; a ServiceError is a verification that failed, nonce spent."""
    claims = proof.claims
    told = told_of(outcome)
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
        rules=RULES,
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


def record_of(
    act: CheckAct,
    method: CheckMethod,
    purpose: PurposeOfUse,
    as_of: date,
    outcome: Outcome | ServiceError,
    client_reference: str | None,
) -> DisclosureRecord:
    """Return what the record of every check without a proof holds; each way to ask adds what only it has."""
    told = told_of(outcome)
    return DisclosureRecord(
        check_id=act.check_id,
        checked_at=act.at,
        client_id=act.caller.client_id,
        role=act.caller.role,
        institution_code=act.caller.institution_code,
        method=method.value,
        purpose=purpose,
        as_of=as_of,
        outcome=told.word,
        code=told.code,
        kinds=told.kinds,
        rules=RULES,
        person_id=told.person_id,
        registry_version=told.version_id,
        client_reference=client_reference,
    )


def record_of_identifier(act: CheckAct, request: IdentifierRequest, outcome: Outcome) -> DisclosureRecord:
    """Return the record of a check by identifiers."""
    method = CheckMethod.INSURED_IDENTIFIER
    return msgspec.structs.replace(
        record_of(act, method, request.purpose, request.as_of, outcome, request.client_reference),
        coverage_ids=told_of(outcome).coverage_ids,
        chosen_consents=[kind.value for kind in agreed_at_desk(request)],
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
        notices=notices_of(
            outcome.decision,
            as_of,
            method,
            state,
            limit_changed=outcome.limit_changed,
            unasked=outcome.is_unasked and not MEDICAL_KINDS.isdisjoint(outcome.shown.kinds),
        ),
        client_reference=client_reference,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome as records keep it."""

    word: Literal["answered", "refused", "rejected"]
    code: str
    kinds: list[str]
    person_id: str | None = None
    version_id: UUID | None = None
    coverage_ids: list[str] = field(default_factory=list)


def told_of(outcome: Outcome | ServiceError) -> Told:
    """Return what a record says of an outcome; a ServiceError is a check that ended in a refusal."""
    if isinstance(outcome, ServiceError):
        return Told("rejected", outcome.code, [])
    if isinstance(outcome, Refused):
        return Told("refused", outcome.refusal.code.value, [], outcome.person_id, outcome.version_id)
    person = outcome.decision.person
    return Told(
        "answered",
        outcome.decision.validity.value,
        sorted(kind.value for kind in outcome.shown.kinds),
        None if person is None else person.person_id,
        outcome.version_id,
        list(outcome.coverage_ids),
    )
