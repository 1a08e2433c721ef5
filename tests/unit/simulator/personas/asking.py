"""Asking about a persona without a world: the rules of the check, over what seeding would put on record."""

import typing
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from services.eligibility.rules import permissions
from services.eligibility.rules.decision import Decision, decide_by_card, decide_by_identifier
from services.eligibility.rules.disclosure import Permission, disclose
from services.eligibility.rules.notices import notices_of
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.identifiers import fold_number, fold_symbol, parse_branch, parse_insurer_number
from shared.domain.insured import WrittenIdentifiers
from shared.domain.purposes import DataKind, PurposeOfUse, judge_purpose
from shared.pki.certificate_life import CertificateState
from shared.pki.proof import HolderVerification
from simulator.personas.cast import personas
from simulator.personas.credentials import CREDENTIALS, Credential
from simulator.personas.persona import Holder, Membership, Persona

cast = cache(personas)
_FILED = Membership.__dataclass_fields__.keys()
"""What of a coverage is filed; the rest the registry works out."""


def answer_by_card(persona: Persona) -> dict[str, Any]:
    """Return what of an answer rests on the person alone; whether the card is good is taken for granted."""
    assert persona.holder is not None
    ask, today = persona.ask.card, persona.as_of
    caller, purpose = _client(ask.client_id), PurposeOfUse(ask.purpose)
    verdict = judge_purpose(purpose, caller.role, CheckMethod.MY_NUMBER_CARD, today, opened=True)
    chosen = [DataKind(kind) for kind in ask.consents]
    holder_verification = typing.cast("HolderVerification", ask.holder_verification)
    permission = permissions.by_card(
        verdict.opens, CertificateState.CURRENT, chosen, _noon(today), purpose, holder_verification
    )
    return _by_card(persona, persona.holder, permission)


def answer_read_again(persona: Persona, later: timedelta) -> dict[str, Any]:
    """Return what the answer to the persona's card shows when it is read again so much later."""
    assert persona.holder is not None
    ask, asked_at = persona.ask.card, _noon(persona.as_of)
    caller, purpose = _client(ask.client_id), PurposeOfUse(ask.purpose)
    verdict = judge_purpose(purpose, caller.role, CheckMethod.MY_NUMBER_CARD, persona.as_of, opened=True)
    check = permissions.ConsentedCheck(
        check_id=UUID(int=0),
        checked_at=asked_at,
        role=caller.role,
        method=CheckMethod.MY_NUMBER_CARD,
        purpose=purpose,
        kinds=verdict.opens,
        chosen=tuple(DataKind(kind) for kind in ask.consents),
        is_in_grace=False,
        versions=(),
    )
    permission = permissions.seen_again(verdict.opens, check, asked_at + later, is_open=True)
    return _by_card(persona, persona.holder, permission)


def _by_card(persona: Persona, holder: Holder, permission: Permission) -> dict[str, Any]:
    ask, today = persona.ask.card, persona.as_of
    record = _record(holder, persona.memberships)
    decision = decide_by_card(record, today, _client(ask.client_id).institution_code)
    return _answer(CheckMethod.MY_NUMBER_CARD, decision, today, permission, ask.prescription_form)


def answer_by_number(persona: Persona, seed: int = 1) -> dict[str, Any]:
    """Return what an answer by the persona's numbers says, looked for among the whole cast of its day."""
    assert persona.insured is not None
    ask, today = persona.ask.insured, persona.as_of
    caller = _client(ask.client_id)
    verdict = judge_purpose(PurposeOfUse(ask.purpose), caller.role, CheckMethod.INSURED_IDENTIFIER, today)
    agreed = [DataKind.LIMIT_CERTIFICATE] if ask.limit_certificate_consent else []
    agreed += [DataKind.SPECIFIC_DISEASE] if ask.specific_disease_consent else []
    permission = permissions.by_identifier(verdict.opens, agreed, _noon(today))
    matches = list(_matches(persona.insured, _on_record(seed, today)))
    decision = decide_by_identifier(matches, today, caller.institution_code)
    return _answer(CheckMethod.INSURED_IDENTIFIER, decision, today, permission, None)


def _answer(
    method: CheckMethod, decision: Decision, on: date, permission: Permission, prescription_form: str | None
) -> dict[str, Any]:
    return {
        "method": method.value,
        "validity": decision.validity.value,
        "results": msgspec.to_builtins(disclose(decision, on, permission).results),
        "prescription_form": prescription_form,
        "notices": [notice.code for notice in notices_of(decision, on, method, None)],
    }


@cache
def _on_record(seed: int, day: date) -> tuple[PersonRecord, ...]:
    return tuple(_records(cast(seed, day)))


def _matches(asked: WrittenIdentifiers, on_record: Iterable[PersonRecord]) -> Iterator[tuple[PersonRecord, Coverage]]:
    branch = parse_branch(asked.branch)
    for record in on_record:
        for coverage in record.coverages if record.birthdate == asked.birthdate else ():
            if (
                coverage.insurer.number == parse_insurer_number(asked.insurer_number)
                and fold_symbol(coverage.symbol) == fold_symbol(asked.symbol)
                and fold_number(coverage.number) == fold_number(asked.number)
                and (branch is None or coverage.branch in (None, branch))
            ):
                yield record, coverage


def _records(everybody: Iterable[Persona]) -> Iterator[PersonRecord]:
    for persona in everybody:
        if persona.holder is not None:
            yield _record(persona.holder, persona.memberships)
        for other in persona.others:
            yield _record(other.holder, other.memberships)


def _record(holder: Holder, memberships: Iterable[Membership]) -> PersonRecord:
    facts = {field: getattr(holder, field) for field in PersonRecord.__dataclass_fields__.keys() - {"coverages"}}
    facts["person_id"] = str(holder.person_id)
    return PersonRecord(**facts, coverages=tuple(_coverage(membership) for membership in memberships))


def _coverage(membership: Membership) -> Coverage:
    facts = {field: getattr(membership, field) for field in Coverage.__dataclass_fields__ if field in _FILED}
    facts["coverage_id"] = str(membership.coverage_id)
    return Coverage(**facts)


def _client(client_id: str) -> Credential:
    return next(credential for credential in CREDENTIALS if credential.client_id == client_id)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), JAPAN)
