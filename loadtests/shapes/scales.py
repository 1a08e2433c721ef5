"""The scale of a run: which institutions ask, and how many receptions a second that makes, with its reckoning. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loadtests.could_not_start import CouldNotStart
from loadtests.mix.reading import Mix

SCALES = "clinic, hospital, chain:NUMBER (pharmacies), farm:NUMBER (clinics), nation:FRACTION"
_OF_ONE = {"clinic": "clinic", "hospital": "hospital"}
_OF_MANY = {"chain": "pharmacy", "farm": "clinic"}
_PLURALS = {"pharmacy": "pharmacies", "clinic": "clinics"}


class ScaleUnreadable(CouldNotStart):
    """There is no such scale, or not with these institutions; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Who asks, and how often."""

    name: str
    rate: float
    """Receptions a second."""
    institutions: Mapping[str, Sequence[int]]
    """By kind: their places among the clients of the data. Those of no receptions in the mix are left out."""
    reckoning: str
    """How the rate came about."""


def scale_of(name: str, mix: Mix, kinds: Sequence[str]) -> Scale:
    """Return the scale of that name; ``kinds`` are those of the data's clients. Raises ScaleUnreadable."""
    word, _, number = name.partition(":")
    places = {kind: [place for place, each in enumerate(kinds) if each == kind] for kind in mix.at}
    try:
        if word in _OF_ONE and not number:
            return _of_kind(name, _OF_ONE[word], 1, mix, places)
        if word in _OF_MANY:
            return _of_kind(name, _OF_MANY[word], int(number), mix, places)
        if word == "nation":
            return _of_nation(name, float(number), mix, places)
    except ValueError:
        pass
    raise ScaleUnreadable(f"there is no scale {name!r}: {SCALES}")


def institutions_needed(name: str) -> int:
    """Return how many institutions of all kinds load-data must make so that ``name`` has enough of its own.

    Four in ten are clinics and a quarter pharmacies (docs/load-data.md), and chance has its part.
    """
    word, _, number = name.partition(":")
    return (
        max(40, int(int(number) * {"chain": 4.6, "farm": 2.8}[word]) + 40)
        if word in _OF_MANY and number.isdigit()
        else 40
    )


def _of_kind(name: str, kind: str, count: int, mix: Mix, places: Mapping[str, Sequence[int]]) -> Scale:
    there = places.get(kind, ())
    if count < 1:
        raise ValueError
    if len(there) < count:
        raise ScaleUnreadable(f"{name} needs {count} institutions of the kind {kind}, and the data have {len(there)}")
    a_minute = mix.a_minute[kind]
    many = f"{count} {_PLURALS.get(kind, kind)}" if count > 1 else f"one {kind}"
    rate = count * a_minute / 60
    return Scale(
        name, rate, {kind: there[:count]}, f"{many}, {a_minute:g} receptions a minute each: {rate:.3g} a second"
    )


def _of_nation(name: str, fraction: float, mix: Mix, places: Mapping[str, Sequence[int]]) -> Scale:
    if not 0 < fraction <= 1:
        raise ScaleUnreadable(f"{name}: a nation's part is more than 0 and at most 1")
    month, rate = mix.nation, mix.nation.rate * fraction
    reckoning = (
        f"{month.checks_a_month:,.0f} checks in {month.days:g} days, {month.busiest_hour:g} % of a day in an hour,"
        f" {month.burst:g} times that in its busiest minutes, {fraction:g} of it: {rate:.4g} a second"
    )
    found = {kind: there for kind, there in places.items() if there}
    if not found:
        raise ScaleUnreadable("the data have no institution of a kind that the mix knows")
    return Scale(name, rate, found, reckoning)
