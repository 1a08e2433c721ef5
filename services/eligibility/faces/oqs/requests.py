"""What a message asks: 資格確認 (siquc01) and 照会番号登録 (siimm01), read into what the commands take. Pure.

What is wrong with the message is told of the message, what is wrong with a person of the person. Nothing that was sent
is repeated in words; what may be a My Number is not even sent back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

import msgspec

from services.eligibility.bulk.rules import is_askable_ahead
from services.eligibility.checks.messages.insured import LONGEST_REFERENCE
from services.eligibility.checks.rules.questions import LONGEST_CLIENT_REFERENCE, IdentifierRequest, is_askable
from services.eligibility.faces.oqs.fields import Text
from services.eligibility.faces.oqs.sent import Sent
from shared.domain.identifiers import InvalidIdentifier, parse_institution_code
from shared.domain.insured import InsuredIdentifiers, InvalidIdentifiers, MemberIdentifiers, WrittenIdentifiers
from shared.domain.my_number import may_be_my_number_as_identifier, may_be_my_number_as_reference
from shared.domain.not_acceptable import CONTROL_CHARACTERS
from shared.domain.purposes import PurposeOfUse
from shared.domain.roles import Role
from shared.pki.tokens import Caller

ELEMENTS: Final = {
    "insurer_number": "InsurerNumber",
    "symbol": "InsuredCardSymbol",
    "number": "InsuredIdentificationNumber",
    "branch": "InsuredBranchNumber",
    "birthdate": "Birthdate",
}
LIMIT_FLAG: Final = "LimitApplicationCertificateRelatedConsFlg"
ASKED: Final = (*ELEMENTS.values(), LIMIT_FLAG, "ArbitraryIdentifier")
NUMBERED: Final = (
    "InsurerNumber",
    "InsuredIdentificationNumber",
    "ReferenceNumber",
    "InsuredCardSymbol",
    "InsuredBranchNumber",
)
"""In the order in which they come back."""
HEADED: Final = ("QualificationConfirmationDate", "MedicalInstitutionCode", "ArbitraryFileIdentifier")
_MISSING: Final = "必須です。"
_REPEATED: Final = "2回以上指定されています。"
_SOME_DAY: Final = date(2000, 1, 1)
"""Stands for a birthdate that messages of 照会番号 do not have, where the other four are folded."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Days:
    """Which days a kind of message may ask about (given today), and the words for others."""

    are_askable: Callable[[date, date], bool]
    words: str


PAST: Final = Days(is_askable, "当日または過去5年以内の日を指定してください。")
AHEAD: Final = Days(is_askable_ahead, "過去5年以内または14日先までの日を指定してください。")


@dataclass(slots=True)
class Wrong:
    """What is wrong with a message or a person: elements with what is said of each, and whether one is a My Number."""

    elements: dict[str, str] = field(default_factory=dict)
    has_my_number: bool = False
    differs: bool = False
    """医療機関コード is another one than the caller's."""

    def words(self, text: str) -> str:
        """Return ``text`` with every element that is wrong."""
        told = "、".join(f"{name}：{why.rstrip('。')}" for name, why in self.elements.items())
        return f"{text.rstrip('。')}（{told}）。" if told else text

    def __bool__(self) -> bool:
        return bool(self.elements) or self.has_my_number or self.differs


class Header(msgspec.Struct, frozen=True):
    """The header of a request."""

    institution_code: Text | None
    file_identifier: Text | None
    confirmation_date: Text | None
    as_of: date | None

    @property
    def client_reference(self) -> str | None:
        """The identifier as a record keeps it; one that is longer than a reference is only sent back."""
        text = self.file_identifier
        return str(text) if text is not None and len(text) <= LONGEST_CLIENT_REFERENCE else None


def read_header(sent: Sent, caller: Caller, today: date, wrong: Wrong, days: Days | None) -> Header:
    """Read the header; ``days`` is what 資格確認日 may be, None where this kind of message has none."""
    header = sent.structure("MessageHeader")
    note_repeated(header, HEADED, wrong)
    institution, identifier = header.leaf("MedicalInstitutionCode"), header.leaf("ArbitraryFileIdentifier")
    if institution is None:
        wrong.elements["MedicalInstitutionCode"] = _MISSING
    elif may_be_my_number_as_identifier(institution):
        wrong.has_my_number, institution = True, None
    elif _parsed(parse_institution_code, institution) != caller.institution_code:
        wrong.differs = True
    if identifier is not None:
        if may_be_my_number_as_reference(identifier):
            wrong.has_my_number, identifier = True, None
        elif not identifier.isprintable():
            wrong.elements["ArbitraryFileIdentifier"] = CONTROL_CHARACTERS[1]
    day = header.leaf("QualificationConfirmationDate") if days is not None else None
    as_of = read_day(day)
    if days is not None and day is None:
        wrong.elements["QualificationConfirmationDate"] = _MISSING
    elif days is not None and (as_of is None or not days.are_askable(as_of, today)):
        wrong.elements["QualificationConfirmationDate"] = days.words
    return Header(institution, identifier, day, as_of)


def read_question(info: Sent, header: Header, caller: Caller, wrong: Wrong) -> IdentifierRequest | None:
    """Read whom a siquc01 asks about; None when something is ``wrong``."""
    note_repeated(info, ASKED, wrong)
    flag = info.leaf(LIMIT_FLAG)
    if flag is not None and flag.strip() not in ("0", "1"):
        wrong.elements[LIMIT_FLAG] = "0または1を指定してください。"
    _must_be_harmless(info.leaf("ArbitraryIdentifier"), "ArbitraryIdentifier", wrong)
    birthdate = read_day(info.leaf("Birthdate"))
    if birthdate is None:
        wrong.elements["Birthdate"] = "8桁の日付（yyyyMMdd）で指定してください。"
    insured = _insured(info, birthdate or _SOME_DAY, wrong)
    if wrong or insured is None or header.as_of is None:
        return None
    return IdentifierRequest(
        insured=insured,
        purpose=purpose_of(caller.role),
        limit_certificate_consent=flag is not None and flag.strip() == "1",
        as_of=header.as_of,
        client_reference=header.client_reference,
    )


def read_registration(info: Sent, wrong: Wrong) -> tuple[str, MemberIdentifiers] | None:
    """Read the number of a siimm01, and whose it is; None when something is ``wrong``."""
    note_repeated(info, NUMBERED, wrong)
    number = info.leaf("ReferenceNumber")
    if number is None:
        wrong.elements["ReferenceNumber"] = _MISSING
    elif len(number) > LONGEST_REFERENCE:
        wrong.elements["ReferenceNumber"] = f"{LONGEST_REFERENCE}文字以内で指定してください。"
    elif may_be_my_number_as_identifier(number):
        wrong.has_my_number = True
    elif not number.isprintable():
        wrong.elements["ReferenceNumber"] = CONTROL_CHARACTERS[1]
    member = read_member(info, wrong)
    if wrong or member is None or number is None:
        return None
    return str(number), member


def read_member(info: Sent, wrong: Wrong, elements: Mapping[str, str] = ELEMENTS) -> MemberIdentifiers | None:
    """Read whom four identifiers name; ``elements`` are what they are called. None when something is ``wrong``."""
    insured = _insured(info, _SOME_DAY, wrong, elements)
    if insured is None:
        return None
    return MemberIdentifiers(insured.insurer_number, insured.symbol, insured.number, insured.branch)


def read_day(text: Text | None) -> date | None:
    """Return the day that a leaf names as ``yyyyMMdd``; None where it names none."""
    digits = "" if text is None else text.strip()
    if len(digits) != len("yyyyMMdd") or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def purpose_of(role: Role) -> PurposeOfUse:
    """Return the purpose for which a message asks, which no element names."""
    return PurposeOfUse.CARE_NURSING if role is Role.NURSING else PurposeOfUse.CARE_VISIT


def _insured(
    info: Sent, birthdate: date, wrong: Wrong, elements: Mapping[str, str] = ELEMENTS
) -> InsuredIdentifiers | None:
    leaves = {name: info.leaf(element) for name, element in elements.items() if name != "birthdate"}
    texts = {name: None if leaf is None else str(leaf) for name, leaf in leaves.items()}
    written = WrittenIdentifiers(
        texts["insurer_number"] or "", texts["symbol"], texts["number"] or "", texts["branch"], birthdate
    )
    if written.may_be_my_numbers():
        wrong.has_my_number = True
        return None
    try:
        return written.folded()
    except InvalidIdentifiers as invalid:
        for name, error in invalid.by_field.items():
            is_missing = name != "birthdate" and texts[name] is None
            wrong.elements[elements[name]] = _MISSING if is_missing else error.message_ja
        return None


def _must_be_harmless(text: Text | None, name: str, wrong: Wrong) -> None:
    if text is not None and may_be_my_number_as_reference(text):
        wrong.has_my_number = True
    elif text is not None and not text.isprintable():
        wrong.elements[name] = CONTROL_CHARACTERS[1]


def note_repeated(sent: Sent, names: Sequence[str], wrong: Wrong) -> None:
    """Take note of elements that stand more than once."""
    wrong.elements.update(dict.fromkeys(sent.repeated(names), _REPEATED))


def _parsed(parse: Callable[[str], T], text: str) -> T | None:
    try:
        return parse(text)
    except InvalidIdentifier:
        return None
