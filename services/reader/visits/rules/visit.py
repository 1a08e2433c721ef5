"""A visit: a card or phone at a reader, and how far its holder has come. Pure."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from services.reader.visits.rules.outcomes import Outcome
from services.reader.visits.rules.steps import STEP_LIFETIME, ShownCard, Step
from shared.pki.certificate_life import CertificateState, Life, life_between


@dataclass(frozen=True, slots=True)
class Visit:
    """A row. ``turn`` counts the presses: a page that shows an earlier one is no longer true."""

    visit_id: UUID
    reader: str
    turn: int
    step: Step
    ends_at: datetime
    card_id: UUID | None = None
    carrier: str = "card"
    has_pin: bool = False
    not_before: datetime | None = None
    not_after: datetime | None = None
    verification: str | None = field(default=None, repr=False)
    """The card's word for its holder: it opens nothing without the card, and for five minutes only."""
    sealed_pin: bytes | None = field(default=None, repr=False)
    """The digits for an Android phone, sealed with a key that only the browser has."""
    sealed_until: datetime | None = None
    consents: tuple[str, ...] = ()
    prescription_form: str | None = None
    outcome: Outcome | None = None

    @property
    def life(self) -> Life | None:
        """The ages of the certificate; None before a phone is held."""
        if self.not_before is None or self.not_after is None:
            return None
        return life_between(self.not_before, self.not_after)

    def card_at(self, now: datetime) -> ShownCard:
        """Return what the reader sees of the card."""
        life = self.life
        age = CertificateState.CURRENT if life is None else life.state_at(now)
        return ShownCard(self.carrier, self.has_pin, age)

    def is_over(self, now: datetime) -> bool:
        """Tell whether nobody has pressed anything for longer than a step lives."""
        return self.ends_at <= now

    def at(self, step: Step, now: datetime) -> "Visit":
        """Return the visit at a step that begins now."""
        return replace(self, step=step, ends_at=now + STEP_LIFETIME)

    def ended(self, outcome: Outcome, now: datetime) -> "Visit":
        """Return the visit at its end, without what is not needed any more; an outage may be tried again."""
        kept = self.verification if outcome.step is Step.OUTAGE else None
        return replace(self, outcome=outcome, verification=kept, sealed_pin=None, sealed_until=None).at(
            outcome.step, now
        )
