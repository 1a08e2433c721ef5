"""The faults (障害) that a tester injects into a world, as a decorator sees them that was put in at opening.

Business code asks nobody about faults. A decorator stands between it and what it reads or answers with, and asks the
world's ``Faults`` whether one fires for the request at work; simulator/faults knows the rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from shared.domain.insured import InsuredIdentifiers

Who = frozenset[str]
"""Whom a request is about: digests, so that no plan holds personal data. Two are of one person where they meet."""
NOBODY: Who = frozenset()
Fits = Callable[[Mapping[str, Any]], bool]
"""Tells from a rule's parameters whether it can happen here at all: one that cannot is not counted."""


def fits_always(_parameters: Mapping[str, Any]) -> bool:
    """Tell that a rule can happen whatever its parameters are."""
    return True


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that has fired for a request."""

    id: str
    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """As they were asked for; what was left out is not in it."""
    number: int = 1
    """How often the rule has fired, with this time."""
    key: bytes = field(default=b"", repr=False)
    """The same for the same rule in the same world: the seed of whatever is drawn for it."""


class Faults(Protocol):
    """The faults of the request at work in this task."""

    @property
    def is_empty(self) -> bool:
        """Whether none can happen in a service: the one look that a request pays."""
        ...

    async def fired(
        self, kind: str, who: Who = NOBODY, *, fits: Fits = ..., client_reference: str | None = None
    ) -> Fired | None:
        """Return the rule of this kind that fires for the request at work, or None; its firing is counted.

        ``who`` is whom a rule for one persona must be about, and ``client_reference`` what one for a reference must
        be about, where the request itself does not tell. Asked the same again by the same request it is the same
        firing.
        """
        ...


class NoFaults:
    """A world without faults, such as one that nobody can change."""

    is_empty = True

    async def fired(
        self,
        kind: str,  # noqa: ARG002 - the port's
        who: Who = NOBODY,  # noqa: ARG002 - the port's
        *,
        fits: Fits = fits_always,  # noqa: ARG002 - the port's
        client_reference: str | None = None,  # noqa: ARG002 - the port's
    ) -> Fired | None:
        """Return None."""
        return None


NO_FAULTS = NoFaults()


def person_key(person_id: UUID) -> str:
    """Return what a person is known by."""
    return _digest("person", str(person_id))


def certificate_key(authority_key_id: bytes, serial_number: int) -> str:
    """Return what the holder of a card is known by: issuer and number of its user-authentication certificate."""
    return _digest("certificate", authority_key_id.hex(), str(serial_number))


def card_key(card_id: UUID) -> str:
    """Return what a card, or a phone, is known by at the authority, whichever certificate it has."""
    return _digest("card", str(card_id))


def insured_key(named: InsuredIdentifiers) -> str:
    """Return what an insured person is known by; 枝番 may be left out by whoever asks, so it does not count."""
    five = (named.insurer_number, named.symbol, named.number, named.birthdate.isoformat())
    return _digest("insured", *five)


def member_key(named: InsuredIdentifiers) -> str:
    """Return what an insured person is known by without a birthdate: 枝番 counts, as a family shares the rest."""
    return _digest("member", named.insurer_number, named.symbol or "", named.number, named.branch or "")


def _digest(*words: str) -> str:
    return sha256("\0".join(words).encode()).hexdigest()[:32]
