"""What a clinic asks, read from the bytes of a body: good ones fast, bad ones with every violation named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec
from pydantic import ValidationError

from services.eligibility import messages, wire
from shared.domain.identifiers import (
    BranchNumber,
    InstitutionCode,
    InsuredNumber,
    InsuredSymbol,
    InsurerNumber,
    InvalidIdentifier,
    fold_number,
    fold_symbol,
    parse_branch,
    parse_insurer_number,
)
from shared.domain.my_number import may_be_my_number
from shared.domain.purposes import PurposeOfUse
from shared.errors import BodyUnreadable, MyNumberNotAccepted, RequestInvalid, RoleNotAllowed, Violation
from shared.pki.tokens import Caller
from shared.web.problems import violation_of

YEARS_BACK = 5
"""資格確認日 may lie up to five years back."""

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class CardRequest:
    """A check by card (マイナンバーカード)."""

    presence_proof: str
    purpose: PurposeOfUse | None
    """What the body says; the signed purpose counts, and the two must agree."""
    institution_code: InstitutionCode
    client_reference: str | None


@dataclass(frozen=True, slots=True)
class IdentifierRequest:
    """A check by identifiers (被保険者証情報), folded for the look-up."""

    insurer_number: InsurerNumber
    symbol: InsuredSymbol
    number: InsuredNumber
    branch: BranchNumber | None
    birthdate: date
    purpose: PurposeOfUse
    limit_certificate_consent: bool
    as_of: date
    client_reference: str | None


def read_check_request(body: bytes, caller: Caller, today: date) -> CardRequest | IdentifierRequest:
    """Read a body.

    Raises BodyUnreadable, RequestInvalid, MyNumberNotAccepted, or RoleNotAllowed when a caller without an
    institution presents a card.
    """
    try:
        asked = wire.read_request(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise _explain(body) from None
    violations = _contradictions(asked, today)
    if asked.insured is None or asked.purpose is None:
        if violations or asked.presence_proof is None:
            raise RequestInvalid(violations)
        if caller.institution_code is None:
            raise RoleNotAllowed
        return CardRequest(asked.presence_proof, asked.purpose, caller.institution_code, asked.client_reference)
    return _identifier_request(asked, asked.insured, asked.purpose, today, violations)


def _identifier_request(
    asked: wire.CheckRequest,
    insured: wire.InsuredIdentifiers,
    purpose: PurposeOfUse,
    today: date,
    violations: list[Violation],
) -> IdentifierRequest:
    suspects = {
        "insurer_number": insured.insurer_number,
        "symbol": insured.symbol,
        "number": insured.number,
        "branch": insured.branch,
    }
    refused = [_my_number(f"/insured/{name}") for name, text in suspects.items() if text and may_be_my_number(text)]
    if refused:
        raise MyNumberNotAccepted(refused)

    def parse(name: str, parser: Callable[[str], Parsed], text: str | None) -> Parsed | None:
        try:
            return parser(text or "")
        except InvalidIdentifier as error:
            violations.append(Violation(f"/insured/{name}", "invalid", error.message, error.message_ja))
            return None

    insurer_number = parse("insurer_number", parse_insurer_number, insured.insurer_number)
    symbol = parse("symbol", fold_symbol, insured.symbol)
    number = parse("number", fold_number, insured.number)
    branch = parse("branch", parse_branch, insured.branch)
    if violations or insurer_number is None or symbol is None or number is None:
        raise RequestInvalid(violations)
    return IdentifierRequest(
        insurer_number=insurer_number,
        symbol=symbol,
        number=number,
        branch=branch,
        birthdate=insured.birthdate,
        purpose=purpose,
        limit_certificate_consent=asked.limit_certificate_consent,
        as_of=asked.as_of or today,
        client_reference=asked.client_reference,
    )


def _explain(body: bytes) -> BodyUnreadable | RequestInvalid:
    """Return the refusal for a body that the fast reader did not take, naming every violation."""
    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return BodyUnreadable()
    try:
        messages.CheckRequest.model_validate_json(body)
    except ValidationError as error:
        return RequestInvalid([violation_of(dict(entry)) for entry in error.errors(include_url=False)])
    return RequestInvalid([Violation("", "invalid", "The request is not valid.", "リクエストが正しくありません。")])


def _contradictions(asked: wire.CheckRequest, today: date) -> list[Violation]:
    violations = []
    if (asked.presence_proof is None) == (asked.insured is None):
        violations.append(
            Violation(
                "",
                "exactly-one",
                "Give exactly one of presence_proof and insured.",
                "presence_proof と insured のどちらか一方だけを指定してください。",
            )
        )
    if asked.insured is not None and asked.purpose is None:
        violations.append(
            Violation("/purpose", "missing", "A check by identifiers needs a purpose.", "利用目的は必須です。")
        )
    if asked.as_of is not None:
        violations += _wrong_day(asked.as_of, today, by_card=asked.presence_proof is not None)
    if asked.client_reference is not None and not asked.client_reference.isprintable():
        violations.append(
            Violation("/client_reference", "invalid", "No control characters.", "制御文字は使用できません。")
        )
    return violations


def _wrong_day(as_of: date, today: date, *, by_card: bool) -> list[Violation]:
    if by_card and as_of != today:
        return [Violation("/as_of", "not-today", "A card is checked for today.", "カードによる確認は当日のみです。")]
    earliest = (today.year - YEARS_BACK, today.month, today.day)
    if as_of > today or (as_of.year, as_of.month, as_of.day) < earliest:
        return [
            Violation(
                "/as_of",
                "out-of-range",
                "It must be today or a day within the last five years.",
                "当日または過去5年以内の日を指定してください。",
            )
        ]
    return []


def _my_number(pointer: str) -> Violation:
    return Violation(
        pointer,
        "my-number",
        "Twelve digits with a My Number's check digit.",
        "個人番号の検査用数字に合致する12桁の数字です。",
    )
