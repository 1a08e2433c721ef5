"""Who comes when: an open schedule, fixed by its seed before anything is sent. Pure."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from loadtests.mix.reading import Mix
from loadtests.receptions.cases import CLOSED_PURPOSES
from loadtests.shapes.curves import Curve

_Thing = TypeVar("_Thing")


class Kind(StrEnum):
    """What somebody comes with, by the name of its row in report and verdict."""

    CARD = "check by card"
    IDENTIFIERS = "check by identifiers"
    NOT_FOUND = "check of a mistyped birthdate"
    SUPERSEDED = "check with former numbers"
    CLOSED_PURPOSE = "check for a closed purpose"
    BULK = "bulk check"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One reception: ``at_s`` seconds after the start, before it in the warm-up."""

    at_s: float
    kind: Kind
    place: int
    """Of the case, among those with cards, those with numbers or those with former numbers."""
    institution: int
    """Its place among the clients."""
    closed_purpose: str | None = None
    views: tuple[str, ...] = ()
    """Kinds of data that a patient with a card lets be seen."""

    @property
    def is_warm_up(self) -> bool:
        """Whether it counts nowhere."""
        return self.at_s < 0


@dataclass(frozen=True, slots=True)
class People:
    """The places of the cases: with cards and with numbers, of whom coverage is in force and of whom it has ended."""

    cards: Sequence[int]
    ended_cards: Sequence[int]
    numbers: Sequence[int]
    ended_numbers: Sequence[int]
    former: Sequence[int] = ()
    """Of those with numbers of a coverage that another one followed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a schedule is drawn from."""

    mix: Mix
    curve: Curve
    rate: float
    """Receptions a second where the curve is 1."""
    warm_up_s: float
    institutions: Mapping[str, Sequence[int]]
    people: People


def draw_schedule(seed: int, asked: Asked) -> list[Arrival]:
    """Return all arrivals in their order, the warm-up's first: the same for the same arguments.

    Instants are those of a Poisson process of which the number is given, so some come at once, as at a real desk.
    """
    source, curve = random.Random(seed), asked.curve
    rate = 1.0 if curve.is_absolute else asked.rate
    before = round(rate * curve.at(0) * asked.warm_up_s)
    instants = [-source.random() * asked.warm_up_s for _ in range(before)]
    count = round(rate * curve.area)
    instants += _instants(source, curve, count)
    arrivals = [_reception(source, asked, at_s) for at_s in instants]
    return sorted([*arrivals, *_bulk(source, asked, count)], key=lambda arrival: arrival.at_s)


def _instants(source: random.Random, curve: Curve, count: int) -> Iterator[float]:
    """Yield ``count`` instants as dense as the curve is high."""
    while count:
        at_s = source.random() * curve.seconds
        if source.random() * curve.highest < curve.at(at_s):
            count -= 1
            yield at_s


def _reception(source: random.Random, asked: Asked, at_s: float) -> Arrival:
    mix, answers = asked.mix, asked.mix.answers
    kind, institution = _desk(source, asked)
    has_ended = source.random() * 100 < answers.invalid
    if source.random() * 100 < mix.card_share(kind):
        views = tuple(name for name, share in mix.views.items() if source.random() * 100 < share)
        place = _any(source, asked.people.ended_cards if has_ended else (), asked.people.cards)
        return Arrival(at_s, Kind.CARD, place, institution, views=views)
    # Their shares are of all receptions, and only who has no card can come so.
    lot, without = source.random() * 100, 100 - mix.card_share(kind)
    if lot * without < answers.closed_purpose * 100:
        place = _any(source, asked.people.numbers)
        return Arrival(at_s, Kind.CLOSED_PURPOSE, place, institution, source.choice(CLOSED_PURPOSES))
    if lot * without < (answers.closed_purpose + answers.not_found) * 100:
        return Arrival(at_s, Kind.NOT_FOUND, _any(source, asked.people.numbers), institution)
    if lot * without < answers.without_card * 100 and asked.people.former:
        return Arrival(at_s, Kind.SUPERSEDED, _any(source, asked.people.former), institution)
    place = _any(source, asked.people.ended_numbers if has_ended else (), asked.people.numbers)
    return Arrival(at_s, Kind.IDENTIFIERS, place, institution)


def _bulk(source: random.Random, asked: Asked, receptions: int) -> Iterator[Arrival]:
    """Yield the files of 一括照会 of the evening, as many as make up their share of all who are asked about."""
    bulk, evening = asked.mix.bulk, asked.curve.evening
    if evening is None or not bulk.percent:
        return
    persons = receptions * bulk.percent / max(100 - bulk.percent, 1)
    for _ in range(max(round(persons / bulk.persons), 1)):
        at_s = source.uniform(*evening)
        yield Arrival(at_s, Kind.BULK, _any(source, asked.people.numbers), _desk(source, asked)[1])


def _desk(source: random.Random, asked: Asked) -> tuple[str, int]:
    kinds = [kind for kind, there in asked.institutions.items() if there]
    (kind,) = source.choices(kinds, [asked.mix.at[kind] for kind in kinds])
    return kind, source.choice(asked.institutions[kind])


def _any(source: random.Random, *pools: Sequence[_Thing]) -> _Thing:
    """Return one of the first pool that has any."""
    return source.choice(next(pool for pool in pools if pool))
