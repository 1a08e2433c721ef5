"""A patient as one asks for them, with all that is left out chosen: it follows from the seed, the id and the day."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from shared.domain.ages import LATE_ELDERLY_AGE, birthday
from shared.domain.check_digit import with_check_digit
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Insurer
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind, law_number_of, law_numbers_of
from shared.domain.number_rules import insurer_number_violations
from shared.errors import Violation
from simulator.controls.new_patient import NewPatient, NewPatientCard
from simulator.patients.people import patient_of
from simulator.patients.rows import FixtureRow
from simulator.personas.casting import Casting
from simulator.personas.insurers import ELDERLY, INSURERS, KYOKAI
from simulator.personas.persona import Ask, CardAsk, Persona, PersonaCard

_KNOWN: Mapping[str, Insurer] = {each.number: each for each in INSURERS}
_DAYS_COVERED = 1100
_CHECKED_DIGITS = {InsurerKind.ELDERLY: 7, InsurerKind.PUBLIC_ASSISTANCE: 6}
"""Whose numbers end in a check digit: how many digits stand before it. They have neither symbol nor branch."""
_KYOKAI_SYMBOL, _SYMBOL, _NUMBER = 8, 4, 6
_NOT_BEFORE = ("not-possible", "it does not lie after acquired_on", "資格取得日より後の日付ではありません")
_BEFORE_BIRTH = ("not-possible", "it lies before birthdate", "生年月日より前です")
_NO_LAW = ("not-possible", "its first two digits are no law number", "法別番号が正しくありません")
_NO_PIN = ("not-possible", "an Android phone needs a PIN", "Androidには暗証番号が必要です")
_AN_IPHONE_PIN = ("not-possible", "an iPhone has no PIN", "iPhoneに暗証番号はありません")
_TITLE, _TITLE_JA = "Made by POST /patients", "POST /patients で作成"
_SITUATION = "Made by a tester with one call: as of this day the answers are as expected."
_SITUATION_JA = "テスターが1回の呼び出しで作成。この日の時点で expected のとおり回答する。"


def insurer_of(asked: NewPatient, today: date) -> Insurer | Violation:
    """Return the insurer: the one that is named, or else the one of somebody of this age; or why there is none."""
    if asked.insurer is None:
        return ELDERLY if birthday(asked.birthdate, LATE_ELDERLY_AGE) <= today else KYOKAI
    number: InsurerNumber = InsurerNumber(asked.insurer.number)
    if number in _KNOWN:
        return _KNOWN[number]
    kinds = [kind for kind in InsurerKind if law_number_of(number) in law_numbers_of(kind)]
    if not kinds:
        return Violation("/insurer/number", *_NO_LAW)
    for violation in insurer_number_violations(number, kinds[0], "lenient"):
        return Violation("/insurer/number", violation.code, violation.message, violation.message_ja)
    return Insurer(number, asked.insurer.name or f"保険者{number}", kinds[0])


def row_of(asked: NewPatient, patient_id: str, insurer: Insurer, casting: Casting) -> FixtureRow:
    """Return the patient as a line of a file would name them, with everything chosen."""
    coverage, today = asked.coverage, casting.today
    kind = insurer.kind
    named = coverage.model_fields_set
    what = f"patient/{patient_id}/{insurer.number}"
    has_symbol = kind not in _CHECKED_DIGITS
    symbol = casting.digits(f"symbol/{what}", _KYOKAI_SYMBOL if kind is InsurerKind.KYOKAI else _SYMBOL)
    branch = "00" if coverage.relationship is Relationship.SELF else "01"
    reason = coverage.loss_reason or (None if coverage.lost_on is None else LossReason.OTHER)
    share = coverage.share_percent or (10 if kind is InsurerKind.ELDERLY else None)
    return FixtureRow(
        line=0,
        id=patient_id,
        name=asked.name,
        name_kana=asked.name_kana,
        birthdate=asked.birthdate,
        sex=asked.sex,
        postal_code=asked.postal_code,
        address=asked.address,
        insurer_number=InsurerNumber(insurer.number),
        insurer_kind=kind,
        insurer_name=insurer.name,
        symbol=coverage.symbol if "symbol" in named or not has_symbol else symbol,
        number=coverage.number or _number(casting, what, kind),
        branch=coverage.branch if "branch" in named or not has_symbol else branch,
        relationship=coverage.relationship,
        acquired_on=coverage.acquired_on or _acquired_on(asked.birthdate, kind, casting, today),
        lost_on=coverage.lost_on,
        loss_reason=reason,
        share_percent=share,
        limit_category=None if asked.limit_certificate is None else asked.limit_certificate.category,
        pin=None if asked.card is None else (asked.card.pin or ""),
    )


def persona_of(asked: NewPatient, row: FixtureRow, casting: Casting) -> Persona:
    """Return the patient of a row, with the card and the limit certificate that one asked for."""
    # The request's own digest stands in the ids: who was refused halfway is nobody whom the next try would meet.
    persona = patient_of(casting, row, f"patient/{{}}/{row.id}/{asked.digest().hex()}")
    card, ask = persona.card, Ask()
    if card is not None and asked.card is not None:
        card, ask = _card(card, asked.card)
    (membership,) = persona.memberships
    if (wanted := asked.limit_certificate) is not None:
        (certificate,) = membership.limit_certificates
        valid_from = wanted.valid_from or max(certificate.valid_from, row.acquired_on)
        certificate = replace(
            certificate,
            kind=wanted.kind or certificate.kind,
            issued_on=valid_from,
            valid_from=valid_from,
            valid_to=wanted.valid_to or certificate.valid_to,
        )
        membership = replace(membership, limit_certificates=(certificate,))
    return replace(
        persona,
        title=_TITLE,
        title_ja=f"{row.name}（{_TITLE_JA}）",
        situation=_SITUATION,
        situation_ja=_SITUATION_JA,
        card=card,
        ask=ask,
        memberships=(membership,),
    )


def own_violations(asked: NewPatient, row: FixtureRow) -> Iterable[Violation]:
    """Yield what contradicts itself, whoever else is in the world."""
    if row.acquired_on < row.birthdate:
        yield Violation("/coverage/acquired_on", *_BEFORE_BIRTH)
    if row.lost_on is not None and row.lost_on <= row.acquired_on:
        yield Violation("/coverage/lost_on", *_NOT_BEFORE)
    if (card := asked.card) is None:
        return
    if card.carrier == "android" and card.pin is None:
        yield Violation("/card/pin", *_NO_PIN)
    if card.carrier == "iphone" and card.pin is not None and "pin" in card.model_fields_set:
        yield Violation("/card/pin", *_AN_IPHONE_PIN)


def _number(casting: Casting, what: str, kind: InsurerKind) -> str:
    if kind in _CHECKED_DIGITS:
        return with_check_digit(casting.digits(f"number/{what}", _CHECKED_DIGITS[kind]))
    return casting.digits(f"number/{what}", _NUMBER)


def _acquired_on(birthdate: date, kind: InsurerKind, casting: Casting, today: date) -> date:
    first = birthday(birthdate, LATE_ELDERLY_AGE) if kind is InsurerKind.ELDERLY else birthdate
    # Nobody is covered before birth, who is yet to be born neither: the birthdate alone is refused then.
    return max(birthdate, min(max(casting.days_from_now(-_DAYS_COVERED), first), today))


def _card(chosen: PersonaCard, asked: NewPatientCard) -> tuple[PersonaCard, Ask]:
    if asked.carrier == "iphone":
        card = replace(chosen, pin=None, carrier="iphone")
        return card, Ask(CardAsk(holder_verification="device_biometric"))
    card = replace(chosen, pin=asked.pin, carrier=asked.carrier)
    return card, Ask() if asked.pin is not None else Ask(CardAsk("clinic-reader", holder_verification="face"))
