"""One check from question to answer, whichever way it was asked: ``judge``, ``record_of``, ``answer_of``. Pure.

Each way to ask (by card, by identifiers, again, by name, many at once, an answer read again) reads facts and puts them
into a ``Question``. ``judge`` alone decides, ``record_of`` says what is kept, ``answer_of`` what is sent.
"""

from datetime import date

from services.eligibility.answers.shown import CheckAnswer, RefusalShown
from services.eligibility.checks.rules.acts import (
    Act,
    Answered,
    Asked,
    DisclosureRecord,
    Known,
    Outcome,
    Question,
    Recorded,
    Refused,
    Subject,
)
from services.eligibility.rules import permissions
from services.eligibility.rules.as_shown import LimitsOn
from services.eligibility.rules.decision import Decision, decide_by_card, decide_by_identifier
from services.eligibility.rules.disclosure import disclose
from services.eligibility.rules.notices import is_worth_a_notice, notices_of
from shared.domain.codes import QualificationValidity
from shared.domain.consent import MEDICAL_KINDS
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import PurposeRefusal
from shared.errors import ServiceError

_UNKNOWN = Known()


def unread(asked: Asked, refusal: PurposeRefusal, act: Act) -> Question:
    """Return what is judged where the purpose is refused before anybody is looked up."""
    return Question(asked, QualificationValidity.NOT_FOUND, permissions.by_identifier(frozenset(), (), act.at), refusal)


def judge(question: Question, act: Act) -> Outcome:
    """Return the outcome of a check. Every way to ask calls this, and only what is returned here is answered."""
    asked, permission, subject = question.asked, question.permission, question.subject
    # 1. Which validity, of which person and coverage.
    decision = _decide(subject, asked.as_of, act.caller.institution_code)
    person_id = question.person_id or (None if decision.person is None else decision.person.person_id)
    known = _UNKNOWN if person_id is None else question.known.get(person_id, _UNKNOWN)
    # 2. A refused purpose shows nothing; the record names whom it was about.
    if question.refusal is not None:
        return Refused(question.refusal, person_id, known.version_id, question.certificate_state)
    # 3. What may be shown of it. A limit certificate is looked for once.
    limits = LimitsOn(asked.as_of)
    return Answered(
        decision,
        disclose(decision, asked.as_of, permission, limits, known.reference_number),
        known.version_id,
        question.certificate_state,
        _fitting(subject, person_id),
        is_worth_a_notice(known.last_check, decision, asked.as_of, permission.opens, limits),
        permission.is_unasked,
    )


def answer_of(act: Act, asked: Asked, outcome: Outcome) -> CheckAnswer:
    """Return the answer to send. A refused purpose shows nothing but why."""
    if isinstance(outcome, Refused):
        refusal = outcome.refusal
        return CheckAnswer(
            check_id=str(act.check_id),
            checked_at=act.at,
            as_of=asked.as_of,
            method=asked.method,
            outcome="refused",
            refusal=RefusalShown(refusal.code, refusal.article, refusal.message, refusal.message_ja),
            validity=None,
            certificate_state=outcome.certificate_state,
            results=[],
            prescription_form=None,
            notices=[],
            client_reference=asked.client_reference,
        )
    return CheckAnswer(
        check_id=str(act.check_id),
        checked_at=act.at,
        as_of=asked.as_of,
        method=asked.method,
        outcome="answered",
        refusal=None,
        validity=outcome.decision.validity,
        certificate_state=outcome.certificate_state,
        results=outcome.shown.results,
        prescription_form=asked.prescription_form,
        notices=notices_of(
            outcome.decision,
            asked.as_of,
            asked.method,
            outcome.certificate_state,
            limit_changed=outcome.limit_changed,
            unasked=outcome.is_unasked and not MEDICAL_KINDS.isdisjoint(outcome.shown.kinds),
        ),
        client_reference=asked.client_reference,
    )


def recorded(outcome: Outcome | ServiceError) -> Recorded:
    """Return what a record keeps of an outcome; a ServiceError is a check that ended in a refusal."""
    if isinstance(outcome, ServiceError):
        return Recorded("rejected", outcome.code)
    if isinstance(outcome, Refused):
        return Recorded(
            "refused",
            outcome.refusal.code,
            person_id=outcome.person_id,
            version_id=outcome.version_id,
            certificate_state=outcome.certificate_state,
        )
    person = outcome.decision.person
    return Recorded(
        "answered",
        outcome.decision.validity,
        sorted(outcome.shown.kinds),
        None if person is None else person.person_id,
        outcome.version_id,
        outcome.coverage_ids,
        outcome.certificate_state,
    )


def record_of(act: Act, asked: Asked, outcome: Outcome | ServiceError | Recorded) -> DisclosureRecord:
    """Return the record of ``act``: what was asked, and what came of it."""
    kept = outcome if isinstance(outcome, Recorded) else recorded(outcome)
    return DisclosureRecord(
        check_id=act.check_id,
        checked_at=act.at,
        client_id=act.caller.client_id,
        role=act.caller.role,
        institution_code=act.caller.institution_code,
        method=asked.method,
        purpose=asked.purpose,
        as_of=asked.as_of,
        outcome=kept.outcome,
        code=kept.code,
        kinds=kept.kinds,
        rules=asked.rules,
        person_id=kept.person_id,
        registry_version=kept.version_id,
        coverage_ids=kept.coverage_ids,
        consent_versions=asked.consent_versions,
        holder_verification=asked.holder_verification,
        certificate_state=kept.certificate_state,
        chosen_consents=asked.chosen,
        prescription_form=asked.prescription_form,
        client_reference=asked.client_reference,
        rederived_from=asked.rederived_from,
        nonce=asked.nonce,
        proof_digest=asked.proof_digest,
    )


def _decide(subject: Subject, on: date, institution_code: str | None) -> Decision:
    if isinstance(subject, PersonRecord):
        return decide_by_card(subject, on, institution_code)
    if isinstance(subject, QualificationValidity):
        return Decision(subject)
    return decide_by_identifier(subject, on, institution_code)


def _fitting(subject: Subject, person_id: str | None) -> list[str]:
    if isinstance(subject, (PersonRecord, QualificationValidity)):
        return []
    return [coverage.coverage_id for person, coverage in subject if person.person_id == person_id]
