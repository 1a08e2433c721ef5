"""The steps of a visit at a card reader: which presses of a button each takes, and where these lead. Pure.

As 顔認証付きカードリーダー in Japanese clinics go: card, way of verification, 利用登録 where it is missing, consents,
prescription, result. What the makers' readers do otherwise differs among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shared.domain.purposes import DataKind
from shared.pki.certificate_life import CertificateState

STEP_LIFETIME: Final = timedelta(minutes=5)
"""A step that is older starts over: so long the card's word for its holder is good."""
SEALED_PIN_LIFETIME: Final = timedelta(minutes=2)
"""So long the digits for an Android phone are kept, sealed, until the phone is held."""
LIMIT_NOT_ASKED_FROM: Final = date(2024, 10, 7)
"""Since then no reader asks about 限度額情報 (厚生労働省, 2024-09)."""


class Step(StrEnum):
    """What the screen shows. Without a card there is no visit, and the screen is ``IDLE``."""

    IDLE = "idle"
    METHOD = "method"
    PIN = "pin"
    BLOCKED = "blocked"
    FACE = "face"
    VISUAL = "visual"
    PHONE = "phone"
    HOLD = "hold"
    REGISTER = "register"
    CONSENT = "consent"
    SINGLY = "singly"
    PRESCRIPTION = "prescription"
    DONE = "done"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"
    OUTAGE = "outage"


class Event(StrEnum):
    """A press of a button."""

    PLACE = "place"
    USE_PHONE = "use_phone"
    CHOOSE_FACE = "choose_face"
    CHOOSE_PIN = "choose_pin"
    CHOOSE_VISUAL = "choose_visual"
    OTHER_WAY = "other_way"
    ENTER_PIN = "enter_pin"
    SHOW_HOLDER = "show_holder"
    SHOW_ANOTHER = "show_another"
    CONFIRM_VISUAL = "confirm_visual"
    CHOOSE_IPHONE = "choose_iphone"
    CHOOSE_ANDROID = "choose_android"
    HOLD = "hold"
    REGISTER = "register"
    DECLINE = "decline"
    AGREE_ALL = "agree_all"
    AGREE_SINGLY = "agree_singly"
    AGREE_NONE = "agree_none"
    DECIDE = "decide"
    ELECTRONIC = "electronic"
    PAPER = "paper"
    RETRY = "retry"
    TAKE_OUT = "take_out"


class Task(StrEnum):
    """What the reader does by itself before it can show the next step."""

    LOOK_UP = "look_up"
    """Ask whether the card is an insurance card (利用登録)."""
    CHECK = "check"
    """Have the card sign, and ask for the eligibility."""


Next = Step | Task
_WAYS = frozenset({Event.CHOOSE_FACE, Event.CHOOSE_VISUAL})
_OUT = frozenset({Event.TAKE_OUT})
TAKES: Final[Mapping[Step, frozenset[Event]]] = MappingProxyType(
    {
        Step.IDLE: frozenset({Event.PLACE, Event.USE_PHONE}),
        Step.METHOD: _WAYS | {Event.CHOOSE_PIN} | _OUT,
        Step.PIN: frozenset({Event.ENTER_PIN, Event.OTHER_WAY}) | _OUT,
        Step.BLOCKED: _WAYS | _OUT,
        Step.FACE: frozenset({Event.SHOW_HOLDER, Event.SHOW_ANOTHER, Event.OTHER_WAY}) | _OUT,
        Step.VISUAL: frozenset({Event.CONFIRM_VISUAL, Event.OTHER_WAY}) | _OUT,
        Step.PHONE: frozenset({Event.CHOOSE_IPHONE, Event.CHOOSE_ANDROID}) | _OUT,
        Step.HOLD: frozenset({Event.HOLD}) | _OUT,
        Step.REGISTER: frozenset({Event.REGISTER, Event.DECLINE}) | _OUT,
        Step.CONSENT: frozenset({Event.AGREE_ALL, Event.AGREE_SINGLY, Event.AGREE_NONE}) | _OUT,
        Step.SINGLY: frozenset({Event.DECIDE}) | _OUT,
        Step.PRESCRIPTION: frozenset({Event.ELECTRONIC, Event.PAPER}) | _OUT,
        Step.DONE: _OUT,
        Step.UNCONFIRMED: _OUT,
        Step.REFUSED: _OUT,
        Step.OUTAGE: frozenset({Event.RETRY}) | _OUT,
    }
)
"""The presses that each step takes. Any other comes from a page that is no longer true, and does nothing."""
ENDS: Final = frozenset({Step.DONE, Step.UNCONFIRMED, Step.REFUSED})


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What the reader sees of a card or phone before its holder is verified."""

    carrier: str
    """``card``, ``android`` or ``iphone``."""
    has_pin: bool
    age: CertificateState

    @property
    def is_phone(self) -> bool:
        """Whether it is a phone (スマホ用電子証明書)."""
        return self.carrier != "card"


def takes(step: Step, event: Event, card: ShownCard) -> bool:
    """Tell whether ``step`` takes ``event``: a 顔認証マイナンバーカード has no PIN, and a phone one way only."""
    if event is Event.CHOOSE_PIN and not card.has_pin:
        return False
    if event in _WAYS | {Event.OTHER_WAY} and card.is_phone:
        return False
    return event in TAKES[step]


def after_verification(card: ShownCard, *, asks_form: bool) -> Next:
    """Return what follows once the holder is verified.

    A certificate that has ended is asked nothing about medical data (猶予期間), and cannot register. One whose grace is
    over, and a phone's, are sent as they are: the refusal belongs into the institution's record.
    """
    if card.age in (CertificateState.CURRENT, CertificateState.EXPIRES_SOON):
        return Task.LOOK_UP
    if card.age is CertificateState.IN_GRACE and not card.is_phone:
        return after_consents(asks_form=asks_form)
    return Task.CHECK


def after_lookup(*, is_registered: bool) -> Next:
    """Return what follows the answer to whether the card is registered (利用登録)."""
    return Step.CONSENT if is_registered else Step.REGISTER


def after_consents(*, asks_form: bool) -> Next:
    """Return what follows the consents; ``asks_form``: the institution issues 電子処方箋."""
    return Step.PRESCRIPTION if asks_form else Task.CHECK


def kinds_asked(day: date) -> tuple[DataKind, ...]:
    """Return the kinds of data that a reader asks about on ``day``, in the order of the screen."""
    always = (
        DataKind.MEDICATION,
        DataKind.CHECKUPS,
        DataKind.DIAGNOSIS,
        DataKind.OPERATION,
        DataKind.SPECIFIC_DISEASE,
        DataKind.DIAGNOSIS_NAME,
        DataKind.INFECTION,
        DataKind.ALLERGY,
        DataKind.CONTRAINDICATION,
        DataKind.TEST_RESULTS,
        DataKind.PRESCRIPTION,
    )
    return (*always, DataKind.LIMIT_CERTIFICATE) if day < LIMIT_NOT_ASKED_FROM else always
