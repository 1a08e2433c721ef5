"""Who is in a block and what covers each of them now: what months are lived from."""

from dataclasses import dataclass
from typing import Final

from simulator.population.block import Block
from simulator.population.days import NEVER, birthdays
from simulator.population.draws import BLOCK_SIZE
from simulator.population.schemes import Membership
from simulator.population.texts import cover_texts, person_texts

INSURED: Final = (Membership.KYOKAI_INSURED, Membership.SOCIETY_INSURED, Membership.MUTUAL_AID_INSURED)
DEPENDANTS: Final = (Membership.KYOKAI_DEPENDANT, Membership.SOCIETY_DEPENDANT, Membership.MUTUAL_AID_DEPENDANT)
"""In the order of INSURED."""
_LATE_ELDERLY_AGE: Final = 75
HOUSEHOLDS: Final = (Membership.MUNICIPAL_NHI, Membership.NHI_SOCIETY)


@dataclass(slots=True)
class Cover:
    """A coverage; days as numbers, texts as they are filed, empty where there is nothing."""

    coverage_id: str
    membership: Membership
    insurer: int
    """The place among the nation's insurers."""
    symbol: str
    number: str
    branch: str
    relationship: str
    acquired: int
    card_kind: str
    insured_name: str
    share: int
    lost: int = NEVER
    reason: str = ""


@dataclass(slots=True)
class Member:
    """A person, with the coverage that goes on; None: they died."""

    place: int
    """In the block; who is born later comes behind all others."""
    person_id: str
    name: str
    kana: str
    is_woman: bool
    birthdate: int
    turns_75: int
    postal_code: str
    address: str
    family: int
    rank: int
    cover: Cover | None
    has_card: bool
    serial: int
    """Of the card that they have or may get; 0: none."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in a block, and each family, its head first."""

    block: Block
    members: list[Member]
    families: list[list[Member]]

    @classmethod
    def of(cls, block: Block) -> "People":
        """Return them as they are on the nation's own day."""
        people = cls(block, _members_of(block), [[] for _ in range(block.families.count)])
        for member in people.members:
            people.families[member.family].append(member)
        return people

    def add(self, member: Member) -> None:
        """Add who was born."""
        self.members.append(member)
        self.families[member.family].append(member)

    def dependants_of(self, member: Member) -> list[Member]:
        """Return who is covered through somebody's employment now."""
        insured = member.cover
        if insured is None or insured.membership not in INSURED:
            return []
        number = (insured.insurer, insured.symbol, insured.number)
        return [
            each
            for each in self.families[member.family]
            if each.cover is not None
            and each.cover.membership in DEPENDANTS
            and (each.cover.insurer, each.cover.symbol, each.cover.number) == number
        ]


def _members_of(block: Block) -> list[Member]:
    persons, covers = person_texts(block), cover_texts(block)
    families, cards = block.families, block.cards
    memberships, acquired, lost = (
        column.tolist() for column in (block.covers.memberships, block.covers.acquired, block.covers.lost)
    )
    columns = (
        families.persons.are_women.tolist(),
        families.persons.birthdates.tolist(),
        birthdays(families.persons.birthdates, _LATE_ELDERLY_AGE).tolist(),
        families.families.tolist(),
        families.ranks.tolist(),
        cards.are_registered.tolist(),
        cards.serials.tolist(),
        # The last coverage of each is the newest.
        [end - 1 for end in covers.starts[1:]],
    )
    found = []
    for place, row in enumerate(zip(*columns, strict=True)):
        is_woman, birthdate, turns_75, family, rank, has_card, serial, newest = row
        cover = None
        if lost[newest] == NEVER:
            cover = Cover(
                covers.ids[newest],
                Membership(memberships[newest]),
                covers.insurers[newest],
                covers.symbols[newest],
                covers.numbers[newest],
                covers.branches[newest],
                covers.relationships[newest],
                acquired[newest],
                covers.kinds[newest],
                covers.insured_names[newest],
                covers.shares[newest],
            )
        found.append(
            Member(
                place,
                persons.ids[place],
                persons.names[place],
                persons.kana[place],
                is_woman,
                birthdate,
                turns_75,
                persons.postal_codes[place],
                persons.addresses[place],
                family,
                rank,
                cover,
                has_card,
                serial,
            )
        )
    return found


def person_number(block: int, place: int) -> int:
    """Return the number of somebody of a block in the whole nation."""
    return block * BLOCK_SIZE + place
