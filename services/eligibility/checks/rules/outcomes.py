"""One check from question to answer, whichever way it was asked: the act, what is judged, and what is answered. Pure.

Each way to ask (by card, by identifiers, again, by name, many at once, an answer read again) reads facts and puts them
into a ``Question``. ``judge`` alone says what comes of it; records.py keeps that, ``answer_of`` shows it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

import msgspec

from services.eligibility.answers.shown import CheckAnswer, RefusalShown
from services.eligibility.checks.rules.facts import Known
from services.eligibility.rules import disclosure, permissions
from services.eligibility.rules.decision import Decision, decide_by_card, decide_by_identifier
from services.eligibility.rules.disclosure import Disclosure, Permission, disclose
from services.eligibility.rules.limit_change import is_worth_a_notice
from services.eligibility.rules.limits_on import LimitsOn
from services.eligibility.rules.notices import notices_of
from shared.clock import JAPAN
from shared.domain import purposes
from shared.domain.codes import CheckMethod, PrescriptionForm, QualificationValidity
from shared.domain.consent import MEDICAL_KINDS
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import DataKind, PurposeOfUse, PurposeRefusal
from shared.domain.roles import Role
from shared.pki.certificate_life import CertificateState

RULES = (purposes.RULES_VERSION, disclosure.RULES_VERSION)
"""The versions of the rules that every answer rests on."""

Subject = PersonRecord | Sequence[tuple[PersonRecord, Coverage]] | QualificationValidity
"""Whom a check is about: a person, or the coverages that fit identifiers; or why nobody is shown."""
_UNKNOWN = Known()


class Asker(Protocol):
    """Who asks: a caller, or who asked earlier."""

    @property
    def client_id(self) -> str:
        """The client."""

    @property
    def role(self) -> Role:
        """What the client is."""

    @property
    def institution_code(self) -> InstitutionCode | None:
        """The institution that the client stands for, if it does."""


class Act(msgspec.Struct, frozen=True):
    """The act itself: which check, when, by whom."""

    check_id: UUID
    at: datetime
    today: date
    """The day in Japan at ``at``."""
    caller: Asker


class Asked(msgspec.Struct, frozen=True):
    """What was asked, as answer and record repeat it, whatever comes of it."""

    method: CheckMethod
    purpose: PurposeOfUse
    as_of: date
    client_reference: str | None = None
    chosen: Sequence[DataKind] = []
    """What the patient chose at the reader, or agreed to at the desk."""
    prescription_form: PrescriptionForm | None = None
    holder_verification: str | None = None
    nonce: str | None = None
    """In hexadecimal, as is ``proof_digest``; both of a check by card."""
    proof_digest: str | None = None
    consent_versions: Sequence[UUID] = []
    """What it rests on: versions of consents, and the check that is asked again about."""
    rules: Sequence[str] = RULES
    rederived_from: UUID | None = None


class Question(msgspec.Struct, frozen=True):
    """What is judged: what was asked, and what is known of it."""

    asked: Asked
    subject: Subject
    permission: Permission
    refusal: PurposeRefusal | None = None
    """Why the purpose is refused; then nothing is shown."""
    known: Mapping[str, Known] = {}
    """What else is known of the people in ``subject``, by person."""
    person_id: str | None = None
    """Whom it is about, where that was known before anything was decided."""
    certificate_state: CertificateState | None = None


class Answered(msgspec.Struct, frozen=True):
    """The purpose was allowed: a validity, and what is shown of it."""

    decision: Decision
    shown: Disclosure
    version_id: UUID | None
    certificate_state: CertificateState | None
    coverage_ids: Sequence[str]
    """Without a card: which coverages of the person the identifiers fitted."""
    limit_changed: bool
    """Whether the limit certificate is not the one of this institution's last check."""
    is_unasked: bool
    """同意取得困難: whatever medical data it opens, the patient was not asked."""


class Refused(msgspec.Struct, frozen=True):
    """The purpose was refused. That is an answer too; it shows nothing."""

    refusal: PurposeRefusal
    person_id: str | None
    version_id: UUID | None
    certificate_state: CertificateState | None


Outcome = Answered | Refused


def unread(asked: Asked, refusal: PurposeRefusal, act: Act) -> Question:
    """Return what is judged where the purpose is refused before anybody is looked up."""
    return Question(asked, QualificationValidity.NOT_FOUND, permissions.by_identifier(frozenset(), (), act.at), refusal)


def judge(question: Question, act: Act) -> Outcome:
    """Return what comes of a check. Every way to ask comes here, and only what is returned here is answered."""
    asked, permission, subject = question.asked, question.permission, question.subject
    # 1. Which validity, of which person and coverage.
    decision = _decide(subject, asked.as_of, act.caller.institution_code)
    person_id = question.person_id or (None if decision.person is None else decision.person.person_id)
    known = _UNKNOWN if person_id is None else question.known.get(person_id, _UNKNOWN)
    # 2. A refused purpose shows nothing; whom it was about stands in the record.
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
            checked_at=act.at.astimezone(JAPAN),
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
        checked_at=act.at.astimezone(JAPAN),
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
