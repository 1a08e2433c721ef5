"""Reading a mix: percents and figures of a month, each with its source in the file itself."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from loadtests.could_not_start import CouldNotStart

NEWEST = Path(__file__).with_name("2025-10.toml")


class MixUnreadable(CouldNotStart):
    """The file holds no mix; the message is a sentence."""


class Bulk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """一括照会: ``percent`` of all who are asked about, ``persons`` in one file."""

    percent: float
    persons: int


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Percent of the receptions that are answered in another way than with a coverage in force."""

    invalid: float
    not_found: float
    closed_purpose: float
    superseded: float = 0.0
    """By the numbers of a coverage that another one follows."""

    @property
    def without_card(self) -> float:
        """The percent of those among them that only who has no card is asked about with."""
        return self.not_found + self.closed_purpose + self.superseded


class NationsMonth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole country in a month; ``busiest_hour`` is percent of a day."""

    checks_a_month: float
    days: float
    busiest_hour: float
    burst: float

    @property
    def rate(self) -> float:
        """Receptions a second in the busiest minutes of a mean day."""
        return self.checks_a_month / self.days * self.busiest_hour / 100 / 3600 * self.burst


class Mix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who comes where with what. All shares are percent."""

    at: Mapping[str, float]
    """By kind of institution."""
    by_card: Mapping[str, float]
    """By kind of institution, and of every ``other``."""
    views: Mapping[str, float]
    """By kind of data."""
    answers: Answers
    bulk: Bulk
    a_minute: Mapping[str, float]
    """Receptions of one institution, by its kind."""
    nation: NationsMonth

    def card_share(self, kind: str) -> float:
        """Return the percent of receptions at an institution of ``kind`` that come with a card."""
        return self.by_card.get(kind, self.by_card["other"])


def read_mix(file: Path = NEWEST) -> Mix:
    """Read a mix. Raises MixUnreadable."""
    try:
        mix = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Mix)
        mix.by_card["other"]
    except (OSError, ValueError, KeyError) as error:
        raise MixUnreadable(f"{file} holds no mix ({error})") from None
    shares = (*mix.at.values(), *mix.by_card.values(), *mix.views.values())
    if not all(0 <= share <= 100 for share in (*shares, mix.bulk.percent)) or sum(mix.at.values()) <= 0:  # noqa: PLR2004 - percent
        raise MixUnreadable(f"{file}: a share is between 0 and 100 percent")
    if mix.answers.without_card > 100 or mix.bulk.persons < 1:  # noqa: PLR2004 - percent
        raise MixUnreadable(f"{file}: what is asked in other ways is more than all")
    return mix
