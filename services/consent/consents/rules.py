"""Which consent may be registered on which check, and how long it opens anything. Pure.

Medical data is opened by the patient's own signature only: the kinds of 居宅同意取得型 and オンライン診療等 must have
been chosen at the reader (or phone) in the very check that the consent is registered on, and that check was signed for
that very use. What the desk may tick (口頭同意) is the limit and 特定疾病, where no reader has asked. What was
withdrawn is registered no more: it takes a new signature. Sources: rules by kind as in the interface (OQSCD016,
OQSCD028, OQSCD031) and the 24 hours of 閲覧有効期限; that an oral consent lasts until the end of its day is our
reading of "the inquiry".
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.clock import day_in_japan
from shared.domain.codes import CheckMethod
from shared.domain.consent import (
    CHANNEL_PURPOSES,
    MEDICAL_KINDS,
    VIEWING_WINDOW,
    ConsentChannel,
    ConsentGrant,
    WithdrawalReason,
    end_of_day,
)
from shared.domain.purposes import DataKind, PurposeOfUse, opened_at_best
from shared.domain.roles import Role
from shared.errors import Violation

_SIGNED = frozenset({ConsentChannel.HOME_VISIT, ConsentChannel.ONLINE})


@dataclass(frozen=True, slots=True)
class CheckOnRecord:
    """A check as its record tells it: what a consent hangs on."""

    check_id: UUID
    checked_at: datetime
    person_id: UUID
    institution_code: str
    role: Role
    method: CheckMethod
    purpose: PurposeOfUse
    kinds: frozenset[DataKind]
    """What the answer disclosed or opened."""
    chosen: frozenset[DataKind]
    """What the patient signed at the reader or agreed to at the desk."""
    is_in_grace: bool
    """The card's certificate had ended."""


def what_forbids(
    check: CheckOnRecord,
    kinds: Iterable[DataKind],
    channel: ConsentChannel,
    withdrawn_since: Collection[DataKind],
    at: datetime,
) -> list[Violation]:
    """Return everything that forbids registering these consents; empty: nothing does.

    ``withdrawn_since``: what the person has withdrawn from the institution since the check, or had withdrawn.
    """
    violations = []
    if check.purpose not in CHANNEL_PURPOSES[channel]:
        violations.append(_wrong_purpose())
    if not _is_recent(check, channel, at):
        violations.append(_too_old())
    if channel in _SIGNED and check.method is not CheckMethod.MY_NUMBER_CARD:
        violations.append(_needs_card())
    for place, kind in enumerate(kinds):
        violations += _what_forbids_kind(check, kind, channel, f"/kinds/{place}")
        if kind in withdrawn_since:
            violations.append(_is_withdrawn(f"/kinds/{place}"))
    return violations


def new_grant(check: CheckOnRecord, kind: DataKind, channel: ConsentChannel, at: datetime) -> ConsentGrant:
    """Return the consent that is registered; what_forbids has found nothing."""
    if channel is ConsentChannel.DESK:
        return ConsentGrant(check.check_id, kind, channel, at, end_of_day(at))
    # ConsTime is when the patient signed. 居宅同意取得型 stands until it is withdrawn; each re-inquiry opens 24 hours.
    until = None if channel is ConsentChannel.HOME_VISIT else check.checked_at + VIEWING_WINDOW
    return ConsentGrant(check.check_id, kind, channel, check.checked_at, until)


def replaced_by(new: ConsentGrant, standing: Collection[ConsentGrant], at: datetime) -> list[ConsentGrant]:
    """Return the consents of the same person, institution and kind that a new one ends (用途変更)."""
    return [grant for grant in standing if grant.kind is new.kind and grant.is_open_at(at)]


def withdrawn(grant: ConsentGrant, reason: WithdrawalReason) -> ConsentGrant:
    """Return the consent as it is after its withdrawal."""
    return ConsentGrant(grant.check_id, grant.kind, grant.channel, grant.given_at, grant.viewable_until, reason)


def _what_forbids_kind(check: CheckOnRecord, kind: DataKind, channel: ConsentChannel, pointer: str) -> list[Violation]:
    if kind is DataKind.COVERAGE:
        return [_violation(pointer, "needs-no-consent", "Coverage needs no consent.", "資格情報に同意は不要です。")]
    if kind not in opened_at_best(check.purpose, check.role, check.method, day_in_japan(check.checked_at)):
        return [
            _violation(
                pointer,
                "not-opened",
                "The purpose of the check does not open this kind for its role.",
                "照会の利用目的・利用者区分では閲覧できない情報です。",
            )
        ]
    if channel is ConsentChannel.DESK and kind in MEDICAL_KINDS:
        return [
            _violation(
                pointer,
                "not-orally",
                "Only the limit and specific-disease certificates can be agreed to orally.",
                "口頭同意の対象は限度額と特定疾病のみです。",
            )
        ]
    if channel is ConsentChannel.DESK and check.method is CheckMethod.MY_NUMBER_CARD:
        return [
            _violation(
                pointer,
                "asked-at-reader",
                "By card the reader asks: what the patient did not choose there is not ticked at the desk.",
                "カードによる照会では読取端末で患者が選択します。窓口では登録できません。",
            )
        ]
    if channel in _SIGNED and not (kind in check.chosen and kind in check.kinds):
        return [
            _violation(
                pointer,
                "not-signed",
                "The patient did not choose this kind in the check, or the check did not open it.",
                "この照会で患者が同意していない情報です。",
            )
        ]
    return []


def _is_recent(check: CheckOnRecord, channel: ConsentChannel, at: datetime) -> bool:
    if channel is ConsentChannel.DESK:
        return day_in_japan(check.checked_at) == day_in_japan(at)
    return check.checked_at <= at < check.checked_at + VIEWING_WINDOW


def _wrong_purpose() -> Violation:
    return _violation(
        "/channel",
        "not-for-this-purpose",
        "The check was made for a purpose to which this channel does not belong: home_visit needs CARE_HOME.",
        "照会の利用目的と同意の取得方法が一致しません（居宅同意取得型は CARE_HOME）。",
    )


def _too_old() -> Violation:
    return _violation(
        "/check_id",
        "too-old",
        "The check is too old: the same day for the desk, 24 hours for the others.",
        "照会から時間が経過しています（窓口は当日、その他は24時間以内）。",
    )


def _is_withdrawn(pointer: str) -> Violation:
    return _violation(
        pointer,
        "withdrawn",
        "It was withdrawn since the check; only a new check can carry it again.",
        "照会後に同意が取り消されています。再度の照会が必要です。",
    )


def _needs_card() -> Violation:
    return _violation(
        "/check_id",
        "needs-card",
        "Only a check by card or phone can carry this consent.",
        "マイナンバーカード（スマートフォン）による照会が必要です。",
    )


def _violation(pointer: str, code: str, message: str, message_ja: str) -> Violation:
    return Violation(pointer, code, message, message_ja)
