"""Consent (同意): what a patient agreed to show to whom, how, and for how long. Pure.

A consent is of one check and one kind of data: at the reader the patient signs the kinds into the proof, so the record
of the check is the consent. What happens to it later (居宅同意取得型, a withdrawal) are versions of the same consent,
which the consent service keeps and publishes. Both services read a check's consents by the same functions here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol
from uuid import UUID, uuid5

from shared.clock import day_in_japan, start_of_day
from shared.domain.codes import CheckMethod, Code, ConsentState
from shared.domain.purposes import DataKind, PurposeOfUse, opened_at_best
from shared.domain.roles import Role

RULES_VERSION = "consent-2026-11"
VIEWING_WINDOW = timedelta(hours=24)
"""閲覧有効期限: AvailableTime is ConsTime and exactly 24 hours (the interface's own samples)."""
ONE_ACT_FROM = date(2024, 10, 7)
"""From this day the limit needs no consent of its own by card, and the rest may be given in one act (包括同意)."""

LIMIT_KINDS = frozenset({DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE})
"""Kinds that can be agreed to orally at the desk (窓口での口頭同意)."""
MEDICAL_KINDS = frozenset(DataKind) - LIMIT_KINDS - {DataKind.COVERAGE}
"""Kinds that only the patient's own choice with card or phone opens."""

WITHOUT_ASKING = frozenset({PurposeOfUse.EMERGENCY, PurposeOfUse.DISASTER_READ})
"""Purposes for which medical data may be opened to a patient who could not be asked (同意取得困難)."""
BY_LAW = frozenset({PurposeOfUse.INSURER, PurposeOfUse.REVIEW})
"""Purposes whose asker sees the limit by law: nobody at a desk has asked the patient, and none may say so."""


class ConsentChannel(StrEnum):
    """同意の取得方法."""

    READER = "reader"
    DESK = "desk"
    HOME_VISIT = "home_visit"
    ONLINE = "online"
    UNOBTAINABLE = "unobtainable"


CHANNEL_PURPOSES: Mapping[ConsentChannel, frozenset[PurposeOfUse]] = MappingProxyType(
    {
        ConsentChannel.DESK: frozenset(
            {
                PurposeOfUse.CARE_VISIT,
                PurposeOfUse.CARE_NURSING,
                PurposeOfUse.CARE_ONLINE,
                PurposeOfUse.CARE_HOME_RECHECK,
                PurposeOfUse.DISASTER_READ,
                PurposeOfUse.PUBLIC_ASSIST,
            }
        ),
        ConsentChannel.HOME_VISIT: frozenset({PurposeOfUse.CARE_HOME}),
        ConsentChannel.ONLINE: frozenset({PurposeOfUse.CARE_ONLINE}),
    }
)
"""For which purposes a consent can be had in each way; the patient is there, or signs that very purpose (診療区分)."""

RECHECK_CHANNELS: Mapping[PurposeOfUse, ConsentChannel] = MappingProxyType(
    {
        PurposeOfUse.CARE_HOME_RECHECK: ConsentChannel.HOME_VISIT,
        PurposeOfUse.CARE_ONLINE: ConsentChannel.ONLINE,
    }
)
"""Which consents a re-inquiry (再照会) for care rests on; it follows a check by card. Others open no medical data."""


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
    """ConsTime; where nobody could be asked, when the data was opened."""
    viewable_until: datetime | None
    """The last instant before which it opens anything; None: until it is withdrawn (居宅同意取得型)."""
    reason: WithdrawalReason | None = None
    """Why it was withdrawn; None: it was not."""
    version_id: UUID | None = None
    """None: nothing happened to it since the patient signed it."""

    def is_open_at(self, instant: datetime) -> bool:
        """Tell whether it opens anything."""
        return self.reason is None and (self.viewable_until is None or instant < self.viewable_until)

    def state_at(self, instant: datetime) -> ConsentState:
        """Return 同意区分 (OQSCD016): a withdrawn consent is expired, too."""
        if not self.is_open_at(instant):
            return ConsentState.EXPIRED
        return ConsentState.UNOBTAINABLE if self.channel is ConsentChannel.UNOBTAINABLE else ConsentState.GIVEN


class CarriesConsents(Protocol):
    """A check on record, as far as consents hang on it."""

    @property
    def check_id(self) -> UUID: ...  # noqa: D102 - as everywhere
    @property
    def checked_at(self) -> datetime: ...  # noqa: D102
    @property
    def role(self) -> Role: ...  # noqa: D102
    @property
    def method(self) -> CheckMethod: ...  # noqa: D102
    @property
    def purpose(self) -> PurposeOfUse: ...  # noqa: D102
    @property
    def kinds(self) -> Collection[DataKind]:
        """What the answer disclosed or opened."""

    @property
    def chosen(self) -> Collection[DataKind]:
        """What the patient signed at the reader, or agreed to at the desk in the request."""

    @property
    def is_in_grace(self) -> bool:
        """Whether the card's certificate had ended: then nothing that was chosen opened anything."""


def consents_of(check: CarriesConsents, versions: Iterable[ConsentGrant]) -> dict[DataKind, ConsentGrant]:
    """Return the consents of one check: what it carries itself, or what has become of it since."""
    kept = {version.kind: version for version in versions if version.check_id == check.check_id}
    return {**carried_by(check), **kept}


def carried_by(check: CarriesConsents) -> dict[DataKind, ConsentGrant]:
    """Return the consents that the check itself carries, whatever has become of them."""
    at, day = check.checked_at, day_in_japan(check.checked_at)
    is_card = check.method is CheckMethod.MY_NUMBER_CARD
    opens = opened_at_best(check.purpose, check.role, check.method, day)

    def grant(kind: DataKind, channel: ConsentChannel) -> ConsentGrant:
        until = at + VIEWING_WINDOW if kind in MEDICAL_KINDS else end_of_day(at)
        return ConsentGrant(check.check_id, kind, channel, at, until)

    carried = {}
    for kind in opens.intersection(check.chosen):
        if kind in MEDICAL_KINDS:
            if is_card and kind in check.kinds:
                carried[kind] = grant(kind, ConsentChannel.READER)
        elif is_card:
            was_asked = kind is DataKind.SPECIFIC_DISEASE or limit_needs_consent_by_card(day)
            if was_asked and not check.is_in_grace:
                carried[kind] = grant(kind, ConsentChannel.READER)
        elif check.purpose in CHANNEL_PURPOSES[ConsentChannel.DESK]:
            carried[kind] = grant(kind, ConsentChannel.DESK)
    if check.purpose in WITHOUT_ASKING:
        for kind in MEDICAL_KINDS.intersection(check.kinds).difference(check.chosen):
            carried[kind] = grant(kind, ConsentChannel.UNOBTAINABLE)
    return carried


def reachable(purpose: PurposeOfUse, method: CheckMethod, opens: Collection[DataKind]) -> frozenset[DataKind]:
    """Return what of ``opens`` this way of asking can show at all, every consent given."""
    has_desk = purpose in CHANNEL_PURPOSES[ConsentChannel.DESK]
    if method is CheckMethod.MY_NUMBER_CARD:
        shown = frozenset(DataKind)
    elif method is CheckMethod.RECHECK:
        cares = purpose in RECHECK_CHANNELS
        shown = frozenset(DataKind) if cares else frozenset({DataKind.COVERAGE, DataKind.LIMIT_CERTIFICATE})
    else:
        shown = frozenset({DataKind.COVERAGE})
        if has_desk:
            shown |= LIMIT_KINDS
        if purpose in BY_LAW:
            shown |= {DataKind.LIMIT_CERTIFICATE}
        if purpose in WITHOUT_ASKING:
            shown |= MEDICAL_KINDS
    return shown.intersection(opens)


def needs_consent(purpose: PurposeOfUse, method: CheckMethod, kind: DataKind) -> bool:
    """Tell whether a kind that can be shown waits for the patient's word; by card in an emergency if they can be asked.

    The limit of a re-inquiry for billing waits for what was said at the check that it follows.
    """
    if kind is DataKind.COVERAGE:
        return False
    if kind is DataKind.LIMIT_CERTIFICATE:
        part_of_check = method is CheckMethod.MY_NUMBER_CARD or (
            method is CheckMethod.RECHECK and purpose in RECHECK_CHANNELS
        )
        return not part_of_check and purpose not in BY_LAW
    if kind in MEDICAL_KINDS and purpose in WITHOUT_ASKING:
        return method is CheckMethod.MY_NUMBER_CARD
    return True


def end_of_window(checked_at: datetime, grants: Iterable[ConsentGrant]) -> datetime | None:
    """Return until when a check opens medical data by these grants; None when one of them was withdrawn.

    24 hours from the check, and no grant opens more than its own time. One that stands (居宅同意取得型) opens as much
    with each re-inquiry.
    """
    until = checked_at + VIEWING_WINDOW
    for grant in grants:
        if grant.reason is not None:
            return None
        if grant.viewable_until is not None:
            until = min(until, grant.viewable_until)
    return until


def end_of_day(at: datetime) -> datetime:
    """Return when an oral consent ends: with its day in Japan."""
    return start_of_day(day_in_japan(at) + timedelta(days=1))


def asked_no_consent_for_limit(check: CarriesConsents) -> bool:
    """Tell whether the limit was part of the check: by card from that day on, or asking again about such a one."""
    by_card = check.method is CheckMethod.MY_NUMBER_CARD
    follows_card = check.method is CheckMethod.RECHECK and check.purpose in RECHECK_CHANNELS
    return (by_card or follows_card) and not limit_needs_consent_by_card(day_in_japan(check.checked_at))


def consent_id_of(check_id: UUID, kind: DataKind) -> UUID:
    """Return the name of the consent to ``kind`` that the check ``check_id`` carries."""
    return uuid5(check_id, kind.value)


def limit_needs_consent_by_card(on: date) -> bool:
    """Tell whether 限度額 is shown to a card only with the patient's consent on that day."""
    return on < ONE_ACT_FROM
