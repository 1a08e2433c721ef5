"""Coverages that begin after the nation's own day: under numbers that nobody has had."""

from dataclasses import dataclass

from shared.domain.check_digit import with_check_digit
from shared.domain.codes import CardKind, Relationship
from simulator.population.block import Block
from simulator.population.draws import Draw, Draws
from simulator.population.ids import ids
from simulator.population.insurers import (
    MOST_PARTS,
    MUTUAL_AID_SHARES,
    NUMBERS_OF_ELDERLY,
    SOCIETIES,
    insurers,
)
from simulator.population.members import DEPENDANTS, HOUSEHOLDS, INSURED, Cover, Member, person_number
from simulator.population.municipalities import PREFECTURES
from simulator.population.numbers import later_number
from simulator.population.schemes import Membership

_FIRST_IDS = 64


class Ids:
    """The ids of a kind that a month gives, one after the other."""

    def __init__(self, draws: Draws, what: Draw) -> None:
        self._draws, self._what, self._given = draws, what, 0
        self._made = ids(draws, what, _FIRST_IDS)

    def next(self) -> str:
        """Return the next."""
        if self._given == len(self._made):
            self._made = ids(self._draws, self._what, 2 * len(self._made))
        self._given += 1
        return self._made[self._given - 1]


@dataclass(frozen=True, slots=True)
class LaterCovers:
    """Makes the coverages that begin in a month."""

    block: Block
    month: int
    ids: Ids

    def elderly(self, whose: Member, acquired: int, share: int) -> Cover:
        """Return 後期高齢者医療 of somebody."""
        number = person_number(self.block.number, whose.place)
        part = self._prefecture(whose) * MOST_PARTS + number // NUMBERS_OF_ELDERLY
        return Cover(
            self.ids.next(),
            Membership.LATE_ELDERLY,
            insurers().elderly + part,
            "",
            with_check_digit(f"{number % NUMBERS_OF_ELDERLY:07}"),
            "",
            Relationship.SELF.value,
            acquired,
            CardKind.GENERAL.value,
            "",
            share,
        )

    def employees(self, whose: Member, membership: Membership, acquired: int, luck: float) -> Cover:
        """Return the insured person's coverage of a new job; ``luck``, below 1, picks the employer's insurer."""
        nation, prefecture = insurers(), self._prefecture(whose)
        kind = int(luck * len(MUTUAL_AID_SHARES))
        insurer = {
            Membership.KYOKAI_INSURED: nation.kyokai + prefecture,
            Membership.SOCIETY_INSURED: nation.societies + int(luck * SOCIETIES),
            Membership.MUTUAL_AID_INSURED: nation.mutual_aids + kind * PREFECTURES + prefecture,
        }[membership]
        return self._with_family(whose, membership, insurer, acquired, insured_name="")

    def dependants(self, whose: Member, insured: Cover, insured_name: str, acquired: int) -> Cover:
        """Return the coverage of a family member under the insured person's number."""
        membership = DEPENDANTS[INSURED.index(insured.membership)]
        made = self._with_family(whose, membership, insured.insurer, acquired, insured_name=insured_name)
        made.symbol, made.number = insured.symbol, insured.number
        return made

    def households(self, whose: Member, acquired: int, head: str) -> Cover:
        """Return 国保 of a family that employees' insurance covers no more; ``head`` is 世帯主, empty: themselves."""
        insurer = insurers().municipal + int(self.block.households.municipalities[whose.family])
        return self._with_family(whose, Membership.MUNICIPAL_NHI, insurer, acquired, insured_name=head)

    def newborns(self, child: Member, mother: Member, mothers: Cover) -> Cover:
        """Return the coverage of who is born to somebody with this one: beside her, under the same number."""
        membership = mothers.membership
        if membership in INSURED:
            membership = DEPENDANTS[INSURED.index(membership)]
        name = mothers.insured_name or mother.name
        made = self._with_family(child, membership, mothers.insurer, child.birthdate, insured_name=name)
        made.symbol, made.number = mothers.symbol, mothers.number
        return made

    def _with_family(
        self, whose: Member, membership: Membership, insurer: int, acquired: int, *, insured_name: str
    ) -> Cover:
        serial = int(self.block.households.serials[whose.family])
        symbol, number = later_number(membership, serial, self.month)
        branch = whose.rank + (membership in HOUSEHOLDS)
        relationship = Relationship.FAMILY if insured_name else Relationship.SELF
        return Cover(
            self.ids.next(),
            membership,
            insurer,
            symbol,
            number,
            f"{branch:02}",
            relationship.value,
            acquired,
            CardKind.GENERAL.value,
            insured_name,
            0,
        )

    def _prefecture(self, whose: Member) -> int:
        return int(self.block.households.prefectures[whose.family])
