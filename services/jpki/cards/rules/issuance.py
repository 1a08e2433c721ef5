"""What a new card gets: which generation issues its certificate, from when until when. Pure.

The certificate itself is made when the card first signs (commands/keys.py): most cards never do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.leaves import birthday, certificate_end
from services.jpki.authority.rules.profile import CaKind, last_second
from services.jpki.cards.rules.holder import Carrier
from shared.clock import start_of_day
from shared.errors import RequestInvalid, Violation

_YEARS_BEFORE_END = 4
_LEAST_AGE_TO_SIGN = 15
_TOO_YOUNG = Violation(
    "/signature",
    "too-young",
    "Under 15: no certificate for signatures.",
    "15歳未満には署名用電子証明書を発行できません。",
)
NO_AUTHORITY = Violation(
    "/issued_on",
    "no-authority",
    "No generation of the authority is in force on that day.",
    "その日に有効な認証局の世代がありません。",
)


@dataclass(frozen=True, slots=True)
class CertificatePlan:
    """What the certificate of a new card will say."""

    kind: CaKind
    generation: int
    issued_on: date
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class CardOrder:
    """A card as it is asked for."""

    birthdate: date = field(repr=False)
    pin: str | None = field(repr=False)
    carrier: Carrier
    issued_on: date | None
    """None: today, or early enough for ``valid_until``."""
    valid_until: date | None
    """The card's own last day."""
    has_signature: bool = False
    """Whether it gets a certificate for signatures (署名用電子証明書), too."""


def plan_certificate(order: CardOrder, today: date, authorities: Sequence[Authority]) -> CertificatePlan:
    """Decide who issues the certificate and how long it lasts.

    Raises RequestInvalid with every violation: an Android phone without PIN, a birth after the issue, a card that
    ends before it begins, a day on which no generation is in force.
    """
    first_day = order.issued_on or _day_of_issue(order.valid_until, today)
    violations = []
    if order.pin is None and order.carrier is Carrier.ANDROID:
        violations.append(
            _violation("/pin", "pin-needed", "A phone has a PIN.", "スマートフォンには暗証番号が必要です。")
        )
    if order.birthdate > first_day:
        violations.append(
            _violation("/birthdate", "after-issue", "Born after the issue.", "生年月日が発行日より後です。")
        )
    if order.valid_until is not None and order.valid_until < first_day:
        violations.append(
            _violation("/valid_until", "before-issue", "Ends before the issue.", "有効期限が発行日より前です。")
        )
    authority = newest_in_force(authorities, first_day)
    if authority is None:
        violations.append(NO_AUTHORITY)
    if violations or authority is None:
        raise RequestInvalid(violations)
    # Where even the newest's end comes before the leaf's, the leaf ends with it.
    last_day = certificate_end(order.birthdate, first_day, order.valid_until, authority.last_day)
    return CertificatePlan(
        authority.kind, authority.generation, first_day, start_of_day(first_day), last_second(last_day)
    )


def plan_signature(order: CardOrder, plan: CertificatePlan, authorities: Sequence[Authority]) -> CertificatePlan:
    """Decide on the certificate for signatures beside ``plan``; raises RequestInvalid: too young, no authority.

    Who is under 15 gets none, as they cannot sign for themselves (公的個人認証法; 意思能力).
    """
    if birthday(order.birthdate, order.birthdate.year + _LEAST_AGE_TO_SIGN) > plan.issued_on:
        raise RequestInvalid([_TOO_YOUNG])
    authority = newest_in_force(authorities, plan.issued_on)
    if authority is None:
        raise RequestInvalid([NO_AUTHORITY])
    last_day = certificate_end(order.birthdate, plan.issued_on, order.valid_until, authority.last_day)
    return CertificatePlan(authority.kind, authority.generation, plan.issued_on, plan.not_before, last_second(last_day))


def newest_in_force(authorities: Sequence[Authority], day: date) -> Authority | None:
    """Return the generation that issues on ``day``: the newest, which lasts longest."""
    in_force = [each for each in authorities if (each.issues_from or each.first_day) <= day <= each.last_day]
    return max(in_force, key=lambda each: each.generation, default=None)


def common_name_of(card_id: UUID) -> str:
    """Return the opaque name of a card's holder: 23 characters, as long as real ones; it says nothing."""
    return "SIM" + sha256(card_id.bytes).hexdigest()[:20].upper()


def _day_of_issue(valid_until: date | None, today: date) -> date:
    """Return today, or for a card that is over already a day from which its certificate reaches that end."""
    if valid_until is None or valid_until >= today:
        return today
    # The 5th birthday after issue is more than four years away, so the card's own end decides.
    return date(max(valid_until.year - _YEARS_BEFORE_END, 1), valid_until.month, min(valid_until.day, 28))


def _violation(pointer: str, code: str, message: str, message_ja: str) -> Violation:
    return Violation(pointer, code, message, message_ja)
