"""Which consent may be registered on which check, and how long it opens anything. Pure.

Medical data is opened by the patient's own signature only: the kinds of 居宅同意取得型 and オンライン診療等 must have
been chosen at the reader (or phone) in the very check that the consent is registered on. What the desk may tick
(口頭同意) is the limit and 特定疾病. Sources: rules by kind as in the interface (OQSCD016, OQSCD028, OQSCD031) and the
24 hours of 閲覧有効期限; that an oral consent lasts until the end of its day is our reading of "the inquiry".
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.clock import day_in_japan, start_of_day
from shared.domain.codes import CheckMethod, ConsentState
from shared.domain.consent import (
    LIMIT_KINDS,
    MEDICAL_KINDS,
    VIEWING_WINDOW,
    ConsentChannel,
    ConsentGrant,
    WithdrawalReason,
)
from shared.domain.purposes import DataKind, PurposeOfUse, judge_purpose
from shared.domain.roles import Role
from shared.errors import Violation

CHANNEL_PURPOSES = {
    ConsentChannel.DESK: frozenset(
        {PurposeOfUse.CARE_VISIT, PurposeOfUse.CARE_NURSING, PurposeOfUse.CARE_HOME_RECHECK, PurposeOfUse.DISASTER_READ}
    ),
    ConsentChannel.HOME_VISIT: frozenset({PurposeOfUse.CARE_VISIT, PurposeOfUse.CARE_NURSING}),
    ConsentChannel.ONLINE: frozenset({PurposeOfUse.CARE_ONLINE}),
}
"""For which purpose the check must have been made that a consent is registered on (診療区分, OQSCD028)."""


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


def grants_on_record(check: CheckOnRecord) -> list[ConsentGrant]:
    """Return the consents that the check itself carries: those which the patient chose and the answer opened."""
    is_card = check.method is CheckMethod.MY_NUMBER_CARD
    grants = []
    for kind in sorted(check.chosen & check.kinds):
        if is_card and kind in MEDICAL_KINDS:
            grants.append(
                ConsentGrant(
                    check.check_id, kind, ConsentChannel.READER, check.checked_at, check.checked_at + VIEWING_WINDOW
                )
            )
        elif kind in LIMIT_KINDS and (not is_card or kind is DataKind.SPECIFIC_DISEASE):
            channel = ConsentChannel.READER if is_card else ConsentChannel.DESK
            grants.append(ConsentGrant(check.check_id, kind, channel, check.checked_at, _end_of_day(check.checked_at)))
    return grants


def what_forbids(
    check: CheckOnRecord, kinds: Iterable[DataKind], channel: ConsentChannel, at: datetime
) -> list[Violation]:
    """Return everything that forbids registering these consents; empty: nothing does."""
    violations = []
    if channel is ConsentChannel.READER:
        violations.append(_reader_signs())
    elif check.purpose not in CHANNEL_PURPOSES[channel]:
        violations.append(_wrong_purpose())
    if not _is_recent(check, channel, at):
        violations.append(_too_old())
    if channel in (ConsentChannel.HOME_VISIT, ConsentChannel.ONLINE) and check.method is not CheckMethod.MY_NUMBER_CARD:
        violations.append(_needs_card())
    for place, kind in enumerate(kinds):
        violations += _what_forbids_kind(check, kind, channel, f"/kinds/{place}")
    return violations


def new_grant(check: CheckOnRecord, kind: DataKind, channel: ConsentChannel, at: datetime) -> ConsentGrant:
    """Return the consent that is registered; what_forbids has found nothing."""
    viewable_until: datetime | None
    if channel is ConsentChannel.HOME_VISIT:
        # 居宅同意取得型: it stands until it is withdrawn; each re-inquiry opens the data for 24 hours.
        viewable_until = None
    elif channel is ConsentChannel.ONLINE:
        viewable_until = at + VIEWING_WINDOW
    else:
        viewable_until = _end_of_day(at)
    return ConsentGrant(check.check_id, kind, channel, at, viewable_until)


def replaced_by(new: ConsentGrant, standing: Collection[ConsentGrant], at: datetime) -> list[ConsentGrant]:
    """Return the consents of the same person, institution and kind that a new one ends (用途変更)."""
    return [grant for grant in standing if grant.kind is new.kind and grant.state_at(at) is ConsentState.GIVEN]


def withdrawn(grant: ConsentGrant, reason: WithdrawalReason) -> ConsentGrant:
    """Return the consent as it is after its withdrawal."""
    return ConsentGrant(grant.check_id, grant.kind, grant.channel, grant.given_at, grant.viewable_until, reason)


def _what_forbids_kind(check: CheckOnRecord, kind: DataKind, channel: ConsentChannel, pointer: str) -> list[Violation]:
    if kind is DataKind.COVERAGE:
        return [_violation(pointer, "needs-no-consent", "Coverage needs no consent.", "資格情報に同意は不要です。")]
    verdict = judge_purpose(
        check.purpose, check.role, check.method, day_in_japan(check.checked_at), prior_card_check=True, opened=True
    )
    if kind not in verdict.opens:
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
    if channel in (ConsentChannel.HOME_VISIT, ConsentChannel.ONLINE) and not (
        kind in check.chosen and kind in check.kinds
    ):
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


def _end_of_day(at: datetime) -> datetime:
    return start_of_day(day_in_japan(at) + timedelta(days=1))


def _reader_signs() -> Violation:
    return _violation(
        "/channel",
        "signed-at-reader",
        "What is chosen at the reader stands in the proof and needs no registration.",
        "読取端末での同意は本人確認データに含まれるため、登録は不要です。",
    )


def _wrong_purpose() -> Violation:
    return _violation(
        "/channel",
        "not-for-this-purpose",
        "The check was made for a purpose to which this channel does not belong.",
        "照会の利用目的と同意の取得方法が一致しません。",
    )


def _too_old() -> Violation:
    return _violation(
        "/check_id",
        "too-old",
        "The check is too old: the same day for the desk, 24 hours for the others.",
        "照会から時間が経過しています（窓口は当日、その他は24時間以内）。",
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
