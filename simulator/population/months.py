"""What happens in a month: 75th birthdays, deaths, new jobs, births, new cards; which lines tell the registry of it.

To a family happens one thing a month, but for birthdays and cards: so no two lines are about the same coverage on days
that contradict each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from shared.domain.codes import LossReason
from simulator.population.cards import CHANNELS
from simulator.population.certificates import ELDERLY_SHARES
from simulator.population.covers import SHORTEST_JOB_DAYS
from simulator.population.days import NEVER
from simulator.population.draws import Draw, Draws, chosen
from simulator.population.later_covers import Ids, LaterCovers
from simulator.population.members import DEPENDANTS, HOUSEHOLDS, INSURED, Cover, Member, People
from simulator.population.names import BLANK, FOREIGN_MEN, FOREIGN_SURNAMES, FOREIGN_WOMEN, MEN, WOMEN
from simulator.population.pyramid import PYRAMID, YEARS
from simulator.population.schemes import Membership

NEW_JOBS: Final = 0.15 / 12
"""Of insured employees in a month: about 15 % a year (厚生労働省「雇用動向調査」 2023, rounded)."""
BIRTHS: Final = 0.0037
"""Of women from 20 to 44 in a month, so that about 730,000 are born a year (人口動態統計 2023: 727,288)."""
NEW_CARDS: Final = 0.01
"""Of those without a registered card in a month; ours."""
_EMPLOYERS: Final = (
    (Membership.KYOKAI_INSURED, 0.60),
    (Membership.SOCIETY_INSURED, 0.95),
    (Membership.MUTUAL_AID_INSURED, 1.0),
)
"""With which insurer a new job is, summed up; ours."""
_MONTHS_A_YEAR, _DAYS_A_YEAR = 12, 365.2425
_MOTHERS_FROM, _MOTHERS_BELOW = 20, 45
_NEWBORN_GIRLS: Final = 0.487
_FOREIGN: Final = frozenset(name for name, _ in FOREIGN_SURNAMES)
_AT_ANY_AGE: Final = (Membership.LATE_ELDERLY, Membership.ASSISTANCE)
_OTHER, _DEATH, _OTHER_INSURANCE = (
    LossReason.OTHER.value,
    LossReason.DEATH.value,
    LossReason.OTHER_INSURANCE.value,
)


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """What is to be told of a person: the coverages that are new or end, the earlier first, and a card."""

    member: Member
    covers: tuple[Cover, ...] = ()
    channel: str | None = None
    """Through which a new card was registered."""


@dataclass(slots=True)
class Month:
    """A month of a block, from the day behind ``since`` to ``until``; ``people`` are changed by it."""

    people: People
    number: int
    """From 1 on, counted from the nation's own day."""
    since: int
    until: int
    _lines: list[ChangedLine] = field(default_factory=list)
    _touched: set[int] = field(default_factory=set)
    """The families to which something has happened."""

    def live(self) -> list[ChangedLine]:
        """Let the month happen; return what is told of it, in an order in which it can be registered."""
        block = self.people.block
        draws = Draws(block.nation.seed, block.number, self.number)
        covers = LaterCovers(block, self.number, Ids(draws, Draw.COVERAGE_ID))
        self._turn_75(draws, covers)
        self._die(draws, covers)
        self._change_jobs(draws, covers)
        self._are_born(draws, covers)
        self._register_cards(draws)
        return self._lines

    def _turn_75(self, draws: Draws, covers: LaterCovers) -> None:
        turning = [
            (member.family, member.turns_75, member.rank == 0, member.place)
            for member in self.people.members
            if self.since < member.turns_75 <= self.until
            and member.cover is not None
            and member.cover.membership not in _AT_ANY_AGE
        ]
        shares = draws.shares(Draw.SHARE, len(self.people.members)).tolist()
        # Who is covered through somebody who turns 75 on the same day goes first, while that cover is theirs.
        for family, day, _, place in sorted(turning):
            self._touched.add(family)
            member = self.people.members[place]
            self._leave(member, day, _OTHER_INSURANCE, covers.elderly(member, day, _picked(shares[place])), covers)

    def _die(self, draws: Draws, covers: LaterCovers) -> None:
        luck, days = self._shares(draws, Draw.DEATH), self._days(draws, Draw.DEATH_DAY)
        for member in self._free():
            age = int((self.since - member.birthdate) / _DAYS_A_YEAR)
            band = PYRAMID[min(max(age, 0) // YEARS, len(PYRAMID) - 1)]
            if luck[member.place] < band.deaths / _MONTHS_A_YEAR:
                self._touched.add(member.family)
                self._leave(member, days[member.place], _DEATH, None, covers)

    def _change_jobs(self, draws: Draws, covers: LaterCovers) -> None:
        luck, days = self._shares(draws, Draw.JOB_CHANGE), self._days(draws, Draw.ACQUISITION)
        kinds, of_employer = self._shares(draws, Draw.CELL), self._shares(draws, Draw.INSURER)
        for member in self._free():
            place, before = member.place, member.cover
            if before is None or before.membership not in INSURED or luck[place] >= NEW_JOBS:
                continue
            day = days[place]
            if day - before.acquired < SHORTEST_JOB_DAYS:
                continue
            self._touched.add(member.family)
            membership = next(each for each, until in _EMPLOYERS if kinds[place] < until)
            after = covers.employees(member, membership, day, of_employer[place])
            dependants = self.people.dependants_of(member)
            self._move(member, day, _OTHER, after)
            for each in dependants:
                self._move(each, day, _OTHER, covers.dependants(each, after, member.name, day))

    def _are_born(self, draws: Draws, covers: LaterCovers) -> None:
        luck, days = self._shares(draws, Draw.BIRTH), self._days(draws, Draw.DAY_OF_BIRTH)
        sexes, given = self._shares(draws, Draw.SEX), self._shares(draws, Draw.GIVEN_NAME)
        person_ids = Ids(draws, Draw.PERSON_ID)
        for mother in self._free():
            place, cover = mother.place, mother.cover
            age = (self.since - mother.birthdate) / _DAYS_A_YEAR
            may = mother.is_woman and _MOTHERS_FROM <= age < _MOTHERS_BELOW and luck[place] < BIRTHS
            if not may or cover is None or cover.membership not in (*INSURED, *DEPENDANTS, *HOUSEHOLDS):
                continue
            self._touched.add(mother.family)
            is_girl = sexes[place] < _NEWBORN_GIRLS
            name, kana = _named_after(mother, given[place], is_girl=is_girl)
            child = Member(
                len(self.people.members),
                person_ids.next(),
                name,
                kana,
                is_girl,
                days[place],
                NEVER,
                mother.postal_code,
                mother.address,
                mother.family,
                1 + max(each.rank for each in self.people.families[mother.family]),
                None,
                has_card=False,
                serial=0,
            )
            child.cover = covers.newborns(child, mother, cover)
            self.people.add(child)
            self._lines.append(ChangedLine(child, (child.cover,)))

    def _register_cards(self, draws: Draws) -> None:
        luck, count = self._shares(draws, Draw.CARD), len(self.people.members)
        weights = np.array([share for _, share in CHANNELS])
        channels = chosen(draws.shares(Draw.CHANNEL, count), weights).tolist()
        for member in self.people.members:
            if member.cover and member.serial and not member.has_card and luck[member.place] < NEW_CARDS:
                member.has_card = True
                self._lines.append(ChangedLine(member, channel=CHANNELS[channels[member.place]][0]))

    def _leave(self, member: Member, day: int, reason: str, after: Cover | None, covers: LaterCovers) -> None:
        """End a coverage for another scheme, or for good; who was covered through it goes to 国保."""
        dependants = self.people.dependants_of(member)
        self._move(member, day, reason, after)
        for each in dependants:
            head = "" if each is dependants[0] else dependants[0].name
            self._move(each, day, _OTHER, covers.households(each, day, head))

    def _move(self, member: Member, day: int, reason: str, after: Cover | None) -> None:
        before = member.cover
        if before is None:
            raise RuntimeError("only cover that goes on can end")
        ended = replace(before, lost=day, reason=reason)
        member.cover = after
        self._lines.append(ChangedLine(member, (ended,) if after is None else (ended, after)))

    def _free(self) -> Iterator[Member]:
        """Yield who has cover and to whose family nothing has happened yet."""
        for member in list(self.people.members):
            if member.cover is not None and member.family not in self._touched:
                yield member

    def _shares(self, draws: Draws, what: Draw) -> list[float]:
        found: list[float] = draws.shares(what, len(self.people.members)).tolist()
        return found

    def _days(self, draws: Draws, what: Draw) -> list[int]:
        """Return a day of the month for each, none the last: what it ends is over before the next month begins."""
        length = self.until - self.since - 1
        found: list[int] = (self.since + 1 + draws.below(what, len(self.people.members), length)).tolist()
        return found


def _picked(luck: float) -> int:
    """Return one of the shares of 後期高齢者, in percent."""
    passed = 0.0
    for percent, weight in ELDERLY_SHARES:
        passed += weight
        if luck < passed:
            return percent
    return ELDERLY_SHARES[-1][0]


def _named_after(mother: Member, luck: float, *, is_girl: bool) -> tuple[str, str]:
    """Return name and reading of a newborn: the mother's surname, and a given name of today."""
    surname, read = (text.split(BLANK)[0] for text in (mother.name, mother.kana))
    women, men = (FOREIGN_WOMEN, FOREIGN_MEN) if surname in _FOREIGN else (WOMEN, MEN)
    names = women if is_girl else men
    given, given_read = names[int(luck * len(names))]
    return surname + BLANK + given, read + BLANK + given_read
