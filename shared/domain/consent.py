"""Consent (同意): what a patient agreed to show to whom, how, and for how long. Pure.

A consent is of one check and one kind of data: at the reader the patient signs the kinds into the proof, so the record
of the check is the consent. What happens to it later (居宅同意取得型, a withdrawal) are versions of the same consent,
which the consent service keeps and publishes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from shared.domain.codes import Code, ConsentState
from shared.domain.purposes import DataKind

RULES_VERSION = "consent-2026-11"
VIEWING_WINDOW = timedelta(hours=24)
"""閲覧有効期限: AvailableTime is ConsTime and exactly 24 hours (the interface's own samples)."""
ONE_ACT_FROM = date(2024, 10, 7)
"""From this day the limit needs no consent of its own by card, and the rest may be given in one act (包括同意)."""

LIMIT_KINDS = frozenset({DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE})
"""Kinds that can be agreed to orally at the desk (窓口での口頭同意)."""
MEDICAL_KINDS = frozenset(DataKind) - LIMIT_KINDS - {DataKind.COVERAGE}
"""Kinds that only the patient's own choice with card or phone opens."""


class ConsentChannel(StrEnum):
    """同意の取得方法."""

    READER = "reader"
    DESK = "desk"
    HOME_VISIT = "home_visit"
    ONLINE = "online"


class WithdrawalReason(Code):
    """同意の期限切れ理由 (OQSCD031): why a consent is no longer one. Code 0, 補足参照: its time ran out."""

    INSTITUTION = "institution", "1", "医療機関取消"
    PATIENT = "patient", "2", "患者取消"
    CHANGE_OF_USE = "change_of_use", "3", "用途変更"


@dataclass(frozen=True, slots=True)
class ConsentGrant:
    """One version of a consent, as it is known now."""

    check_id: UUID
    kind: DataKind
    channel: ConsentChannel
    given_at: datetime
    viewable_until: datetime | None
    """The last instant before which it opens anything; None: until it is withdrawn (居宅同意取得型)."""
    reason: WithdrawalReason | None = None
    """Why it was withdrawn; None: it was not."""
    version_id: UUID | None = None
    """None: nothing happened to it since the patient signed it."""

    def state_at(self, instant: datetime) -> ConsentState:
        """Return 同意区分 (OQSCD016): given, or expired, which a withdrawn one is too."""
        is_open = self.reason is None and (self.viewable_until is None or instant < self.viewable_until)
        return ConsentState.GIVEN if is_open else ConsentState.EXPIRED


def consent_id_of(check_id: UUID, kind: DataKind) -> UUID:
    """Return the name of the consent to ``kind`` that the check ``check_id`` carries."""
    return uuid5(check_id, kind.value)


def limit_needs_consent_by_card(on: date) -> bool:
    """Tell whether 限度額 is shown to a card only with the patient's consent on that day."""
    return on < ONE_ACT_FROM
