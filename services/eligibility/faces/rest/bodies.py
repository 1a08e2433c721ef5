"""The bodies of a check over REST: what a clinic asks, read from the value of the JSON text, and the answer as bytes.

What can be read is read fast; of what cannot, every violation is named. checks/messages shows the same shapes to people
and generators; a test holds the two equal.
"""

import json
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from pydantic import ValidationError

from services.eligibility.checks.messages import checks as messages
from services.eligibility.checks.rules.questions import (
    LONGEST_CLIENT_REFERENCE,
    CardRequest,
    CheckRequest,
    Demographics,
    DemographicsRequest,
    IdentifierRequest,
    RecheckRequest,
    is_askable,
)
from shared.domain.days import OUT_OF_RANGE, is_within_range
from shared.domain.identifiers import InvalidIdentifier, parse_insurer_number
from shared.domain.insured import InvalidIdentifiers, WrittenIdentifiers
from shared.domain.my_number import (
    may_be_my_number,
    may_be_my_number_as_identifier,
    may_be_my_number_as_reference,
    my_number_at,
)
from shared.domain.not_acceptable import CONTROL_CHARACTERS
from shared.domain.purposes import PurposeOfUse
from shared.errors import MyNumberNotAccepted, RequestInvalid, RoleNotAllowed, Violation
from shared.pki.tokens import Caller
from shared.web.problems import violation_of

CHECK_PATH: Final = "/v1/checks"
OPERATION: Final = "check_eligibility"
"""The operationId of a check, which no route of the framework carries."""
write_answer = msgspec.json.Encoder().encode


class InsuredBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The identifiers that are printed on a 資格確認書."""

    insurer_number: str
    number: str
    birthdate: date
    symbol: str | None = None
    branch: str | None = None


class CheckBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clinic asks: exactly one of ``presence_proof``, ``insured``, ``recheck_of`` and ``demographics``."""

    presence_proof: str | None = None
    insured: InsuredBody | None = None
    recheck_of: UUID | None = None
    demographics: Demographics | None = None
    purpose: PurposeOfUse | None = None
    limit_certificate_consent: bool = False
    specific_disease_consent: bool = False
    as_of: date | None = None
    client_reference: Annotated[str, msgspec.Meta(max_length=LONGEST_CLIENT_REFERENCE)] | None = None


def read_check_request(sent: Any, caller: Caller, today: date) -> CheckRequest:
    """Read the value of a JSON body.

    Raises RequestInvalid, MyNumberNotAccepted, or RoleNotAllowed when a caller without an
    institution presents a card or an earlier check.
    """
    try:
        asked = read_request(sent)
    except msgspec.ValidationError:
        raise _explain(sent) from None
    if suspects := _my_numbers(asked):
        raise MyNumberNotAccepted(suspects)
    violations = _contradictions(asked, today)
    if asked.insured is None or asked.purpose is None:
        if violations or asked.presence_proof is None:
            if violations or asked.purpose is None:
                raise RequestInvalid(violations)
            return _rarer_request(asked, asked.purpose, caller, today)
        if caller.institution_code is None:
            raise RoleNotAllowed
        return CardRequest(asked.presence_proof, asked.purpose, caller.institution_code, asked.client_reference)
    return _identifier_request(asked, asked.insured, asked.purpose, today, violations)


def read_request(sent: Any) -> CheckBody:
    """Return what was asked, from the value of a JSON body; raises msgspec.ValidationError."""
    return msgspec.convert(sent, CheckBody)


def canonical(sent: Any) -> bytes:
    """Return what was asked in one form: order, blanks and members that say nothing do not count."""
    return msgspec.json.encode(read_request(sent))


def _rarer_request(
    asked: CheckBody, purpose: PurposeOfUse, caller: Caller, today: date
) -> RecheckRequest | DemographicsRequest:
    institution_code = caller.institution_code
    if institution_code is None:
        raise RoleNotAllowed
    if asked.recheck_of is not None:
        return RecheckRequest(asked.recheck_of, purpose, asked.as_of or today, institution_code, asked.client_reference)
    if asked.demographics is not None:
        described = _with_insurer(asked.demographics)
        return DemographicsRequest(described, purpose, institution_code, asked.client_reference)
    raise RequestInvalid


def _with_insurer(asked: Demographics) -> Demographics:
    """Return what was asked with 保険者番号 in its canonical form; raises RequestInvalid."""
    if asked.insurer_number is None:
        return asked
    try:
        return msgspec.structs.replace(asked, insurer_number=parse_insurer_number(asked.insurer_number))
    except InvalidIdentifier as error:
        wrong = Violation("/demographics/insurer_number", "invalid", error.message, error.message_ja)
        raise RequestInvalid([wrong]) from None


def _identifier_request(
    asked: CheckBody,
    insured: InsuredBody,
    purpose: PurposeOfUse,
    today: date,
    violations: list[Violation],
) -> IdentifierRequest:
    try:
        folded = WrittenIdentifiers.of(insured).folded()
    except InvalidIdentifiers as wrong:
        raise RequestInvalid([*violations, *wrong.violations("/insured")]) from None
    if violations:
        raise RequestInvalid(violations)
    return IdentifierRequest(
        insured=folded,
        purpose=purpose,
        limit_certificate_consent=asked.limit_certificate_consent,
        specific_disease_consent=asked.specific_disease_consent,
        as_of=asked.as_of or today,
        client_reference=asked.client_reference,
    )


def _explain(sent: Any) -> RequestInvalid:
    """Return the refusal for what the fast reader did not take, naming every violation."""
    try:
        messages.CheckRequest.model_validate_json(json.dumps(sent))
    except ValidationError as error:
        return RequestInvalid([violation_of(dict(entry)) for entry in error.errors(include_url=False)])
    return RequestInvalid([Violation("", "invalid", "The request is not valid.", "リクエストが正しくありません。")])


def _contradictions(asked: CheckBody, today: date) -> list[Violation]:
    violations = []
    ways = [asked.presence_proof, asked.insured, asked.recheck_of, asked.demographics]
    if ways.count(None) != len(ways) - 1:
        violations.append(
            Violation(
                "",
                "exactly-one",
                "Give exactly one of presence_proof, insured, recheck_of and demographics.",
                "presence_proof・insured・recheck_of・demographics のいずれか一つだけを指定してください。",
            )
        )
    if asked.presence_proof is None and ways.count(None) < len(ways) and asked.purpose is None:
        violations.append(
            Violation("/purpose", "missing", "A check without a card needs a purpose.", "利用目的は必須です。")
        )
    if asked.as_of is not None:
        violations += _wrong_day(asked, asked.as_of, today)
    if asked.client_reference is not None and not asked.client_reference.isprintable():
        violations.append(Violation("/client_reference", "invalid", *CONTROL_CHARACTERS))
    if asked.demographics is not None and not is_within_range(asked.demographics.birthdate):
        violations.append(Violation("/demographics/birthdate", "invalid", *OUT_OF_RANGE))
    return violations


def _wrong_day(asked: CheckBody, as_of: date, today: date) -> list[Violation]:
    if as_of != today and asked.demographics is not None:
        words = ("By name a person is checked for today.", "氏名等による照会は当日のみです。")
        return [Violation("/as_of", "not-today", *words)]
    if as_of != today and asked.presence_proof is not None:
        return [Violation("/as_of", "not-today", "A card is checked for today.", "カードによる確認は当日のみです。")]
    if not is_askable(as_of, today):
        return [
            Violation(
                "/as_of",
                "out-of-range",
                "It must be today or a day within the last five years.",
                "当日または過去5年以内の日を指定してください。",
            )
        ]
    return []


def _my_numbers(asked: CheckBody) -> list[Violation]:
    suspects = []
    if asked.client_reference is not None and may_be_my_number_as_reference(asked.client_reference):
        suspects.append(my_number_at("/client_reference"))
    if (insured := asked.insured) is not None:
        suspects += [my_number_at(f"/insured/{name}") for name in WrittenIdentifiers.of(insured).may_be_my_numbers()]
    if (person := asked.demographics) is not None:
        written = {"name": person.name, "name_kana": person.name_kana, "address": person.address}
        suspects += [my_number_at(f"/demographics/{name}") for name, text in written.items() if may_be_my_number(text)]
        if person.insurer_number is not None and may_be_my_number_as_identifier(person.insurer_number):
            suspects.append(my_number_at("/demographics/insurer_number"))
    return suspects
